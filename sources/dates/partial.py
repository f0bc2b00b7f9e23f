"""The value object for dates of any precision."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache, total_ordering

from sources.dates import labels
from sources.dates.bounds import Precision, bounds, precision
from sources.dates.grammar import UNSPECIFIED, PartialDateError, Reading, read


@total_ordering
class PartialDate:
    """A date of any precision, an interval, or a bound. Immutable; equal if the EDTF text is equal.

    Create it with `parse` or `from_date`. `earliest` and `latest` are the first and the last day it
    can mean, None where that end is open or unknown; at least one of them is a date.
    """

    __slots__ = ("_reading", "earliest", "latest", "precision", "text")

    _reading: Reading
    text: str
    earliest: date | None
    latest: date | None
    precision: Precision

    def __init__(self, reading: Reading) -> None:
        first, last = bounds(reading)
        for name, value in (
            ("_reading", reading),
            ("text", str(reading)),
            ("earliest", first),
            ("latest", last),
            ("precision", precision(reading)),
        ):
            object.__setattr__(self, name, value)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Parse EDTF text. Raise PartialDateError, whose message is for editors."""
        if not isinstance(text, str):
            raise PartialDateError(f"A date must be a str, not {type(text).__name__}.")
        return _parse(text)

    @classmethod
    def from_date(cls, day: date) -> PartialDate:
        """Return the date of one day; of a datetime its date in its own time zone."""
        return cls.parse(f"{day.year:04d}-{day.month:02d}-{day.day:02d}")

    @property
    def is_approximate(self) -> bool:
        """Whether any part is marked as approximate (`~` or `%`)."""
        return any(point.qualifier in {"~", "%"} for point in self._reading.points)

    @property
    def is_uncertain(self) -> bool:
        """Whether any part is marked as uncertain (`?` or `%`)."""
        return any(point.qualifier in {"?", "%"} for point in self._reading.points)

    @property
    def sort_key(self) -> tuple[date, date, str]:
        """The key of a total order: earliest (or latest, if it is None), then latest, then text.

        A date without an end sorts after dates with the same start and an end.
        """
        return (self.span[0], self.latest or date.max, self.text)

    @property
    def span(self) -> tuple[date, date]:
        """The first and the last day it can mean; an open or unknown end equals the other one."""
        first, last = self.earliest or self.latest, self.latest or self.earliest
        if first is None or last is None:
            raise ValueError(f"neither end of {self.text} is known")
        return first, last

    def certainly_within(self, start: date | None, end: date | None) -> bool:
        """Return whether each day it can mean is in the range; None is no limit.

        `start` and `end` are inclusive.
        """
        after_start = start is None or (self.earliest is not None and self.earliest >= start)
        before_end = end is None or (self.latest is not None and self.latest <= end)
        return after_start and before_end and (start is None or end is None or start <= end)

    def possibly_within(self, start: date | None, end: date | None) -> bool:
        """Return whether it can mean a day in the range; None is no limit.

        `start` and `end` are inclusive.
        """
        ends_too_early = start and self.latest and self.latest < start
        starts_too_late = end and self.earliest and self.earliest > end
        return not (ends_too_early or starts_too_late or (start and end and start > end))

    def overlaps(self, other: PartialDate) -> bool:
        """Return whether there is a day that both dates can mean."""
        return self.possibly_within(other.earliest, other.latest)

    def label(self, language: str = "en") -> str:
        """Return the date as text: "19 May 2020", or "2020年5月19日" for any Chinese tag."""
        return labels.label(self._reading, language)

    def machine_date(self) -> str | None:
        """Return the value of HTML's `<time datetime>` for a year, a month or a day.

        None for all other dates: HTML has no format for them, nor for approximate or uncertain
        dates.
        """
        if self.precision not in {Precision.DAY, Precision.MONTH, Precision.YEAR}:
            return None
        if self.is_approximate or self.is_uncertain:
            return None
        return self.text.replace(f"-{UNSPECIFIED}", "")

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"A PartialDate is immutable: {name} cannot be set.")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"A PartialDate is immutable: {name} cannot be deleted.")

    def __eq__(self, other: object) -> bool:
        return self.text == other.text if isinstance(other, PartialDate) else NotImplemented

    def __lt__(self, other: object) -> bool:
        return self.sort_key < other.sort_key if isinstance(other, PartialDate) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.text)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"PartialDate({self.text!r})"

    def __reduce__(self) -> tuple[Callable[[str], PartialDate], tuple[str]]:
        return PartialDate.parse, (self.text,)


@lru_cache(maxsize=4096)
def _parse(text: str) -> PartialDate:
    return PartialDate(read(text))
