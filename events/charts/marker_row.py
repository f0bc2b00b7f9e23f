"""Events as marks on an axis, in lanes so that none hides another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from events.charts.axis import Axis
from events.models import Event

MAX_LANES = 8
MIN_MARKER_GAP = 4.0  # per cent of the axis: as wide as a mark on a phone
LANE_HEIGHT = 18  # pixels
MAX_PRECISE_DAYS = 60  # days between the first and the last possible day


@dataclass(frozen=True)
class Marker:
    """An event at `x` per cent and `y` pixels. Vague: its date is not known to about a month."""

    event: Event
    x: float
    y: int
    is_vague: bool


@dataclass(frozen=True)
class MarkerRow:
    marks: tuple[Marker, ...]
    height: int


def marker_row(events: Iterable[Event], axis: Axis) -> MarkerRow | None:
    """The events in order of time, each in the first lane with room; None where none has any."""
    placed = sorted(((_middle(event, axis), event) for event in events), key=lambda pair: pair[0])
    ends: list[float] = []
    marks = []
    for x, event in placed:
        lane = next((n for n, end in enumerate(ends) if x - end >= MIN_MARKER_GAP), len(ends))
        if lane >= MAX_LANES:
            return None
        ends[lane : lane + 1] = [x]
        marks.append(Marker(event, x, lane * LANE_HEIGHT + LANE_HEIGHT // 2, _is_vague(event)))
    return MarkerRow(tuple(marks), max(len(ends), 1) * LANE_HEIGHT)


def _middle(event: Event, axis: Axis) -> float:
    first, last = event.date.earliest, event.date.latest
    first, last = first or last, last or first
    return round((axis.position(first) + axis.position(last)) / 2, 2)


def _is_vague(event: Event) -> bool:
    first, last = event.date.earliest, event.date.latest
    return not (first and last) or (last - first).days > MAX_PRECISE_DAYS
