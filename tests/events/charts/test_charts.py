"""Geometry of bars, columns, markers and minimap strips, without a database."""

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


def test_bars_longest_fills_the_width_and_zero_has_none():
    assert [bar.width for bar in bars([("a", 8), ("b", 2), ("c", 0)])] == [100.0, 25.0, 0.0]


def test_bars_small_count_is_visible():
    assert bars([("a", 100_000), ("b", 1)])[1].width > 0


def test_bars_of_no_rows():
    assert bars([]) == []


def test_columns_start_at_the_baseline_inside_the_axis():
    drawn = columns([(2016, 1), (2019, 4), (2030, 9)], AXIS)
    assert [column.year for column in drawn] == [2016, 2019]
    for column in drawn:
        assert column.top + column.height == HEIGHT
        assert 0 <= column.x < column.x + column.width <= 100
    assert drawn[1].height == HEIGHT


def test_markers_of_one_day_are_in_separate_lanes():
    row = marker_row([event("2019-06-14", pk) for pk in range(3)], AXIS)
    assert len({marker.y for marker in row.marks}) == 3
    assert row.height == 3 * LANE_HEIGHT


def test_marker_row_is_none_when_lanes_run_out():
    assert marker_row([event("2019-06-14", pk) for pk in range(MAX_LANES)], AXIS) is not None
    assert marker_row([event("2019-06-14", pk) for pk in range(MAX_LANES + 1)], AXIS) is None


@pytest.mark.slow
@given(st.lists(st.integers(2016, 2022), max_size=MAX_LANES))
def test_markers_never_overlap_while_there_are_lanes(years):
    row = marker_row([event(str(year), pk) for pk, year in enumerate(years)], AXIS)
    places = sorted((marker.y, marker.x) for marker in row.marks)
    for (y, x), (other_y, other_x) in zip(places, places[1:], strict=False):
        assert y != other_y or other_x - x >= MIN_MARKER_GAP


@pytest.mark.parametrize(("when", "vague"), [("2019-06-14", False), ("2019-06", False), ("2019", True),
                                             ("2019/..", True), ("2017-37", True)])  # fmt: skip
def test_marker_is_vague_if_the_month_is_unknown(when, vague):
    assert marker_row([event(when)], AXIS).marks[0].is_vague is vague


def block(position, text, *fragments):
    evidence = tuple(SimpleNamespace(fragment=name) for name in fragments)
    passage = SimpleNamespace(position=position, text=text)
    return SimpleNamespace(passage=passage, evidence=evidence)


def test_minimap_strips_are_proportional_to_their_blocks():
    first, second = minimap([block(1, "x" * 30), block(2, "x" * 70, "evidence-1", "evidence-2")])
    assert (first.x, first.count, first.target) == (0, 0, "")
    assert (second.x, second.count, second.target) == (30, 2, "evidence-1")
    assert second.x + second.width <= 100


def test_minimap_has_a_strip_of_an_empty_block():
    assert [strip.position for strip in minimap([block(1, ""), block(2, "x")])] == [1, 2]


def test_minimap_of_no_blocks():
    assert minimap([]) == []
