"""Column chart of counts per year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from events.charts.axis import Axis

HEIGHT, MIN_HEIGHT = 56, 2  # pixels


@dataclass(frozen=True)
class Column:
    """The column of a year: `x` and `width` in per cent, `top` and `height` in pixels of HEIGHT."""

    year: int
    count: int
    x: float
    width: float
    height: int

    @property
    def top(self) -> int:
        """Distance from the upper edge of the chart in pixels."""
        return HEIGHT - self.height


def columns(counts: Iterable[tuple[int, int]], axis: Axis) -> list[Column]:
    """Return one column per (year, count) on the axis; a year with count 0 has none."""
    counted = [(year, count) for year, count in counts if axis.first <= year <= axis.last]
    max_count = max((count for _, count in counted), default=0)
    year_width = 100 / (axis.last - axis.first + 1)
    return [
        Column(
            year,
            count,
            round((year - axis.first) * year_width + 0.1 * year_width, 2),
            round(0.8 * year_width, 2),
            max(MIN_HEIGHT, round(HEIGHT * count / max_count)),
        )
        for year, count in counted
        if count
    ]
