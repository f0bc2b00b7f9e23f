"""Events as markers on an axis, in lanes so that no marker covers another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from events.charts.axis import Axis
from events.models import Event

MAX_LANES = 8
MIN_MARKER_GAP = 4.0  # per cent of the axis: the width of a marker on a phone
LANE_HEIGHT = 18  # pixels
MAX_PRECISE_DAYS = 60  # between the first and the last possible day of an event


@dataclass(frozen=True)
class Marker:
    """An event at `x` per cent and `y` pixels.

    `is_vague` means that its date is not known to about a month.
    """

    event: Event
    x: float
    y: int
    is_vague: bool


@dataclass(frozen=True)
class MarkerRow:
    """All markers, in order of time, and the height of their lanes in pixels."""

    marks: tuple[Marker, ...]
    height: int


def marker_row(events: Iterable[Event], axis: Axis) -> MarkerRow | None:
    """Return the events in order of time, each in the first lane with room.

    None if the events need more than MAX_LANES lanes.
    """
    placed = sorted(((_middle(event, axis), event) for event in events), key=lambda pair: pair[0])
    ends: list[float] = []
    marks = []
    for x, event in placed:
        free_lanes = (number for number, end in enumerate(ends) if x - end >= MIN_MARKER_GAP)
        lane = next(free_lanes, len(ends))
        if lane >= MAX_LANES:
            return None
        ends[lane : lane + 1] = [x]
        marks.append(Marker(event, x, lane * LANE_HEIGHT + LANE_HEIGHT // 2, _is_vague(event)))
    return MarkerRow(tuple(marks), max(len(ends), 1) * LANE_HEIGHT)


def _middle(event: Event, axis: Axis) -> float:
    first, last = event.date.span
    return round((axis.position(first) + axis.position(last)) / 2, 2)


def _is_vague(event: Event) -> bool:
    first, last = event.date.earliest, event.date.latest
    return not (first and last) or (last - first).days > MAX_PRECISE_DAYS
