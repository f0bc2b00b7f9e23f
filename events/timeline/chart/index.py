"""The filtered events by lane and in order of time, so that any window takes few look-ups."""

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
    """The events of each lane, in order of time.

    `starts[lane]:starts[lane + 1]` is the slice of a lane in `days` and `rows`. `days` are the days
    (ordinals) at which events are drawn, `rows` their rows in `index`. An event in two lanes occurs
    twice.
    """

    index: EventIndex
    starts: np.ndarray
    days: np.ndarray
    rows: np.ndarray
    _levels: dict[int, tuple[np.ndarray, np.ndarray, np.ndarray]] = field(default_factory=dict)

    @classmethod
    def of(cls, selection: Selection, lanes: Sequence[Lane]) -> LaneIndex:
        """Return the index of a selection for these lanes, cached in the event index."""
        key = ("lane index", selection.key, tuple(lane.code for lane in lanes))
        return selection.index.memoize(key, lambda: _index(selection, lanes))

    def counts(self, edges: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return two arrays of shape (lanes, cells): event counts, and first positions in `rows`.

        A cell lies between two neighbouring `edges` (days).
        """
        positions = np.array(
            [
                start + np.searchsorted(self.days[start:end], edges)
                for start, end in zip(self.starts, self.starts[1:], strict=False)
            ]
        ).reshape(-1, len(edges))
        return np.diff(positions, axis=1), positions[:, :-1]

    def foremost(self, first: float, last: float, limit: int) -> list[tuple[int, int]]:
        """Return (lane, row) of the most important events from day `first` to before `last`.

        Equal importance is ordered by id, so that named events stay named while zooming in.
        """
        result: list[tuple[int, int]] = []
        for level in LEVELS:
            days, lanes, rows = self._level(level)
            start, end = np.searchsorted(days, [first, last])
            if start < end:
                ids = self.index.pk[rows[start:end]]
                positions = _smallest(ids, limit - len(result))
                result += zip(
                    lanes[start:end][positions].tolist(),
                    rows[start:end][positions].tolist(),
                    strict=True,
                )
            if len(result) >= limit:
                break
        return result

    def _level(self, level: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return days (sorted), lanes and rows of all events of one importance."""
        if level not in self._levels:
            positions = np.flatnonzero(self.index.importance[self.rows] == level)
            positions = positions[np.argsort(self.days[positions], kind="stable")]
            lanes = np.searchsorted(self.starts, positions, side="right") - 1
            self._levels[level] = (self.days[positions], lanes, self.rows[positions])
        return self._levels[level]


def _smallest(ids: np.ndarray, count: int) -> np.ndarray:
    """Return the positions of the smallest ids, in order.

    Equal ids are one event in several lanes; the first lane comes first.
    """
    positions = np.arange(len(ids))
    if len(ids) > 4 * count:
        # Keep all ids equal to the limit, so that the choice among equal ids is deterministic.
        positions = np.flatnonzero(ids <= np.partition(ids, count - 1)[count - 1])
    return positions[np.argsort(ids[positions], kind="stable")][:count]


def _index(selection: Selection, lanes: Sequence[Lane]) -> LaneIndex:
    event_index = selection.index
    rows, codes = event_index.platforms.pairs_in(selection.rows())
    lane_numbers = _lane_of_platform(event_index, [lane.code for lane in lanes])[codes]
    in_a_lane = lane_numbers >= 0
    rows, lane_numbers = rows[in_a_lane], lane_numbers[in_a_lane]
    unique = _first_of_equals(rows, lane_numbers)
    rows, lane_numbers = rows[unique], lane_numbers[unique]
    days = event_index.middle[rows]
    # A day fits in 22 bits: one integer sorts by lane, then by day.
    order = np.argsort(lane_numbers.astype(np.int64) << 22 | days, kind="stable")
    starts = np.searchsorted(lane_numbers[order], np.arange(len(lanes) + 1))
    return LaneIndex(event_index, starts, days[order], rows[order])


def _lane_of_platform(event_index: EventIndex, codes: list[int]) -> np.ndarray:
    """Return, by platform code, its lane number, or that of its nearest ancestor, or -1."""
    numbers = {code: number for number, code in enumerate(codes)}
    return np.array(
        [
            numbers.get(code, numbers.get(nearest_above(event_index.dictionary, code, numbers), -1))
            for code in range(len(event_index.dictionary.platforms))
        ],
        dtype=np.int16,
    )


def _first_of_equals(rows: np.ndarray, lanes: np.ndarray) -> np.ndarray:
    """Return a mask of (row, lane) pairs that is False for repeated pairs; `rows` is sorted."""
    unique = np.ones(len(rows), dtype=bool)
    distance = 1
    while distance < len(rows):
        same_row = rows[distance:] == rows[:-distance]
        if not same_row.any():
            break
        unique[distance:] &= ~(same_row & (lanes[distance:] == lanes[:-distance]))
        distance += 1
    return unique
