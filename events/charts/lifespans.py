"""Life cycle of a platform as a bar on an axis of years."""

from __future__ import annotations

from dataclasses import dataclass

from events.charts.axis import WIDTH, Axis
from events.models import Event
from events.models.lifecycle import Life

MIN_LENGTH = 0.4  # per cent: minimum length of a drawn bar


@dataclass(frozen=True)
class LifeBar:
    """Bar of a life: possibly alive from `start` to `end`, certainly `sure_start` to `sure_end`.

    An unknown end is drawn at the end of the axis, and `is_open` is true. `judged` is the position
    of the event that states a failure without an end, else None. All positions are in per cent of
    the axis.
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
        """Whether no day is certain: the earliest end is not after the latest beginning."""
        return self.sure_start >= self.sure_end and self.end > self.start

    @property
    def length(self) -> float:
        """Length from `start` to `end`, at least MIN_LENGTH."""
        return round(max(self.end - self.start, MIN_LENGTH), 2)

    @property
    def sure_length(self) -> float:
        """Length from `sure_start` to `sure_end`; 0 if no day is certain."""
        return round(max(self.sure_end - self.sure_start, 0), 2)

    @property
    def rise(self) -> float:
        """Length in which the beginning is uncertain."""
        return round(max(self.sure_start - self.start, 0), 2)

    @property
    def fall(self) -> float:
        """Length in which the end is uncertain."""
        return round(max(self.end - self.sure_end, 0), 2)


def life_bar(life: Life, axis: Axis) -> LifeBar | None:
    """Return the bar of a life on an axis.

    None if neither its beginning nor its end nor a verdict of failure is known.
    """
    judged = _judged(life, axis)
    if not (life.born or life.ended):
        return (
            LifeBar(judged, judged, judged, judged, True, True, judged)
            if judged is not None
            else None
        )
    start, sure_start = _bounds(life.born, axis, 0)
    sure_end, end = _bounds(life.ended, axis, WIDTH)
    if not life.born:  # Only the end is known: draw a point, not a life from the start of the axis.
        start = sure_start = sure_end
    end = max(end, start)
    return LifeBar(start, sure_start, sure_end, end, life.ended is None, life.is_failure, judged)


def _judged(life: Life, axis: Axis) -> float | None:
    if life.ended or not life.is_failure or not life.last:
        return None
    return _bounds(life.last, axis, WIDTH)[1]


def _bounds(event: Event | None, axis: Axis, default: float) -> tuple[float, float]:
    if event is None:
        return default, default
    first, last = event.date.span
    return axis.position(first), axis.position(last)
