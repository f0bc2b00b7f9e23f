"""The items drawn in one window of the chart: lives, marks, bands and names, at most a few hundred.

Events that would overlap are joined into a band with a count; the most important ones are also
drawn as named marks as long as there is room. Pure functions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from events.index import OPEN_END, OPEN_START, EventIndex
from events.index.lives import NONE, lives_of, outcome_codes
from events.models import Event
from events.timeline.chart.index import LaneIndex
from events.timeline.chart.lanes import Lane
from events.timeline.chart.scale import FIRST_DAY, LAST_DAY, MARGIN, Scale

CELL_WIDTH = 14
"""Pixels within which two marks would overlap."""
MAX_ITEMS = 72
MAX_NAMED = 20
MIN_FADE_WIDTH = 10
"""Minimum length in pixels of an uncertain date that is drawn as a fade."""


@dataclass(frozen=True)
class Fade:
    """A period of uncertainty, from `start` to `end` in per cent of the drawing.

    `kind` is "both", or the side that is open or fades: "start" or "end".
    """

    start: float
    end: float
    kind: str


@dataclass(frozen=True)
class Bar:
    """A life in its lane: certain from `start` to `end`, with fades for the uncertain parts."""

    lane: int
    start: float
    end: float
    fades: tuple[Fade, ...]
    is_failure: bool
    is_ended: bool


@dataclass(frozen=True)
class Marker:
    """One event, at `at` per cent. `room` is the free space for its name in pixels."""

    lane: int
    row: int
    at: float
    fade: Fade | None
    is_failure: bool
    room: float = 0.0


@dataclass(frozen=True)
class Band:
    """`count` events from day `first` to day `last`, too dense to be drawn separately.

    `counts` are the counts of its equally long cells. `middle` is the centre of its visible part,
    in per cent.
    """

    lane: int
    start: float
    end: float
    first: int
    last: int
    count: int
    counts: tuple[int, ...]
    middle: float


@dataclass(frozen=True)
class Window:
    """All items of one drawing."""

    scale: Scale
    bars: tuple[Bar, ...]
    bands: tuple[Band, ...]
    marks: tuple[Marker, ...]

    @property
    def max_cell_count(self) -> int:
        """The number of events in the densest cell of all bands."""
        return max((max(band.counts) for band in self.bands), default=1)


def window_of(
    index: LaneIndex,
    lanes: Sequence[Lane],
    scale: Scale,
    end_of_data: int,
    *,
    has_names: bool = True,
) -> Window:
    """Return the items to draw.

    `end_of_data` (ordinal) is the last day up to which a life without an end is drawn as certain.
    Without names, an event of a band is marked only if the mark covers no count and no other mark.
    """
    event_index = index.index
    cell, limit = float(CELL_WIDTH), max(MAX_ITEMS, 2 * len(lanes))
    singles, bands = _cells(index, scale, cell)
    while len(singles) + len(bands) > limit and cell < scale.pixels(scale.drawn_days):
        cell *= 1.4
        singles, bands = _cells(index, scale, cell)
    named = index.foremost(scale.start, scale.start + scale.drawn_days, MAX_NAMED)
    if not has_names:
        named = _without_overlap(event_index, named, bands, scale)
    shown = dict.fromkeys([*named, *singles])
    marks = [_mark(event_index, lane, row, scale) for lane, row in shown]
    return Window(
        scale,
        tuple(_bars(event_index, lanes, scale, end_of_data)),
        tuple(bands),
        tuple(_with_room(marks, bands, named, scale)),
    )


def _cells(index: LaneIndex, scale: Scale, cell: float) -> tuple[list[tuple[int, int]], list[Band]]:
    """Return (lane, row) of the events that are alone in their cell, and the bands of the rest."""
    length = max(cell * scale.days / scale.width, 1e-6)
    # Cells begin at multiples of their length, so that panning does not change them.
    first = np.floor(scale.start / length)
    edges = (first + np.arange(np.ceil(scale.drawn_days / length) + 2)) * length
    counts, starts = index.counts(edges)
    singles: list[tuple[int, int]] = []
    bands: list[Band] = []
    for lane, cell_number in zip(*np.nonzero(counts == 1), strict=True):
        singles.append((int(lane), int(index.rows[starts[lane, cell_number]])))
    for lane in range(len(counts)):
        bands += _bands(lane, counts[lane], edges, scale)
    return singles, bands


def _without_overlap(
    event_index: EventIndex, named: list[tuple[int, int]], bands: list[Band], scale: Scale
) -> list[tuple[int, int]]:
    """Keep events whose mark covers neither the count of a band nor the mark of an earlier event.

    `named` is ordered by importance. Failures come before all others: where there is little room,
    they are what readers look for.
    """
    min_distance = 1.3 * CELL_WIDTH * scale.days / scale.width
    taken: dict[int, list[float]] = {}
    for band in bands:
        taken.setdefault(band.lane, []).append((band.first + band.last + 1) / 2)
    result = []
    failed_first = sorted(
        named, key=lambda pair: int(event_index.outcome[pair[1]]) not in _FAILURES
    )
    for lane, row in failed_first:
        day = float(event_index.middle[row])
        if all(abs(day - other) >= min_distance for other in taken.setdefault(lane, [])):
            taken[lane].append(day)
            result.append((lane, row))
    return result


def _bands(lane: int, counts: np.ndarray, edges: np.ndarray, scale: Scale) -> Iterator[Band]:
    """Yield bands: runs of neighbouring cells with more than one event each."""
    dense = np.flatnonzero(counts > 1)
    for run in np.split(dense, np.flatnonzero(np.diff(dense) > 1) + 1):
        if not len(run):
            continue
        count = int(counts[run].sum())
        first, last = float(edges[run[0]]), float(edges[run[-1] + 1])
        start, end = scale.place(first), scale.place(last)
        yield Band(
            lane,
            start,
            end,
            max(int(np.ceil(first)), FIRST_DAY),
            min(int(np.ceil(last)) - 1, LAST_DAY),
            count,
            tuple(counts[run].tolist()),
            _visible_middle(start, end),
        )


def _visible_middle(start: float, end: float) -> float:
    """Return the centre of the visible part of a span, or of the whole span if none is visible."""
    edge = 100 * MARGIN / (1 + 2 * MARGIN)
    visible = max(start, edge), min(end, 100 - edge)
    first, last = visible if visible[0] < visible[1] else (start, end)
    return round((first + last) / 2, 3)


def _mark(event_index: EventIndex, lane: int, row: int, scale: Scale) -> Marker:
    earliest, latest = int(event_index.earliest[row]), int(event_index.latest[row])
    # An event is drawn at noon of its day.
    at = scale.place(int(event_index.middle[row]) + 0.5)
    is_failure = int(event_index.outcome[row]) in _FAILURES
    return Marker(lane, row, at, _fade(earliest, latest, scale), is_failure)


_FAILURES = frozenset(outcome_codes(Event.Outcome.failures()))


def _fade(earliest: int, latest: int, scale: Scale) -> Fade | None:
    open_length = 0.12 * scale.days
    if latest == OPEN_END:
        return Fade(scale.place(earliest), scale.place(earliest + open_length), "end")
    if earliest == OPEN_START:
        return Fade(scale.place(latest + 1 - open_length), scale.place(latest + 1), "start")
    # A date that is known to the day has no fade at any zoom level.
    if earliest == latest or scale.pixels(latest + 1 - earliest) < MIN_FADE_WIDTH:
        return None
    return Fade(scale.place(earliest), scale.place(latest + 1), "both")


def _bars(
    event_index: EventIndex, lanes: Sequence[Lane], scale: Scale, end_of_data: int
) -> Iterator[Bar]:
    lives = lives_of(event_index)
    for number, lane in enumerate(lanes):
        born, ended = int(lives.born[lane.code]), int(lives.ended[lane.code])
        if born == NONE:
            continue
        start, sure_start = _bounds(event_index, born)
        sure_end, end = _bounds(event_index, ended) if ended != NONE else (end_of_data, end_of_data)
        sure_start = min(sure_start, max(sure_end, start))
        fades = []
        if scale.pixels(sure_start - start) >= MIN_FADE_WIDTH:
            fades.append(Fade(scale.place(start), scale.place(sure_start), "start"))
        if scale.pixels(end - sure_end) >= MIN_FADE_WIDTH:
            fades.append(Fade(scale.place(max(sure_end, sure_start)), scale.place(end), "end"))
        if ended == NONE:
            known = max(sure_end, sure_start + 1)
            fades.append(Fade(scale.place(known), scale.place(known + 0.04 * scale.days), "end"))
        yield Bar(
            number,
            scale.place(sure_start),
            scale.place(max(sure_end, sure_start + 1)),
            tuple(fades),
            int(lives.outcome[lane.code]) in _FAILURES,
            ended != NONE,
        )


def _bounds(event_index: EventIndex, row: int) -> tuple[int, int]:
    """Return the first and the last possible day of an event; an open bound equals the other."""
    earliest, latest = int(event_index.earliest[row]), int(event_index.latest[row])
    if earliest == OPEN_START:
        earliest = latest
    return earliest, earliest if latest == OPEN_END else latest


def _with_room(
    marks: list[Marker], bands: list[Band], named: list[tuple[int, int]], scale: Scale
) -> Iterator[Marker]:
    """Yield each mark with the room for a name to its right; zero for a mark without a name."""
    per_cent = scale.pixels(scale.drawn_days) / 100
    taken: dict[int, list[tuple[float, float]]] = {}
    for mark in marks:
        taken.setdefault(mark.lane, []).append((mark.at, mark.at))
    for band in bands:
        taken.setdefault(band.lane, []).append((band.start, band.end))
    may_have_name = set(named)
    for mark in marks:
        if (mark.lane, mark.row) not in may_have_name and len(marks) > MAX_NAMED:
            yield mark
            continue
        spans = taken[mark.lane]
        within = any(start < mark.at < end for start, end in spans)
        free = min((start for start, _ in spans if start > mark.at), default=100.0)
        room = 0.0 if within else (free - mark.at) * per_cent - 18
        yield Marker(mark.lane, mark.row, mark.at, mark.fade, mark.is_failure, max(room, 0.0))
