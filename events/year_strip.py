"""The strip of years above the list: a bar a year, as high as the events certain to lie in it."""

from __future__ import annotations

from dataclasses import dataclass

from events.filters import EventFilter

# A longer span is one mistyped date away; its empty years are then left out.
LONGEST_SPAN = 60
# Pixels: the bars, the room for a number above the highest, and the least a bar is drawn.
HEIGHT, HEADROOM, LEAST = 56, 20, 3


@dataclass(frozen=True)
class YearBar:
    """One year. `height`, `top` and `number_at` are pixels of an SVG HEADROOM + HEIGHT high.

    `query` narrows to the year, or, where it alone is chosen already, widens to all again.
    """

    year: int
    count: int
    height: int
    is_chosen: bool
    query: str

    @property
    def top(self) -> int:
        return HEADROOM + HEIGHT - self.height

    @property
    def number_at(self) -> int:
        """The baseline of the number above the bar."""
        return self.top - 5


def year_bars(chosen: EventFilter, years: list[tuple[int, int]]) -> list[YearBar]:
    """A bar for each year from the first to the last, empty years included."""
    if not years:
        return []
    counts = dict(years)
    first, last, most = min(counts), max(counts), max(counts.values())
    shown = range(first, last + 1) if last - first <= LONGEST_SPAN else sorted(counts)
    since, until = chosen.chosen.get("since"), chosen.chosen.get("until")
    return [
        YearBar(
            year,
            counts.get(year, 0),
            max(LEAST, round(HEIGHT * counts[year] / most)) if counts.get(year) else 0,
            bool(since or until) and _lies_within(year, since, until),
            _query(chosen, year),
        )
        for year in shown
    ]


def _lies_within(year: int, since: object, until: object) -> bool:
    after = since is None or since.earliest is None or since.earliest.year <= year
    before = until is None or until.latest is None or year <= until.latest.year
    return after and before


def _query(chosen: EventFilter, year: int) -> str:
    data = chosen.data.copy()
    data.pop("cursor", None)
    if data.get("since") == data.get("until") == str(year):
        for name in ("since", "until", "dates"):
            data.pop(name, None)
    else:
        # The bar counts what certainly lies in its year, so that is what it leads to.
        data["since"] = data["until"] = str(year)
        data["dates"] = "certain"
    return data.urlencode()
