"""A column for each year, as high as its count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from events.charts.axis import Axis

HEIGHT, MIN_HEIGHT = 56, 2  # pixels


@dataclass(frozen=True)
class Column:
    """One year: `x` and `width` in per cent, `top` and `height` in pixels of HEIGHT."""

    year: int
    count: int
    x: float
    width: float
    height: int

    @property
    def top(self) -> int:
        return HEIGHT - self.height


def columns(counts: Iterable[tuple[int, int]], axis: Axis) -> list[Column]:
    """A column for each (year, count) on the axis; years without any have none."""
    counted = [(year, count) for year, count in counts if axis.first <= year <= axis.last]
    most = max((count for _, count in counted), default=0)
    wide = 100 / (axis.last - axis.first + 1)
    return [
        Column(
            year,
            count,
            round((year - axis.first) * wide + 0.1 * wide, 2),
            round(0.8 * wide, 2),
            max(MIN_HEIGHT, round(HEIGHT * count / most)),
        )
        for year, count in counted
        if count
    ]
