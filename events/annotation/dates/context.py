"""What an expression without a year is read against: the article's date, and years named before."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from events.annotation.dates.shapes import Shape
from sources.dates import PartialDate, PartialDateError, Precision

# A day or month named without a year is in the article's own year, before it. In January to April
# it may be of the last months of the year before. One that comes round again within a fortnight
# may be announced rather than reported, and one that comes round at all is meant where the words
# before it look ahead.
LOOKS_BACK_DAYS = 122
TOO_CLOSE_DAYS = 14
LOOKS_AHEAD_DAYS = 183
SENTENCE_END = re.compile(r"[。！？!?\n]|\.(?=\s+[A-Z“\"])")
LOOKING_AHEAD = re.compile(
    r"(?:将|预计|计划|定于|拟)[^。！？；，,\n]{0,6}$"
    r"|(?:\bwill|\bplans? to|\bset to)\b[^.;\n]{0,40}$"
)
QUOTES = (("“", "”"), ("「", "」"), ("『", "』"))


@dataclass(frozen=True, slots=True)
class Resolution:
    """What became of an expression: its date, or None, and how that came about."""

    date: PartialDate | None
    how: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A year the text has named, with the place where the expression ends."""

    year: int
    end: int
    date: PartialDate


@dataclass
class Context:
    """Where the reading stands. `start` is where the expression being read begins."""

    text: str
    published: PartialDate | None
    start: int = 0
    joined: PartialDate | None = None
    mentions: list[Mention] = field(default_factory=list)

    def as_written(self, edtf: str) -> Resolution:
        """A date that needs nothing else."""
        found = parse(edtf)
        return Resolution(found, "as written" if found else "is not in the calendar")

    def from_article(self, resolve: Callable[[date], str | None], *, unit: str) -> Resolution:
        """A date counted from the article's, which must be precise enough to give one answer.

        A `unit` of year inside a quotation is marked as doubtful, and a finer one is left open:
        nothing says on which day the speaker spoke.
        """
        if not self._days():
            return Resolution(None, "needs the date of the article, which is not known to the day")
        found = {resolve(day) for day in self._days()}
        if len(found) > 1:
            return Resolution(None, f"in an article of {self.published}: not precise enough")
        text, how = found.pop(), f"in an article of {self.published}"
        if text and self.is_in_quotation():
            if unit != "year":
                return Resolution(None, f"in a quotation whose day is not known, {how}")
            text, how = (text if "/" in text else f"{text}?"), f"in a quotation, {how}"
        return Resolution(parse(text) if text else None, how)

    def from_mention(self, offset: int, shape: Shape, *, paragraphs: int = 0) -> Resolution:
        """A date counted in years from the year named last, at most so many paragraphs before."""
        mention = self.last_mention()
        if mention is None or self._paragraphs_since(mention) > paragraphs:
            return Resolution(None, "needs a year named just before it, and there is none")
        return Resolution(
            parse(shape(mention.year + offset)), f"counted from {mention.year}, named before it"
        )

    def without_year(self, shape: Shape) -> Resolution:
        """A date whose year is not written: from what it is joined to, the article, the sentence.

        Where the article and the year named just before it disagree there is no date.
        """
        if self.joined is not None and (year := year_of(self.joined)):
            return Resolution(parse(shape(year)), f"in {year}, the year it is joined to")
        named = self._after_mention(shape)
        nearest = self.from_article(lambda day: self._nearest(shape, day), unit="year")
        if named and nearest.date and named.date != nearest.date:
            return Resolution(None, f"may be {named.date} or {nearest.date}")
        if named and self._is_of_the_sentence(named.date):
            return named
        return nearest if nearest.date else Resolution(None, "has no year, and none can be told")

    def last_mention(self) -> Mention | None:
        return self.mentions[-1] if self.mentions else None

    def is_same_sentence(self, mention: Mention) -> bool:
        return not SENTENCE_END.search(self.text, mention.end, self.start)

    def is_in_quotation(self) -> bool:
        """Does the expression stand between quotation marks, in its paragraph?"""
        before = self.text[self.text.rfind("\n", 0, self.start) + 1 : self.start]
        if any(before.rfind(opening) > before.rfind(closing) for opening, closing in QUOTES):
            return True
        return before.count('"') % 2 == 1

    def looks_ahead(self) -> bool:
        """Do the words just before the expression speak of the future?"""
        return bool(LOOKING_AHEAD.search(self.text[max(0, self.start - 60) : self.start]))

    def _days(self) -> tuple[date, ...]:
        """The first and last day the article may be of; none unless both are known for sure."""
        known = self.published
        if known is None or known.is_approximate or known.is_uncertain:
            return ()
        if known.earliest is None or known.latest is None:
            return ()
        return known.earliest, known.latest

    def _after_mention(self, shape: Shape) -> Resolution | None:
        """The next such date after what was named last, in this paragraph or the one before.

        None where nothing was named, or the next one would be after the article.
        """
        mention = self.last_mention()
        if mention is None or self._paragraphs_since(mention) > 1:
            return None
        candidates = (parse(shape(mention.year + years)) for years in (0, 1))
        later = [found for found in candidates if found and found.earliest >= mention.date.earliest]
        if not later or (self._days() and later[0].earliest > self._days()[1]):
            return None
        return Resolution(later[0], f"in {year_of(later[0])}, after the year named before it")

    def _is_of_the_sentence(self, found: PartialDate) -> bool:
        """Is it in the very year the sentence has named?"""
        mention = self.mentions[-1]
        return self.is_same_sentence(mention) and year_of(found) == mention.year

    def _nearest(self, shape: Shape, day: date) -> str | None:
        dates = [
            found for year in range(day.year - 1, day.year + 2) if (found := parse(shape(year)))
        ]
        past = [found for found in dates if found.earliest <= day]
        coming = [found for found in dates if found.earliest > day]
        days_ahead = (coming[0].earliest - day).days if coming else 366
        if self.looks_ahead():
            return str(coming[0]) if days_ahead <= LOOKS_AHEAD_DAYS else None
        if not past or days_ahead <= TOO_CLOSE_DAYS:
            return None
        is_recent = (day - past[-1].latest).days <= LOOKS_BACK_DAYS
        return str(past[-1]) if past[-1].earliest.year == day.year or is_recent else None

    def _paragraphs_since(self, mention: Mention) -> int:
        return len(re.findall(r"\n+", self.text[mention.end : self.start]))


def parse(edtf: str) -> PartialDate | None:
    """The date, or None where the text names none in the calendar."""
    try:
        return PartialDate.parse(edtf)
    except PartialDateError:
        return None


def year_of(found: PartialDate) -> int | None:
    """The year a date ends in, if it lies in years that are known."""
    if found.precision in {Precision.DECADE, Precision.CENTURY, Precision.OPEN}:
        return None
    return found.latest.year if found.earliest and found.latest else None
