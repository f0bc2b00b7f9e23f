"""What a filter finds, lane by lane in the order of time: any window of it costs a few look-ups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from events.filters.selection import Selection
from events.index import EventIndex
from events.index.platform_tree import nearest_above
from events.timeline.chart.lanes import Lane

LEVELS = (5, 4, 3, 2, 1)


@dataclass(frozen=True, eq=False)
class LaneIndex:
    """The events of each lane. `starts[lane]:starts[lane + 1]` are the lane's; `days` is where they
    are drawn, in order within the lane; `rows` which they are. One in two lanes is there twice."""

    index: EventIndex
    starts: np.ndarray
    days: np.ndarray
    rows: np.ndarray
    _levels: dict[int, tuple[np.ndarray, np.ndarray, np.ndarray]] = field(default_factory=dict)

    @classmethod
    def of(cls, selection: Selection, lanes: Sequence[Lane]) -> LaneIndex:
        """The index of what a filter finds over these lanes, worked out once."""
        key = ("lane index", selection.key, tuple(lane.code for lane in lanes))
        return selection.index.memoize(key, lambda: _index(selection, lanes))

    def counts(self, edges: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """For each lane (first axis) and cell between neighbouring edges how many events are
        drawn there, and at which place of `rows` they begin."""
        places = np.array(
            [
                start + np.searchsorted(self.days[start:end], edges)
                for start, end in zip(self.starts, self.starts[1:], strict=False)
            ]
        ).reshape(-1, len(edges))
        return np.diff(places, axis=1), places[:, :-1]

    def foremost(self, first: float, last: float, most: int) -> list[tuple[int, int]]:
        """(lane, row) of the most important events drawn from one day to another.

        The lower id goes first among equals, so that what is named stays named while zooming in.
        """
        found: list[tuple[int, int]] = []
        for level in LEVELS:
            days, lanes, rows = self._level(level)
            start, end = np.searchsorted(days, [first, last])
            if start < end:
                ids = self.index.pk[rows[start:end]]
                room = most - len(found)
                nearest = _least(ids, room)
                found += zip(
                    lanes[start:end][nearest].tolist(),
                    rows[start:end][nearest].tolist(),
                    strict=True,
                )
            if len(found) >= most:
                break
        return found

    def _level(self, level: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The events of one importance over all lanes: days in order, lanes and rows."""
        if level not in self._levels:
            at = np.flatnonzero(self.index.importance[self.rows] == level)
            at = at[np.argsort(self.days[at], kind="stable")]
            lanes = np.searchsorted(self.starts, at, side="right") - 1
            self._levels[level] = (self.days[at], lanes, self.rows[at])
        return self._levels[level]


def _least(ids: np.ndarray, count: int) -> np.ndarray:
    """The places of the least ids, in order; of equal ones, which is an event in two lanes, the
    first lane's first."""
    places = np.arange(len(ids))
    if len(ids) > 4 * count:
        # All of the most that can be needed, so that equal ones are not picked at random.
        places = np.flatnonzero(ids <= np.partition(ids, count - 1)[count - 1])
    return places[np.argsort(ids[places], kind="stable")][:count]


def _index(selection: Selection, lanes: Sequence[Lane]) -> LaneIndex:
    event_index = selection.index
    rows, codes = event_index.platforms.pairs_in(selection.rows())
    where = _lane_of_platform(event_index, [lane.code for lane in lanes])[codes]
    within = where >= 0
    rows, where = rows[within], where[within]
    once = _first_of_equals(rows, where)
    rows, where = rows[once], where[once]
    days = event_index.middle[rows]
    # A day needs 22 bits: one number sorts by lane, then by day.
    order = np.argsort(where.astype(np.int64) << 22 | days, kind="stable")
    starts = np.searchsorted(where[order], np.arange(len(lanes) + 1))
    return LaneIndex(event_index, starts, days[order], rows[order])


def _lane_of_platform(event_index: EventIndex, codes: list[int]) -> np.ndarray:
    """For each platform the number of its own lane, or of the nearest it is a part of, or -1."""
    numbers = {code: number for number, code in enumerate(codes)}
    return np.array(
        [
            numbers.get(code, numbers.get(nearest_above(event_index.dictionary, code, numbers), -1))
            for code in range(len(event_index.dictionary.platforms))
        ],
        dtype=np.int16,
    )


def _first_of_equals(rows: np.ndarray, lanes: np.ndarray) -> np.ndarray:
    """A mask of pairs that is False for the second and further equal ones; rows are in order."""
    once = np.ones(len(rows), dtype=bool)
    apart = 1
    while apart < len(rows):
        same_row = rows[apart:] == rows[:-apart]
        if not same_row.any():
            break
        once[apart:] &= ~(same_row & (lanes[apart:] == lanes[:-apart]))
        apart += 1
    return once
