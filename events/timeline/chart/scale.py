"""The time axis of the chart: days to per cent, and labelled ticks. Pure functions."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from babel.dates import format_skeleton

from sources.dates import PartialDate

MIN_DAYS = 14
FIRST_DAY, LAST_DAY = 1, datetime.date.max.toordinal()
# Drawn beyond each edge of the window, as a share of its length, so that dragging is smooth.
MARGIN = 0.5
ROOM_FOR_A_TICK = 96
"""Minimum number of pixels between two ticks."""
# Tick steps as (unit, count), from fine to coarse, each with its length in days.
STEPS = [
    (("day", 1), 1.0),
    (("day", 7), 7.0),
    (("month", 1), 30.4),
    (("month", 3), 91.3),
    (("month", 6), 182.6),
    *(
        (("year", count), 365.2425 * count)
        for count in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
    ),
]


@dataclass(frozen=True)
class Tick:
    """A grid line at `at` per cent, with its label, and the label in short lines for the rail."""

    at: float
    label: str
    is_main: bool
    short: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scale:
    """The window from `first` to `last` (ordinals, both included), `width` pixels wide.

    The drawing extends beyond the window by MARGIN on either side; positions are per cent of the
    whole drawing.
    """

    first: int
    last: int
    width: int

    @classmethod
    def of(cls, first: int, last: int, width: int) -> Scale:
        """Return the window, widened to MIN_DAYS and moved into the range of dates."""
        if last - first < MIN_DAYS:
            middle = (first + last) // 2
            first, last = middle - MIN_DAYS // 2, middle + MIN_DAYS // 2
        length = min(last - first, LAST_DAY - FIRST_DAY)
        first = min(max(first, FIRST_DAY), LAST_DAY - length)
        return cls(first, first + length, width)

    @property
    def days(self) -> int:
        """The length of the window in days."""
        return self.last - self.first + 1

    @property
    def start(self) -> float:
        """The day at which the drawing begins."""
        return self.first - MARGIN * self.days

    @property
    def drawn_days(self) -> float:
        """The length of the whole drawing in days."""
        return (1 + 2 * MARGIN) * self.days

    def place(self, day: float) -> float:
        """Return the position of the start of a day, in per cent of the drawing.

        Positions are clipped to -10 and 110, which is outside the visible area.
        """
        share = 100 * (day - self.start) / self.drawn_days
        return round(min(max(share, -10.0), 110.0), 3)

    def pixels(self, days: float) -> float:
        """Return the width of a number of days in pixels."""
        return days * self.width / self.days

    def ticks(self, language: str, room: int = ROOM_FOR_A_TICK) -> list[Tick]:
        """Return the ticks of the whole drawing, at least `room` pixels apart."""
        max_ticks = max(2, self.width // room)
        min_days = self.days / max_ticks
        unit, count = next((step for step, days in STEPS if days >= min_days), STEPS[-1][0])
        days = _steps(unit, count, self.start, self.start + self.drawn_days)
        return [
            Tick(
                self.place(day.toordinal()),
                _label(day, unit, language),
                _is_main(day, unit),
                _short(day, unit, language),
            )
            for day in days
        ]

    def zoomed(self, factor: float) -> Scale:
        """Return the window `factor` times as long, with the same centre."""
        middle, half = (self.first + self.last) / 2, self.days * factor / 2
        return Scale.of(round(middle - half), round(middle + half), self.width)


def _steps(unit: str, count: int, start: float, end: float) -> Iterator[datetime.date]:
    first = datetime.date.fromordinal(int(min(max(start, FIRST_DAY), LAST_DAY)))
    if unit == "day":
        # Weekly ticks are on Mondays.
        day = first - datetime.timedelta(days=first.weekday() if count == 7 else 0)
        months = None
    else:
        months = (first.year * 12 + first.month - 1) // (per := _months(unit, count)) * per
    while True:
        if months is not None:
            if months // 12 > datetime.MAXYEAR:
                return
            day = datetime.date(max(months // 12, 1), months % 12 + 1, 1)
        if day.toordinal() > end or day.toordinal() + 7 > LAST_DAY:
            return
        yield day
        if months is None:
            day += datetime.timedelta(days=count)
        else:
            months += _months(unit, count)


def _months(unit: str, count: int) -> int:
    return count * 12 if unit == "year" else count


def _label(day: datetime.date, unit: str, language: str) -> str:
    # From the ISO date: strftime does not zero-pad years before 1000.
    text = day.isoformat()[: {"year": 4, "month": 7, "day": 10}[unit]]
    return str(day.year) if unit == "year" else PartialDate.parse(text).label(language)


def _short(day: datetime.date, unit: str, language: str) -> tuple[str, ...]:
    """Return the label in lines of about four characters, in the short forms of Unicode CLDR."""
    locale = "zh_Hans" if language.lower().startswith("zh") else "en_GB"
    parts = {"year": (), "month": ("MMM",), "day": ("d", "MMM")}[unit]
    return (*(format_skeleton(part, day, locale=locale) for part in parts), str(day.year))


def _is_main(day: datetime.date, unit: str) -> bool:
    """Return whether a larger unit begins on this day."""
    if unit == "day":
        return day.day == 1
    return day.month == 1 and (unit == "month" or day.year % 10 == 0)
