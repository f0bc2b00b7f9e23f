"""Axis of years, on which lives, events and figures are positioned."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from events.models.lifecycle import Life

WIDTH = 100.0  # per cent
MAX_TICKS = 7
# In per cent. Beyond MAX_START_ANCHOR_X a label to the right of its tick would leave the chart. To
# the left of its tick it needs MIN_END_ANCHOR_GAP, which on a phone holds this label and the one
# before it.
MAX_START_ANCHOR_X, MIN_END_ANCHOR_GAP = 88, 24


@dataclass(frozen=True)
class Tick:
    """A tick on the axis at `x` per cent, with or without a label."""

    year: int
    x: float
    has_label: bool = True

    @property
    def anchor(self) -> str:
        """Value of the SVG attribute text-anchor for the label at `x`."""
        return "end" if self.x > MAX_START_ANCHOR_X else "start"


@dataclass(frozen=True)
class Axis:
    """The years from 1 January of `first` to 31 December of `last`."""

    first: int
    last: int

    @classmethod
    def over(cls, lives: Iterable[Life], others: Iterable[datetime.date] = ()) -> Axis | None:
        """Return an axis over these lives and days; None if they hold no day at all."""
        days = [day for day in others if day]
        for life in lives:
            for event in (life.born, life.ended):
                if event:
                    days += [day for day in (event.date.earliest, event.date.latest) if day]
        return cls(min(days).year, max(days).year) if days else None

    def position(self, day: datetime.date) -> float:
        """Return the position of a day in per cent; the nearest edge for a day outside."""
        start = datetime.date(self.first, 1, 1)
        length = (datetime.date(self.last, 12, 31) - start).days
        return round(WIDTH * min(max((day - start).days / length, 0), 1), 2)

    @property
    def ticks(self) -> list[Tick]:
        """Ticks at equal intervals of years, at most MAX_TICKS."""
        step = -(-(self.last - self.first + 1) // MAX_TICKS)
        years = range(self.first, self.last + 1, step)
        positions = [self.position(datetime.date(year, 1, 1)) for year in years]
        gap = positions[1] if len(positions) > 1 else WIDTH
        return [
            Tick(year, x, x <= MAX_START_ANCHOR_X or gap >= MIN_END_ANCHOR_GAP)
            for year, x in zip(years, positions, strict=True)
        ]
