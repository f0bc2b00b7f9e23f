from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.timeline.chart.index import LaneIndex
from tests.events.timeline.chart.made import FakeEvent, index_of, selection_and_lanes, worlds

DAY = 737_000


def indexed(world):
    selection, lanes = selection_and_lanes(*world)
    return selection.index, lanes, LaneIndex.of(selection, lanes)


def lanes_by_hand(event_index, lanes, row):
    """Return the lanes of an event: for each of its platforms the nearest ancestor with a lane."""
    codes = {lane.code: number for number, lane in enumerate(lanes)}
    result = set()
    for code in event_index.platforms.pairs_in(np.array([row]))[1].tolist():
        while code >= 0 and code not in codes:
            code = int(event_index.dictionary.parents[code])
        if code >= 0:
            result.add(codes[code])
    return result


@pytest.mark.slow
@given(worlds())
def test_event_is_once_in_each_lane_of_its_platforms_in_order_of_time(world):
    event_index, lanes, index = indexed(world)
    expected = {
        (lane, row)
        for row in range(len(event_index))
        for lane in lanes_by_hand(event_index, lanes, row)
    }
    pairs = []
    for lane, (start, end) in enumerate(zip(index.starts, index.starts[1:], strict=False)):
        pairs += [(lane, row) for row in index.rows[start:end].tolist()]
        days = index.days[start:end].tolist()
        assert days == sorted(days)
        assert days == event_index.middle[index.rows[start:end]].tolist()
    assert Counter(pairs) == Counter(expected)


@pytest.mark.slow
@given(worlds(), st.lists(st.floats(-1e6, 4.7e6), min_size=2, max_size=8).map(sorted))
def test_counts_equal_a_count_over_every_event(world, edges):
    _, lanes, index = indexed(world)
    counts, places = index.counts(np.array(edges))
    assert counts.shape == places.shape == (len(lanes), len(edges) - 1)
    for lane, (start, end) in enumerate(zip(index.starts, index.starts[1:], strict=False)):
        for cell, (first, last) in enumerate(zip(edges, edges[1:], strict=False)):
            within = [
                row
                for row, day in zip(index.rows[start:end], index.days[start:end], strict=True)
                if first <= day < last
            ]
            position = places[lane, cell]
            assert counts[lane, cell] == len(within)
            assert index.rows[position : position + len(within)].tolist() == within


@pytest.mark.slow
@given(worlds(), st.integers(0, 4000), st.integers(0, 4000), st.integers(1, 40))
def test_foremost_are_ordered_by_importance_then_by_id(world, a, b, limit):
    event_index, _, index = indexed(world)
    base = int(index.days.min()) if len(index.days) else 0
    first, last = base + min(a, b), base + max(a, b)
    result = index.foremost(first, last, limit)
    lanes = np.repeat(np.arange(len(index.starts) - 1), np.diff(index.starts))
    every = [
        (-event_index.importance[row], event_index.pk[row], lane, row)
        for lane, row, day in zip(
            lanes.tolist(), index.rows.tolist(), index.days.tolist(), strict=True
        )
        if first <= day < last
    ]
    assert result == [(lane, row) for *_, lane, row in sorted(every)[:limit]]


@pytest.mark.slow
@given(
    worlds(), st.integers(1, 20), st.lists(st.integers(0, 2000), min_size=4, max_size=4).map(sorted)
)
def test_foremost_stay_the_same_in_a_shorter_period(world, limit, edges):
    _, _, index = indexed(world)
    base = int(index.days.min()) if len(index.days) else 0
    outer = index.foremost(base + edges[0], base + edges[3], limit)
    inner = index.foremost(base + edges[1], base + edges[2], limit)
    days = dict(zip(index.rows.tolist(), index.days.tolist(), strict=True))
    still = {(lane, row) for lane, row in outer if base + edges[1] <= days[row] < base + edges[2]}
    assert still <= set(inner)


def test_foremost_of_many_events_are_those_of_lowest_id():
    events = [FakeEvent(DAY + n % 50, DAY + n % 50, (n % 2,), 1 + n % 3) for n in range(500)]
    event_index, _, index = indexed((events, [-1, -1]))
    for limit in (1, 7, 28):
        result = [int(event_index.pk[row]) for _, row in index.foremost(DAY, DAY + 50, limit)]
        assert result == [pk for pk in range(1, 501) if (pk - 1) % 3 == 2][:limit]


@pytest.mark.parametrize("copies", [1, 200])
def test_foremost_of_an_event_in_two_lanes_begin_with_the_first_lane(copies):
    events = [FakeEvent(DAY, DAY, (0, 1))] * copies
    _, _, index = indexed((events, [-1, -1]))
    for limit in range(1, 8):
        result = index.foremost(DAY, DAY + 1, limit)
        assert result == [(n % 2, n // 2) for n in range(limit)][: 2 * copies]


def test_index_is_cached_for_the_same_lanes():
    selection, lanes = selection_and_lanes([FakeEvent(DAY, DAY)])
    assert LaneIndex.of(selection, lanes) is LaneIndex.of(selection, lanes)
    assert LaneIndex.of(selection, ()) is not LaneIndex.of(selection, lanes)


def test_index_without_lanes_or_events():
    event_index = index_of([])
    assert len(event_index) == 0
    selection, lanes = selection_and_lanes([])
    index = LaneIndex.of(selection, lanes)
    assert index.foremost(1, 10, 5) == []
    assert index.counts(np.array([1.0, 2.0]))[0].shape == (0, 1)
