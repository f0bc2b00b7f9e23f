"""Evidence marked in the blocks of an article; rows are never saved, no database."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.annotation.highlights import marked_blocks
from events.models import Evidence
from sources.models import Passage

TEXT = "Harbour closed in June."


def page(*texts, gaps=(), pk=1):
    """Return a snapshot of these blocks, and its passages."""
    passages, start = [], 0
    for position, text in enumerate(texts, 1):
        passages.append(Passage(position=position, start=start, end=start + len(text), text=text))
        start += len(text) + 2
    return SimpleNamespace(
        pk=pk, gaps=[list(gap) for gap in gaps], text="\n\n".join(texts)
    ), passages


def mark(pk, start, end, block=1, snapshot=1, anchor="exact"):
    return Evidence(pk=pk, start=start, end=end, block=block, snapshot_id=snapshot, anchor=anchor)


def segments_of(block):
    """Return each segment as (text, ids of its evidence, ids of the evidence that starts there)."""
    return [
        (segment.text, [item.pk for item in segment.evidence], [item.pk for item in segment.opens])
        for segment in block.segments
    ]


def test_block_without_evidence_is_one_segment():
    (block,) = marked_blocks(*page(TEXT), [])
    assert segments_of(block) == [(TEXT, [], [])]


def test_span_is_marked_at_its_offsets():
    (block,) = marked_blocks(*page(TEXT), [mark(1, 8, 14)])
    assert segments_of(block) == [("Harbour ", [], []), ("closed", [1], [1]), (" in June.", [], [])]
    assert [item.pk for item in block.evidence] == [1]


def test_overlapping_spans_are_split_and_each_opens_once():
    (block,) = marked_blocks(*page(TEXT), [mark(1, 0, 14), mark(2, 8, 22), mark(3, 8, 14)])
    assert segments_of(block) == [
        ("Harbour ", [1], [1]),
        ("closed", [1, 2, 3], [2, 3]),
        (" in June", [2], []),
        (".", [], []),
    ]


def test_second_block_has_offsets_from_its_start():
    first, second = marked_blocks(*page(TEXT, "It was late."), [mark(1, 25, 27, block=2)])
    assert segments_of(first) == [(TEXT, [], [])]
    assert segments_of(second) == [("It", [1], [1]), (" was late.", [], [])]


def test_evidence_of_another_text_marks_its_whole_block():
    first, second = marked_blocks(*page(TEXT, "Digest."), [mark(1, 900, 950, block=2, snapshot=2)])
    assert segments_of(first) == [(TEXT, [], [])]
    assert segments_of(second) == [("Digest.", [1], [1])]


def test_evidence_anchored_to_a_paragraph_marks_the_paragraph():
    (block,) = marked_blocks(*page(TEXT), [mark(1, 3, 5, anchor="paragraph")])
    assert segments_of(block) == [(TEXT, [1], [1])]


def test_evidence_of_a_missing_block_marks_nothing():
    (block,) = marked_blocks(*page(TEXT), [mark(1, 3, 5, block=7)])
    assert segments_of(block) == [(TEXT, [], [])]


def test_gap_without_length_is_an_empty_segment():
    (block,) = marked_blocks(*page(TEXT, gaps=[(8, 0, "lost")]), [])
    assert [(segment.text, segment.is_gap) for segment in block.segments] == [
        ("Harbour ", False), ("", True), ("closed in June.", False),
    ]  # fmt: skip


def test_gap_at_the_end_of_a_block():
    (block,) = marked_blocks(*page(TEXT, gaps=[(len(TEXT), 0, "lost")]), [])
    assert [(segment.text, segment.is_gap) for segment in block.segments] == [
        (TEXT, False),
        ("", True),
    ]


def test_gap_with_length_flags_its_characters():
    (block,) = marked_blocks(*page(TEXT, gaps=[(8, 6, "rubbish")]), [mark(1, 0, 10)])
    flags = [(segment.text, segment.is_gap) for segment in block.segments]
    assert flags == [("Harbour ", False), ("cl", True), ("osed", True), (" in June.", False)]


blocks = st.lists(st.text("abc字🎉", min_size=1, max_size=12), min_size=1, max_size=4)


@pytest.mark.slow
@given(blocks, st.data())
def test_segments_add_up_to_the_passage_and_cover_its_evidence(texts, data):
    snapshot, passages = page(*texts)
    spans = []
    for passage in passages:
        for _ in range(data.draw(st.integers(0, 4))):
            start = data.draw(st.integers(passage.start, passage.end - 1))
            end = data.draw(st.integers(start + 1, passage.end))
            spans.append(mark(len(spans) + 1, start, end, passage.position))
    for passage in passages:
        if data.draw(st.booleans()):
            start = data.draw(st.integers(passage.start, passage.end))
            length = data.draw(st.integers(0, passage.end - start))
            snapshot.gaps.append([start, length, "lost"])
    marked = marked_blocks(snapshot, passages, spans)
    assert [block.passage for block in marked] == passages
    for block in marked:
        assert "".join(segment.text for segment in block.segments) == block.passage.text
        for item in block.evidence:
            covered = "".join(s.text for s in block.segments if item in s.evidence)
            assert covered == snapshot.text[item.start : item.end]
            assert sum(item in segment.opens for segment in block.segments) == 1
        points = sum(s.text == "" and s.is_gap for s in block.segments)
        inside = [gap for gap in snapshot.gaps if gap[1] == 0
                  and block.passage.start <= gap[0] <= block.passage.end]  # fmt: skip
        assert points == len(inside)
