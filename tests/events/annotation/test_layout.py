import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.annotation.highlights import MarkedBlock, Segment
from events.annotation.layout import outline_levels, text_runs
from events.models import Event, Evidence
from sources.models import Passage


def block(kind, position=1, level=None, *, evidence=(), marked=()):
    passage = Passage(kind=kind, position=position, level=level, text="Harbour")
    segments = (Segment("Har", tuple(marked)), Segment("bour", tuple(evidence)))
    return MarkedBlock(passage, segments, tuple(evidence))


@pytest.mark.parametrize(
    ("levels", "expected"),
    [([2, 2, 3, 2], [3, 3, 4, 3]), ([3, 2, 4], [3, 3, 4]), ([1, 6], [3, 4]), ([], [])],
)
def test_outline_levels(levels, expected):
    assert list(outline_levels(levels)) == expected


@pytest.mark.slow
@given(st.lists(st.integers(1, 6)))
def test_outline_levels_never_skip_a_level(given_levels):
    levels = [2, *outline_levels(given_levels)]
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))
    assert all(3 <= level <= 6 for level in levels[1:])


def test_text_runs_group_only_neighbouring_list_items():
    kinds = ["paragraph", "paragraph", "list_item", "list_item", "quote", "list_item"]
    runs = text_runs([block(kind) for kind in kinds])
    assert [(run.kind, len(run.blocks)) for run in runs] == [
        ("paragraph", 1),
        ("paragraph", 1),
        ("list_item", 2),
        ("quote", 1),
        ("list_item", 1),
    ]


def test_text_runs_name_an_event_once_for_several_evidence_items():
    event = Event(pk=1)
    twice = [Evidence(pk=n, event=event) for n in (1, 2)]
    (run,) = text_runs([block("paragraph", evidence=twice)])
    assert run.blocks[0].owners == (event,)


def test_text_runs_distinguish_a_whole_block_from_a_span():
    item = Evidence(pk=1, event=Event(pk=1))
    whole, part = text_runs(
        [block("paragraph", evidence=[item], marked=[item]), block("paragraph", evidence=[item])]
    )
    assert (whole.blocks[0].is_whole, part.blocks[0].is_whole) == (True, False)
