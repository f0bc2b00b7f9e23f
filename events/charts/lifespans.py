"""A platform's life as a bar on an axis of years."""

from __future__ import annotations

from dataclasses import dataclass

from events.charts.axis import WIDTH, Axis
from events.models import Event
from events.models.lives import Life

MIN_LENGTH = 0.4  # per cent: a bar is drawn at least so long


@dataclass(frozen=True)
class LifeBar:
    """From `start` to `end` it may have lived, from `sure_start` to `sure_end` it did.

    An end that is not known is the axis's own, and `is_open` there. `judged` is where a failure
    without an end was stated, None for all else. All in per cent of the axis.
    """

    start: float
    sure_start: float
    sure_end: float
    end: float
    is_open: bool
    is_failure: bool
    judged: float | None = None

    @property
    def is_vague(self) -> bool:
        """Whether no day is sure: it may have ended before it may have begun."""
        return self.sure_start >= self.sure_end and self.end > self.start

    @property
    def length(self) -> float:
        return round(max(self.end - self.start, MIN_LENGTH), 2)

    @property
    def sure_length(self) -> float:
        return round(max(self.sure_end - self.sure_start, 0), 2)

    @property
    def rise(self) -> float:
        """How long the beginning is uncertain."""
        return round(max(self.sure_start - self.start, 0), 2)

    @property
    def fall(self) -> float:
        """How long the end is uncertain."""
        return round(max(self.end - self.sure_end, 0), 2)


def life_bar(life: Life, axis: Axis) -> LifeBar | None:
    """The bar of a life on an axis; None when neither its birth nor its end is known."""
    judged = _judged(life, axis)
    if not (life.born or life.ended):
        return (
            LifeBar(judged, judged, judged, judged, True, True, judged)
            if judged is not None
            else None
        )
    start, sure_start = _bounds(life.born, axis, 0)
    sure_end, end = _bounds(life.ended, axis, WIDTH)
    if not life.born:  # Its end alone is known: a point, not a life since the axis began.
        start = sure_start = sure_end
    end = max(end, start)
    return LifeBar(start, sure_start, sure_end, end, life.ended is None, life.is_failure, judged)


def _judged(life: Life, axis: Axis) -> float | None:
    if life.ended or not life.is_failure or not life.last:
        return None
    return _bounds(life.last, axis, WIDTH)[1]


def _bounds(event: Event | None, axis: Axis, otherwise: float) -> tuple[float, float]:
    if event is None:
        return otherwise, otherwise
    first, last = event.date.earliest, event.date.latest
    return axis.position(first or last), axis.position(last or first)
