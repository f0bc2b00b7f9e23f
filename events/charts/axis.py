"""An axis of years, along which lives, events and figures stand."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from events.models.lives import Life

WIDTH = 100.0  # per cent
MAX_TICKS = 7
# A label to the right of a tick that stands further right would leave the chart; to its left it
# needs room, in per cent, for itself and the label before it on a phone.
MAX_START_ANCHOR_X, MIN_END_ANCHOR_GAP = 88, 24


@dataclass(frozen=True)
class Tick:
    """A place on the axis. `anchor` is SVG's text-anchor for the label at `x`, if it has one."""

    year: int
    x: float
    has_label: bool = True

    @property
    def anchor(self) -> str:
        return "end" if self.x > MAX_START_ANCHOR_X else "start"


@dataclass(frozen=True)
class Axis:
    """The years from 1 January of `first` to 31 December of `last`."""

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

    def position(self, day: datetime.date) -> float:
        """Where a day stands, in per cent; the nearest edge for a day outside."""
        start = datetime.date(self.first, 1, 1)
        length = (datetime.date(self.last, 12, 31) - start).days
        return round(WIDTH * min(max((day - start).days / length, 0), 1), 2)

    @property
    def ticks(self) -> list[Tick]:
        """At most seven years, evenly apart."""
        step = -(-(self.last - self.first + 1) // MAX_TICKS)
        years = range(self.first, self.last + 1, step)
        places = [self.position(datetime.date(year, 1, 1)) for year in years]
        apart = places[1] if len(places) > 1 else WIDTH
        return [
            Tick(year, x, x <= MAX_START_ANCHOR_X or apart >= MIN_END_ANCHOR_GAP)
            for year, x in zip(years, places, strict=True)
        ]
