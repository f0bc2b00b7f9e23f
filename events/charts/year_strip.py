"""The strip of years above the list: a bar a year, as high as the events certain to lie in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from events.filters.events import EventFilter
from events.filters.selection import Selection
from events.index import OPEN_END, OPEN_START

# A longer span is one mistyped date away; its empty years are then left out.
MAX_SPAN_WITH_EMPTY_YEARS = 60
# Pixels: the bars, the room for a number above the highest, and the least a bar is drawn.
HEIGHT, HEADROOM, MIN_BAR_HEIGHT = 40, 16, 2


@dataclass(frozen=True)
class YearBar:
    """One year. `height`, `top` and `number_at` are pixels of an SVG HEADROOM + HEIGHT high, `at`
    and `width` per cent of its width.

    `query` narrows to the year, or, where it alone is chosen already, widens to all again.
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
        """Whether its number is shown where there is no room for each."""
        return self.year % 5 == 0

    @property
    def middle(self) -> float:
        return round(self.at + self.width / 2, 3)

    @property
    def top(self) -> int:
        return HEADROOM + HEIGHT - self.height

    @property
    def number_at(self) -> int:
        """The baseline of the number above the bar."""
        return self.top - 5


def years_of(selection: Selection) -> list[tuple[int, int]]:
    """How many events certainly lie in each year, of all years that have any.

    The strip keeps every year, or the one chosen could not be changed for its neighbour.
    """
    rows = selection.rows("since", "until", "dates")
    event_index = selection.index

    def work() -> list[tuple[int, int]]:
        first, last = event_index.earliest[rows], event_index.latest[rows]
        years = _years(first)
        certain = (years == _years(last)) & (first != OPEN_START) & (last != OPEN_END)
        found = np.bincount(years[certain])
        return [(year, count) for year, count in enumerate(found.tolist()) if count]

    return event_index.memoize(("years", selection.key_without("since", "until", "dates")), work)


def _years(days: np.ndarray) -> np.ndarray:
    """The years of ordinals: day 719,163 is 1970-01-01."""
    return (days - 719_163).astype("M8[D]").astype("M8[Y]").astype(np.int64) + 1970


def year_bars(chosen: EventFilter, years: list[tuple[int, int]]) -> list[YearBar]:
    """A bar for each year from the first to the last, empty years included."""
    if not years:
        return []
    counts = dict(years)
    first, last, most = min(counts), max(counts), max(counts.values())
    shown = range(first, last + 1) if last - first <= MAX_SPAN_WITH_EMPTY_YEARS else sorted(counts)
    since, until = chosen.chosen.get("since"), chosen.chosen.get("until")
    width = 100 / len(shown)
    return [
        YearBar(
            year,
            counts.get(year, 0),
            max(MIN_BAR_HEIGHT, round(HEIGHT * counts[year] / most)) if counts.get(year) else 0,
            bool(since or until) and _lies_within(year, since, until),
            _query(chosen, year),
            round(place * width, 3),
            round(width, 3),
        )
        for place, year in enumerate(shown)
    ]


def _lies_within(year: int, since: object, until: object) -> bool:
    after = since is None or since.earliest is None or since.earliest.year <= year
    before = until is None or until.latest is None or year <= until.latest.year
    return after and before


def _query(chosen: EventFilter, year: int) -> str:
    data = chosen.data.copy()
    for place in ("cursor", "at", "from", "to"):
        data.pop(place, None)
    if data.get("since") == data.get("until") == str(year):
        for name in ("since", "until", "dates"):
            data.pop(name, None)
    else:
        # The bar counts what certainly lies in its year, so that is what it leads to.
        data["since"] = data["until"] = str(year)
        data["dates"] = "certain"
    return data.urlencode()
