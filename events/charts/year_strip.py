"""Strip of years above the list: one bar per year, as high as its count of events.

Only events that certainly lie in the year count.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from events.filters.events import EventFilter
from events.filters.selection import Selection
from events.index import OPEN_END, OPEN_START
from sources.dates import PartialDate

# In years. A longer span may come from one mistyped date; its empty years are left out.
MAX_SPAN_WITH_EMPTY_YEARS = 60
# In pixels: the highest bar, the room for a number above it, and the lowest bar that is drawn.
HEIGHT, HEADROOM, MIN_BAR_HEIGHT = 40, 16, 2


@dataclass(frozen=True)
class YearBar:
    """The bar of a year.

    `height` and `top` are in pixels of an SVG that is HEADROOM + HEIGHT high, `at` and `width` in
    per cent of its width. `query` is a query string that filters by the year, or, if exactly this
    year is already selected, removes that filter.
    """

    year: int
    count: int
    height: int
    is_chosen: bool
    query: str
    at: float = 0.0
    width: float = 100.0

    @property
    def is_major(self) -> bool:
        """Whether its number is shown where there is not enough room for all numbers."""
        return self.year % 5 == 0

    @property
    def middle(self) -> float:
        """Middle of the bar in per cent."""
        return round(self.at + self.width / 2, 3)

    @property
    def top(self) -> int:
        """Upper edge of the bar in pixels from the top."""
        return HEADROOM + HEIGHT - self.height


def years_of(selection: Selection) -> list[tuple[int, int]]:
    """Return (year, count of events that certainly lie in it) for every year that has any.

    The filter by date is ignored, so that another year can be selected instead of the current one.
    """
    rows = selection.rows("since", "until")
    event_index = selection.index

    def compute() -> list[tuple[int, int]]:
        first, last = event_index.earliest[rows], event_index.latest[rows]
        years = _years(first)
        certain = (years == _years(last)) & (first != OPEN_START) & (last != OPEN_END)
        counts = np.bincount(years[certain])
        return [(year, count) for year, count in enumerate(counts.tolist()) if count]

    return event_index.memoize(("years", selection.key_without("since", "until")), compute)


def _years(days: np.ndarray) -> np.ndarray:
    """Return the years of ordinals; day 719,163 is 1970-01-01."""
    return (days - 719_163).astype("M8[D]").astype("M8[Y]").astype(np.int64) + 1970


def year_bars(filter_set: EventFilter, years: list[tuple[int, int]]) -> list[YearBar]:
    """Return one bar per year from the first to the last, including empty years.

    The empty years of a span over MAX_SPAN_WITH_EMPTY_YEARS are left out.
    """
    if not years:
        return []
    counts = dict(years)
    first, last, max_count = min(counts), max(counts), max(counts.values())
    shown = range(first, last + 1) if last - first <= MAX_SPAN_WITH_EMPTY_YEARS else sorted(counts)
    since, until = filter_set.applied.get("since"), filter_set.applied.get("until")
    width = 100 / len(shown)
    return [
        YearBar(
            year,
            counts.get(year, 0),
            max(MIN_BAR_HEIGHT, round(HEIGHT * counts[year] / max_count))
            if counts.get(year)
            else 0,
            bool(since or until) and _lies_within(year, since, until),
            _query(filter_set, year),
            round(index * width, 3),
            round(width, 3),
        )
        for index, year in enumerate(shown)
    ]


def _lies_within(year: int, since: PartialDate | None, until: PartialDate | None) -> bool:
    after = since is None or since.earliest is None or since.earliest.year <= year
    before = until is None or until.latest is None or year <= until.latest.year
    return after and before


def _query(filter_set: EventFilter, year: int) -> str:
    data = filter_set.data.copy()
    for name in ("cursor", "at", "from", "to"):
        data.pop(name, None)
    if data.get("since") == data.get("until") == str(year):
        for name in ("since", "until", "dates"):
            data.pop(name, None)
    else:
        # The bar counts events that certainly lie in its year, so its link shows the same events.
        data["since"] = data["until"] = str(year)
        data["dates"] = "certain"
    return data.urlencode()
