"""What an expression says about a year not yet known: a function from the year to EDTF text.

"5月19日" and "on 19 May" are the same shape; which year it falls in is settled by `context`.
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
    return lambda year: f"{year:04d}"


def part(number: int) -> Shape:
    """A month (1 to 12) or one of EDTF's groupings (21 to 41) of the year."""
    return lambda year: f"{year:04d}-{number:02d}"


def quarter(number: int) -> Shape:
    """A quarter, 1 to 4."""
    return part(32 + number)


def day(month: int, number: int) -> Shape:
    return lambda year: f"{year:04d}-{month:02d}-{number:02d}"


def months(first: int, last: int) -> Shape:
    """From one month to another, both included."""
    return lambda year: f"{year:04d}-{first:02d}/{year:04d}-{last:02d}"


def days(month: int, first: int, last: int) -> Shape:
    """From one day of a month to another, both included; a later last day is the month's last."""

    def shape(year: int) -> str:
        end = min(last, monthrange(year, month)[1]) if 1 <= month <= 12 else last
        return f"{year:04d}-{month:02d}-{first:02d}/{year:04d}-{month:02d}-{end:02d}"

    return shape


def third_of_month(month: int, third: int) -> Shape:
    """Early, middle or late in a month: ten days each, the last as long as the month is."""
    return days(month, *THIRDS[third])


def third_of_decade(decade: int, third: int | None) -> str:
    """EDTF of a decade (1990 for the 1990s): its years 0 to 3, 4 to 6, 7 to 9, or all of it."""
    if third is None:
        return f"{decade // 10:03d}X"
    first, last = DECADE_THIRDS[third]
    return f"{decade + first:04d}/{decade + last:04d}"


def shifted_month(start: date, by: int) -> tuple[int, int]:
    """Year and month so many months after (before, if negative) that of a day."""
    count = start.year * 12 + start.month - 1 + by
    return count // 12, count % 12 + 1


def week(start: date, by: int) -> str:
    """The week, Monday to Sunday, so many weeks after that of a day."""
    monday = start - timedelta(days=start.weekday()) + timedelta(weeks=by)
    return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"
