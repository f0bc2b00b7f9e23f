"""Shapes: dates without their year, as functions from the year to EDTF text.

"5月19日" and "on 19 May" have the same shape; `context` determines the year.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

Shape = Callable[[int], str]

EARLY, MIDDLE, LATE = 37, 38, 39
FIRST_HALF, SECOND_HALF = 40, 41
THIRDS = {EARLY: (1, 10), MIDDLE: (11, 20), LATE: (21, 31)}
DECADE_THIRDS = {EARLY: (0, 3), MIDDLE: (4, 6), LATE: (7, 9)}


def whole_year() -> Shape:
    """Return the shape of a year."""
    return lambda year: f"{year:04d}"


def part(number: int) -> Shape:
    """Return the shape of a month (1 to 12) or of an EDTF sub-year grouping (21 to 41)."""
    return lambda year: f"{year:04d}-{number:02d}"


def quarter(number: int) -> Shape:
    """Return the shape of a quarter (1 to 4)."""
    return part(32 + number)


def day(month: int, number: int) -> Shape:
    """Return the shape of a day of a month."""
    return lambda year: f"{year:04d}-{month:02d}-{number:02d}"


def months(first: int, last: int) -> Shape:
    """Return the shape of the interval from one month to another, inclusive."""
    return lambda year: f"{year:04d}-{first:02d}/{year:04d}-{last:02d}"


def days(month: int, first: int, last: int) -> Shape:
    """Return the shape of the interval from one day of a month to another, inclusive.

    The last day is reduced to the length of the month.
    """

    def shape(year: int) -> str:
        end = min(last, monthrange(year, month)[1]) if 1 <= month <= 12 else last
        return f"{year:04d}-{month:02d}-{first:02d}/{year:04d}-{month:02d}-{end:02d}"

    return shape


def third_of_month(month: int, third: int) -> Shape:
    """Return the shape of a third of a month (EARLY, MIDDLE or LATE).

    EARLY and MIDDLE are ten days long; LATE ends with the month.
    """
    return days(month, *THIRDS[third])


def third_of_decade(decade: int, third: int | None) -> str:
    """Return the EDTF text of a decade (1990 for the 1990s), or of a third of it.

    EARLY is years 0 to 3, MIDDLE 4 to 6, LATE 7 to 9; None is the whole decade.
    """
    if third is None:
        return f"{decade // 10:03d}X"
    first, last = DECADE_THIRDS[third]
    return f"{decade + first:04d}/{decade + last:04d}"


def shifted_month(start: date, offset: int) -> tuple[int, int]:
    """Return (year, month), `offset` months after the month of a day (before it if negative)."""
    count = start.year * 12 + start.month - 1 + offset
    return count // 12, count % 12 + 1


def week(start: date, offset: int) -> str:
    """Return the EDTF text of a week, Monday to Sunday, `offset` weeks after that of a day."""
    monday = start - timedelta(days=start.weekday()) + timedelta(weeks=offset)
    return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"
