"""Bars, columns, marks and strips: numbers of drawings, without a database."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.charts.axis import Axis
from events.charts.bars import bars
from events.charts.columns import HEIGHT, columns
from events.charts.marker_row import LANE_HEIGHT, MAX_LANES, MIN_MARKER_GAP, marker_row
from events.charts.minimap import minimap
from events.models import Event

AXIS = Axis(2016, 2022)


def event(when, pk=1):
    return Event(pk=pk, when=when, kind="launch")


def test_longest_bar_fills_the_width_and_none_is_nothing():
    assert [bar.width for bar in bars([("a", 8), ("b", 2), ("c", 0)])] == [100.0, 25.0, 0.0]


def test_small_count_is_still_seen():
    assert bars([("a", 100_000), ("b", 1)])[1].width > 0


def test_no_bars_of_nothing():
    assert bars([]) == []


def test_columns_stand_on_the_ground_inside_the_axis():
    found = columns([(2016, 1), (2019, 4), (2030, 9)], AXIS)
    assert [column.year for column in found] == [2016, 2019]
    for column in found:
        assert column.top + column.height == HEIGHT
        assert 0 <= column.x < column.x + column.width <= 100
    assert found[1].height == HEIGHT


def test_marks_of_one_day_take_lanes_of_their_own():
    row = marker_row([event("2019-06-14", pk) for pk in range(3)], AXIS)
    assert len({mark.y for mark in row.marks}) == 3
    assert row.height == 3 * LANE_HEIGHT


def test_marks_that_would_hide_each_other_are_not_drawn():
    assert marker_row([event("2019-06-14", pk) for pk in range(MAX_LANES)], AXIS) is not None
    assert marker_row([event("2019-06-14", pk) for pk in range(MAX_LANES + 1)], AXIS) is None


@given(st.lists(st.integers(2016, 2022), max_size=MAX_LANES))
def test_no_mark_hides_another_while_there_are_lanes(years):
    row = marker_row([event(str(year), pk) for pk, year in enumerate(years)], AXIS)
    places = sorted((mark.y, mark.x) for mark in row.marks)
    for (y, x), (other_y, other_x) in zip(places, places[1:], strict=False):
        assert y != other_y or other_x - x >= MIN_MARKER_GAP


@pytest.mark.parametrize(("when", "vague"), [("2019-06-14", False), ("2019-06", False), ("2019", True),
                                             ("2019/..", True), ("2017-37", True)])  # fmt: skip
def test_mark_of_a_date_not_known_to_a_month_is_vague(when, vague):
    assert marker_row([event(when)], AXIS).marks[0].is_vague is vague


def block(position, text, *fragments):
    evidence = tuple(SimpleNamespace(fragment=name) for name in fragments)
    passage = SimpleNamespace(position=position, text=text)
    return SimpleNamespace(passage=passage, evidence=evidence)


def test_strips_are_as_long_as_their_blocks():
    first, second = minimap([block(1, "x" * 30), block(2, "x" * 70, "evidence-1", "evidence-2")])
    assert (first.x, first.count, first.target) == (0, 0, "")
    assert (second.x, second.count, second.target) == (30, 2, "evidence-1")
    assert second.x + second.width <= 100


def test_strip_of_an_empty_block_is_there():
    assert [strip.position for strip in minimap([block(1, ""), block(2, "x")])] == [1, 2]


def test_no_strips_of_no_text():
    assert minimap([]) == []
