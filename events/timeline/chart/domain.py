"""Periods of the chart: the domain of a selection, whole years, and the label of a window."""

from __future__ import annotations

import datetime

import numpy as np

from events.filters.selection import Selection
from events.index import OPEN_END
from sources.dates import PartialDate


def domain_of(selection: Selection) -> tuple[int, int]:
    """Return the first and the last day of the years with events; of this year without any."""

    def compute() -> tuple[int, int]:
        event_index, rows = selection.index, selection.rows()
        if not len(rows):
            year = datetime.date.today().year
            return whole_years(year, year)
        latest = event_index.latest[rows]
        last = int(np.where(latest == OPEN_END, event_index.sort[rows], latest).max())
        first = int(event_index.sort[rows[0]])
        return whole_years(*(datetime.date.fromordinal(day).year for day in (first, last)))

    return selection.index.memoize(("domain", selection.key), compute)


def whole_years(first: int, last: int) -> tuple[int, int]:
    """Return 1 January of the first year and 31 December of the last, as ordinals."""
    return datetime.date(first, 1, 1).toordinal(), datetime.date(last, 12, 31).toordinal()


def window_label(first: int, last: int, language: str) -> str:
    """Return the label of a period; two whole years are written as years only."""
    start, end = (datetime.date.fromordinal(day) for day in (first, last))
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return str(start.year) if start.year == end.year else f"{start.year} – {end.year}"
    return " – ".join(PartialDate.from_date(day).label(language) for day in (start, end))
