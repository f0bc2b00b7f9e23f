"""A platform's life drawn as a bar on an axis of years. Pure: numbers for an SVG, no markup."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from events.lives import Life

WIDTH = 1000


@dataclass(frozen=True)
class Axis:
    """The years from 1 January of `first` to 31 December of `last`, over WIDTH units."""

    first: int
    last: int

    @classmethod
    def over(cls, lives: Iterable[Life], others: Iterable[datetime.date] = ()) -> Axis | None:
        """The axis that holds these lives and days; None when they name no day at all."""
        days = [day for day in others if day]
        for life in lives:
            for event in (life.born, life.ended):
                if event:
                    days += [day for day in (event.date.earliest, event.date.latest) if day]
        return cls(min(days).year, max(days).year) if days else None

    def position(self, day: datetime.date) -> int:
        """Where a day stands, from 0 to WIDTH."""
        start = datetime.date(self.first, 1, 1)
        length = (datetime.date(self.last, 12, 31) - start).days
        return round(WIDTH * min(max((day - start).days / length, 0), 1))

    @property
    def ticks(self) -> list[tuple[int, int]]:
        """(year, position) for at most seven years, evenly apart."""
        step = -(-(self.last - self.first + 1) // 7)
        return [
            (year, self.position(datetime.date(year, 1, 1)))
            for year in range(self.first, self.last + 1, step)
        ]


@dataclass(frozen=True)
class LifeBar:
    """From `start` to `end` it may have lived, from `sure_start` to `sure_end` it did.

    An end that is not known is the axis's own, and `is_open` there.
    """

    start: int
    sure_start: int
    sure_end: int
    end: int
    is_open: bool
    is_failure: bool

    @property
    def length(self) -> int:
        return max(self.end - self.start, 2)

    @property
    def sure_length(self) -> int:
        return max(self.sure_end - self.sure_start, 0)


def life_bar(life: Life, axis: Axis) -> LifeBar | None:
    """The bar of a life on an axis; None when neither its birth nor its end is known."""
    if not (life.born or life.ended):
        return None
    start, sure_start = _bounds(life.born, axis, 0)
    sure_end, end = _bounds(life.ended, axis, WIDTH)
    if not life.born:  # Its end alone is known: a point, not a life since the axis began.
        start = sure_start = sure_end
    return LifeBar(
        start, sure_start, sure_end, max(end, start), life.ended is None, life.is_failure
    )


def _bounds(event: object, axis: Axis, otherwise: int) -> tuple[int, int]:
    if event is None:
        return otherwise, otherwise
    first, last = event.date.earliest, event.date.latest
    return axis.position(first or last), axis.position(last or first)
