"""First and last day that an EDTF date can mean, and its precision.

`~` and `?` do not change the bounds: a program cannot know how far "about 2010" reaches.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from sources.dates.grammar import MONTHS, UNSPECIFIED, Edge, PartialDateError, Point, Reading, Shape


class Precision(StrEnum):
    """How much of the calendar a date covers."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    SEASON = "season"
    PART_OF_YEAR = "part_of_year"  # early, middle or late: four months
    HALF_YEAR = "half_year"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    INTERVAL = "interval"  # two ends, both given
    OPEN = "open"  # one end open or unknown


# First month and number of months. ISO 8601-2 does not define the hemisphere of 21 to 24; they are
# read as northern, where all sources so far are from. A winter has the year in which it begins.
NORTHERN_SEASONS = {0: (3, 3), 1: (6, 3), 2: (9, 3), 3: (12, 3)}
SPANS = (
    {21 + n: span for n, span in NORTHERN_SEASONS.items()}
    | {25 + n: span for n, span in NORTHERN_SEASONS.items()}
    | {29 + n: NORTHERN_SEASONS[(n + 2) % 4] for n in range(4)}
    | {33 + n: (1 + 3 * n, 3) for n in range(4)}
    | {37 + n: (1 + 4 * n, 4) for n in range(3)}
    | {40 + n: (1 + 6 * n, 6) for n in range(2)}
    | {month: (month, 1) for month in MONTHS}
)
GROUPING_PRECISIONS = (
    (range(21, 33), Precision.SEASON),
    (range(33, 37), Precision.QUARTER),
    (range(37, 40), Precision.PART_OF_YEAR),
    (range(40, 42), Precision.HALF_YEAR),
)


def bounds(reading: Reading) -> tuple[date | None, date | None]:
    """Return the first and last day, both inclusive; None for an end that is open or unknown.

    Raise PartialDateError for an interval that ends before it starts.
    """
    start, end = (
        None if isinstance(edge, Edge) else point_bounds(edge)
        for edge in (reading.start, reading.end)
    )
    if start and end and end[1] < start[0]:
        message = _("“%(text)s” ends before it starts. Put the earlier date first.")
        raise PartialDateError(message % {"text": reading})
    return (start[0] if start else None), (end[1] if end else None)


def point_bounds(point: Point) -> tuple[date, date]:
    """Return the first and last day of one date; a winter of 9999 ends with `date.max`."""
    if "X" in point.year:
        first, last = int(point.year.replace("X", "0")), int(point.year.replace("X", "9"))
        return date(first or 1, 1, 1), date(last, 12, 31)
    year = int(point.year)
    if point.part in {"", UNSPECIFIED}:
        return date(year, 1, 1), date(year, 12, 31)
    if point.day not in {"", UNSPECIFIED}:
        day = date(year, int(point.part), int(point.day))
        return day, day
    month, months = SPANS[int(point.part)]
    return date(year, month, 1), _last_day(year, month + months - 1)


def _last_day(year: int, month: int) -> date:
    if month > 12:
        year, month = year + 1, month - 12
    if year > date.max.year:
        return date.max
    return date(year, month, monthrange(year, month)[1])


def precision(reading: Reading) -> Precision:
    """Return the precision of a date; unspecified digits (`X`) make it coarser."""
    if reading.shape is not Shape.POINT:
        return Precision.INTERVAL if len(reading.points) == 2 else Precision.OPEN
    point = reading.points[0]
    unspecified = point.year.count("X")
    if unspecified:
        return Precision.DECADE if unspecified == 1 else Precision.CENTURY
    if point.part in {"", UNSPECIFIED}:
        return Precision.YEAR
    if point.day not in {"", UNSPECIFIED}:
        return Precision.DAY
    for groupings, grouping_precision in GROUPING_PRECISIONS:
        if int(point.part) in groupings:
            return grouping_precision
    return Precision.MONTH
