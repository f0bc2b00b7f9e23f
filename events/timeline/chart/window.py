"""What is drawn in one window of the chart: lives, marks, bands and names, at most a few hundred.

Events that would lie on one another become a counted band; those that matter most are marked and
named all the same, as long as there is room. Pure.
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
"""Pixels within which two marks would lie on one another."""
MAX_ITEMS = 72
MAX_NAMED = 20
MIN_FADE_WIDTH = 10
"""Pixels that an uncertain date must span to be drawn as a fade."""


@dataclass(frozen=True)
class Fade:
    """A stretch of time that something may lie in. `kind` is "both", or the side that is open or
    fades: "start" or "end". Places are per cent of what is drawn."""

    start: float
    end: float
    kind: str


@dataclass(frozen=True)
class Bar:
    """A life in its lane: certain from `start` to `end`, with fades where it is not."""

    lane: int
    start: float
    end: float
    fades: tuple[Fade, ...]
    is_failure: bool
    is_ended: bool


@dataclass(frozen=True)
class Marker:
    """One event. `room` is how many pixels are free to its right for a name."""

    lane: int
    row: int
    at: float
    fade: Fade | None
    is_failure: bool
    room: float = 0.0


@dataclass(frozen=True)
class Band:
    """`count` events from day `first` to day `last`, too dense to be told apart.

    `counts` are those of its cells, all as long. `middle` is the middle of what is seen of it.
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
    """All that is drawn between the edges of a scale's drawing."""

    scale: Scale
    bars: tuple[Bar, ...]
    bands: tuple[Band, ...]
    marks: tuple[Marker, ...]

    @property
    def most(self) -> int:
        """How many events there are in the densest cell of a band."""
        return max((max(band.counts) for band in self.bands), default=1)


def window_of(
    index: LaneIndex,
    lanes: Sequence[Lane],
    scale: Scale,
    end_of_data: int,
    *,
    has_names: bool = True,
) -> Window:
    """What is drawn. `end_of_data` (ordinal) is how far a life without an end is known to go on.
    Without names only those events stand out of their bands that cover nothing else."""
    event_index = index.index
    cell, most = float(CELL_WIDTH), max(MAX_ITEMS, 2 * len(lanes))
    singles, bands = _cells(index, scale, cell)
    while len(singles) + len(bands) > most and cell < scale.pixels(scale.drawn_days):
        cell *= 1.4
        singles, bands = _cells(index, scale, cell)
    named = index.foremost(scale.start, scale.start + scale.drawn_days, MAX_NAMED)
    if not has_names:
        named = _apart(event_index, named, bands, scale)
    shown = dict.fromkeys([*named, *singles])
    marks = [_mark(event_index, lane, row, scale) for lane, row in shown]
    return Window(
        scale,
        tuple(_bars(event_index, lanes, scale, end_of_data)),
        tuple(bands),
        tuple(_with_room(marks, bands, named, scale)),
    )


def _cells(index: LaneIndex, scale: Scale, cell: float) -> tuple[list[tuple[int, int]], list[Band]]:
    """(lane, row) of what stands alone in its cell, and the bands of the others."""
    length = max(cell * scale.days / scale.width, 1e-6)
    # Cells begin at multiples of their length, so that moving the window moves them unchanged.
    first = np.floor(scale.start / length)
    edges = (first + np.arange(np.ceil(scale.drawn_days / length) + 2)) * length
    counts, places = index.counts(edges)
    singles, bands = [], []
    for lane, at in zip(*np.nonzero(counts == 1), strict=True):
        singles.append((int(lane), int(index.rows[places[lane, at]])))
    for lane in range(len(counts)):
        bands += _bands(lane, counts[lane], edges, scale)
    return singles, bands


def _apart(
    event_index: EventIndex, named: list[tuple[int, int]], bands: list[Band], scale: Scale
) -> list[tuple[int, int]]:
    """Of events, the foremost first, those that hide no number and no event before them in a lane.
    Failures go before all others: where there is room for few, they are what is looked for."""
    least = 1.3 * CELL_WIDTH * scale.days / scale.width
    taken: dict[int, list[float]] = {}
    for band in bands:
        taken.setdefault(band.lane, []).append((band.first + band.last + 1) / 2)
    kept = []
    failed_first = sorted(
        named, key=lambda pair: int(event_index.outcome[pair[1]]) not in _FAILURES
    )
    for lane, row in failed_first:
        day = float(event_index.middle[row])
        if all(abs(day - other) >= least for other in taken.setdefault(lane, [])):
            taken[lane].append(day)
            kept.append((lane, row))
    return kept


def _bands(lane: int, counts: np.ndarray, edges: np.ndarray, scale: Scale) -> Iterator[Band]:
    """Neighbouring cells with more than one event each, joined."""
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
            _middle_seen(start, end),
        )


def _middle_seen(start: float, end: float) -> float:
    """The middle of the part of a stretch that lies in the window; of all of it, if none does."""
    edge = 100 * MARGIN / (1 + 2 * MARGIN)
    seen = max(start, edge), min(end, 100 - edge)
    first, last = seen if seen[0] < seen[1] else (start, end)
    return round((first + last) / 2, 3)


def _mark(event_index: EventIndex, lane: int, row: int, scale: Scale) -> Marker:
    earliest, latest = int(event_index.earliest[row]), int(event_index.latest[row])
    # A day is drawn at its noon.
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
    # A known day stays sharp, however wide it is drawn.
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
    """The first and the last day an event may mean; an open bound is as good as the other."""
    earliest, latest = int(event_index.earliest[row]), int(event_index.latest[row])
    if earliest == OPEN_START:
        earliest = latest
    return earliest, earliest if latest == OPEN_END else latest


def _with_room(
    marks: list[Marker], bands: list[Band], named: list[tuple[int, int]], scale: Scale
) -> Iterator[Marker]:
    """Each mark with the room for a name to its right, none where it is not to be named."""
    per_cent = scale.pixels(scale.drawn_days) / 100
    taken: dict[int, list[tuple[float, float]]] = {}
    for mark in marks:
        taken.setdefault(mark.lane, []).append((mark.at, mark.at))
    for band in bands:
        taken.setdefault(band.lane, []).append((band.start, band.end))
    order = set(named)
    for mark in marks:
        if (mark.lane, mark.row) not in order and len(marks) > MAX_NAMED:
            yield mark
            continue
        spans = taken[mark.lane]
        within = any(start < mark.at < end for start, end in spans)
        free = min((start for start, _ in spans if start > mark.at), default=100.0)
        room = 0.0 if within else (free - mark.at) * per_cent - 18
        yield Marker(mark.lane, mark.row, mark.at, mark.fade, mark.is_failure, max(room, 0.0))
