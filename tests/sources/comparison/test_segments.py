"""Segments of two texts that are shown side by side."""

import pytest

from sources.comparison.segments import MAX_EQUAL, Segment, compared, excerpt


def test_what_is_far_from_a_difference_is_left_out():
    before = f"{'一' * 300}2019{'二' * 300}2020{'三' * 300}"
    left, right = (excerpt(side) for side in compared(before, before.replace("20", "21")))
    half = MAX_EQUAL // 2
    assert [segment.text for segment in left] == [
        *(f"…{'一' * half}", "2019", f"{'二' * half}…{'二' * half}", "2020", f"{'三' * half}…"),
    ]
    assert [segment.tag for segment in left] == ["span", "del", "span", "del", "span"]
    assert [segment.text for segment in right if segment.tag == "ins"] == ["2119", "2121"]


@pytest.mark.parametrize("length", [0, 1, MAX_EQUAL])
def test_short_texts_are_shown_as_a_whole(length):
    text = "同" * length
    left, _right = compared(f"{text}旧", f"{text}新")
    assert "".join(segment.text for segment in excerpt(left)) == f"{text}旧"


def test_text_of_one_side_is_shown_as_a_whole():
    alone = (Segment("新" * 1000, "ins"),)
    assert excerpt(alone) == alone
