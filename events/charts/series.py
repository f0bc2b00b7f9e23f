"""Time series of a metric: the values that claims state for it, and when."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from events.charts.axis import Axis
from events.models import Claim
from events.models.figures import figure_label
from sources.dates import PartialDate

# In pixels. MARGIN at the top and at the bottom of HEIGHT is kept free for the shapes of points.
HEIGHT = 150
MARGIN = 12
# Ratio of the highest to the lowest value from which the scale is logarithmic: on a linear scale
# the small values would lie on one line.
MIN_LOG_RATIO = Decimal(20)
MIN_DATES, MAX_POINTS = 2, 24
MAX_TICKS = 4


@dataclass(frozen=True)
class Point:
    """A claim as a point of the series.

    `x` to `x_to` is the time it is about, in per cent. `y` to `y_to` is its range from the lower to
    the upper value, in pixels from the top. `shape` is "disputed", "deprecated" or "normal".
    """

    claim: Claim
    date: PartialDate
    x: float
    x_to: float
    y: float
    y_to: float
    shape: str

    @property
    def middle(self) -> float:
        """Middle of the time, in per cent."""
        return round((self.x + self.x_to) / 2, 2)

    @property
    def centre(self) -> float:
        """Middle of the range of values, in pixels from the top."""
        return round((self.y + self.y_to) / 2, 1)

    @property
    def is_dated_by_saying(self) -> bool:
        """Whether the claim names no period, so that the point is at the date of its assertion."""
        return not self.claim.period


@dataclass(frozen=True)
class ValueTick:
    """A tick of the value axis; `y` is in pixels from the top."""

    label: str
    y: float


@dataclass(frozen=True)
class Series:
    """The claims of one metric in one unit, in order of time."""

    metric: str
    points: tuple[Point, ...]
    axis: Axis
    ticks: tuple[ValueTick, ...]
    is_log: bool

    @property
    def lines(self) -> list[tuple[Point, Point]]:
        """Pairs of successive normal points; disputed and deprecated points are not connected."""
        normal_points = [point for point in self.points if point.shape == "normal"]
        return list(pairwise(normal_points))

    @property
    def shapes(self) -> list[str]:
        """The shapes that occur, for the key of the chart."""
        return [
            shape
            for shape in ("normal", "disputed", "deprecated")
            if any(point.shape == shape for point in self.points)
        ]

    @property
    def has_points_by_saying(self) -> bool:
        """Whether any point is at the date of its assertion, for the key of the chart."""
        return any(point.is_dated_by_saying for point in self.points)


def series_of(claims: Iterable[Claim], language: str) -> dict[str, Series]:
    """Return, by metric, a series of the claims with a known value and time.

    A series has the claims of one unit and currency: those with the most claims among the ones with
    at least MIN_DATES different dates; without any, the metric has no series. At most the latest
    MAX_POINTS are included. Claims must carry `is_disputed`.
    """
    groups: dict[tuple[str, str, str], list[tuple[PartialDate, Claim]]] = {}
    for claim in claims:
        date = claim.period_date or claim.asserted_date
        if claim.value is not None and claim.metric and date:
            key = (claim.metric, claim.unit, claim.currency)
            groups.setdefault(key, []).append((date, claim))
    series: dict[str, Series] = {}
    for key, rows in sorted(groups.items(), key=lambda item: -len(item[1])):
        if key[0] not in series and len({date for date, _ in rows}) >= MIN_DATES:
            rows.sort(key=lambda row: (row[0], row[1].pk))
            series[key[0]] = _series(key[0], rows[-MAX_POINTS:], language)
    return series


def _series(metric: str, rows: Sequence[tuple[PartialDate, Claim]], language: str) -> Series:
    days = [day for date, _ in rows for day in (date.earliest, date.latest) if day]
    axis = Axis(min(days).year, max(days).year)
    values = [value for _, claim in rows for value in _values(claim)]
    scale = Scale.over(values)
    points = tuple(_point(date, claim, axis, scale) for date, claim in rows)
    first = rows[0][1]
    ticks = tuple(
        ValueTick(
            figure_label(value, None, first.unit, first.currency, language), scale.place(value)
        )
        for value in scale.ticks
    )
    return Series(metric, points, axis, ticks, scale.is_log)


def _values(claim: Claim) -> list[Decimal]:
    return [claim.value] if claim.value_to is None else [claim.value, claim.value_to]


def _point(date: PartialDate, claim: Claim, axis: Axis, scale: Scale) -> Point:
    first, last = date.span
    places = [scale.place(value) for value in _values(claim)]
    shape = "normal"
    if claim.rank == Claim.Rank.DEPRECATED:
        shape = "deprecated"
    elif claim.is_disputed:
        shape = "disputed"
    return Point(
        claim, date, axis.position(first), axis.position(last), max(places), min(places), shape
    )


@dataclass(frozen=True)
class Scale:
    """Linear scale of values, or logarithmic where the values are far apart."""

    low: Decimal
    high: Decimal
    is_log: bool

    @classmethod
    def over(cls, values: Sequence[Decimal]) -> Scale:
        """Return a scale over these values; a linear scale includes zero."""
        low, high = min(values), max(values)
        is_log = low > 0 and high / low >= MIN_LOG_RATIO
        if not is_log:
            low, high = min(low, Decimal(0)), max(high, Decimal(0))
        return cls(low, high, is_log)

    def place(self, value: Decimal) -> float:
        """Return the position of a value in pixels from the top."""
        return round(HEIGHT - MARGIN - self.share(value) / 100 * (HEIGHT - 2 * MARGIN), 1)

    def share(self, value: Decimal) -> float:
        """Return the position of a value between the low and the high end, in per cent."""
        low, high, position = (
            (math.log10(number) if self.is_log else float(number))
            for number in (self.low, self.high, value)
        )
        return round(100 * (position - low) / (high - low), 2) if high > low else 50.0

    @property
    def ticks(self) -> list[Decimal]:
        """Round values between the ends, at most MAX_TICKS."""
        if self.is_log:
            first, last = math.ceil(self.low.log10()), math.floor(self.high.log10())
            step = max(1, -(-(last - first + 1) // MAX_TICKS))
            return [Decimal(10) ** power for power in range(first, last + 1, step)]
        span = self.high - self.low
        if not span:
            return [self.high]
        size = Decimal(10) ** math.floor((span / (MAX_TICKS - 1)).log10())
        step = next(
            size * factor for factor in (1, 2, 5, 10) if span / (size * factor) <= MAX_TICKS - 1
        )
        first, last = math.ceil(self.low / step), math.floor(self.high / step)
        return [step * number for number in range(first, last + 1)]
