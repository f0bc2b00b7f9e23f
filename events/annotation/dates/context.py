"""Context that resolves incomplete dates: the date of the article, and years named before."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from events.annotation.dates.shapes import Shape
from sources.dates import PartialDate, PartialDateError, Precision

# A day or month without a year is in the year of the article, before the article. In January to
# April it may also be in the last months of the year before (LOOKS_BACK_DAYS). If its next
# occurrence is within TOO_CLOSE_DAYS, the text may announce it instead of reporting it. If the
# words before it speak of the future, the next occurrence is meant, within LOOKS_AHEAD_DAYS.
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
    """Result of reading an expression: its date or None, and how it was determined."""

    date: PartialDate | None
    how: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A year named in the text; `end` is the offset at which the expression ends."""

    year: int
    end: int
    date: PartialDate


@dataclass
class Context:
    """State of reading a text.

    `start` is the offset of the current expression, `joined` the date before it that a dash, "and"
    or "to" joins to it, `mentions` the years named so far.
    """

    text: str
    published: PartialDate | None
    start: int = 0
    joined: PartialDate | None = None
    mentions: list[Mention] = field(default_factory=list)

    def as_written(self, edtf: str) -> Resolution:
        """Resolve a complete date."""
        parsed = parse(edtf)
        return Resolution(parsed, "as written" if parsed else "is not in the calendar")

    def from_article(self, resolve: Callable[[date], str | None], *, unit: str) -> Resolution:
        """Resolve a date relative to that of the article.

        `resolve` must give the same result for the first and the last possible day of the article.
        Inside a quotation, a date with the `unit` year is marked as uncertain (unless it is an
        interval), and one with a smaller unit is left open: the day on which the speaker spoke is
        unknown.
        """
        if not self._days():
            return Resolution(None, "needs the date of the article, which is not known to the day")
        results = {resolve(day) for day in self._days()}
        if len(results) > 1:
            return Resolution(None, f"in an article of {self.published}: not precise enough")
        text, how = results.pop(), f"in an article of {self.published}"
        if text and self.is_in_quotation():
            if unit != "year":
                return Resolution(None, f"in a quotation whose day is not known, {how}")
            text, how = (text if "/" in text else f"{text}?"), f"in a quotation, {how}"
        return Resolution(parse(text) if text else None, how)

    def from_mention(self, offset: int, shape: Shape, *, paragraphs: int = 0) -> Resolution:
        """Resolve a date `offset` years after the last named year.

        That year must be at most `paragraphs` paragraphs before the expression.
        """
        mention = self.last_mention()
        if mention is None or self._paragraphs_since(mention) > paragraphs:
            return Resolution(None, "needs a year named just before it, and there is none")
        return Resolution(
            parse(shape(mention.year + offset)), f"counted from {mention.year}, named before it"
        )

    def without_year(self, shape: Shape) -> Resolution:
        """Resolve a date without a year, from the joined date, the article or the sentence.

        The date is None if the article and the last named year give different dates.
        """
        if self.joined is not None and (year := year_of(self.joined)):
            return Resolution(parse(shape(year)), f"in {year}, the year it is joined to")
        named = self._after_mention(shape)
        nearest = self.from_article(lambda day: self._nearest(shape, day), unit="year")
        if named and nearest.date and named.date != nearest.date:
            return Resolution(None, f"may be {named.date} or {nearest.date}")
        if named and named.date and self._is_in_year_of_sentence(named.date):
            return named
        return (
            nearest if nearest.date else Resolution(None, "has no year, and none can be inferred")
        )

    def last_mention(self) -> Mention | None:
        """Return the last year named before the expression, if any."""
        return self.mentions[-1] if self.mentions else None

    def is_same_sentence(self, mention: Mention) -> bool:
        """Return whether the mention is in the sentence of the expression."""
        return not SENTENCE_END.search(self.text, mention.end, self.start)

    def is_in_quotation(self) -> bool:
        """Return whether the expression is between quotation marks in its paragraph."""
        before = self.text[self.text.rfind("\n", 0, self.start) + 1 : self.start]
        if any(before.rfind(opening) > before.rfind(closing) for opening, closing in QUOTES):
            return True
        return before.count('"') % 2 == 1

    def looks_ahead(self) -> bool:
        """Return whether the words just before the expression speak of the future."""
        return bool(LOOKING_AHEAD.search(self.text[max(0, self.start - 60) : self.start]))

    def _days(self) -> tuple[date, ...]:
        """Return the first and last possible day of the article; () unless both are certain."""
        published = self.published
        if published is None or published.is_approximate or published.is_uncertain:
            return ()
        if published.earliest is None or published.latest is None:
            return ()
        return published.earliest, published.latest

    def _after_mention(self, shape: Shape) -> Resolution | None:
        """Return the next date of this shape after the last mention.

        None if there is no mention in this paragraph or the one before, or if the next date is
        after the article.
        """
        mention = self.last_mention()
        if mention is None or self._paragraphs_since(mention) > 1:
            return None
        candidates = (parse(shape(mention.year + years)) for years in (0, 1))
        later = [item for item in candidates if item and item.span[0] >= mention.date.span[0]]
        if not later or (self._days() and later[0].span[0] > self._days()[1]):
            return None
        return Resolution(later[0], f"in {year_of(later[0])}, after the year named before it")

    def _is_in_year_of_sentence(self, candidate: PartialDate) -> bool:
        """Return whether the candidate is in the year that the sentence has named."""
        mention = self.mentions[-1]
        return self.is_same_sentence(mention) and year_of(candidate) == mention.year

    def _nearest(self, shape: Shape, day: date) -> str | None:
        """Return the EDTF text of the occurrence of a shape that is meant on a day, if clear."""
        dates = [item for year in range(day.year - 1, day.year + 2) if (item := parse(shape(year)))]
        past = [item for item in dates if item.span[0] <= day]
        coming = [item for item in dates if item.span[0] > day]
        days_ahead = (coming[0].span[0] - day).days if coming else 366
        if self.looks_ahead():
            return str(coming[0]) if days_ahead <= LOOKS_AHEAD_DAYS else None
        if not past or days_ahead <= TOO_CLOSE_DAYS:
            return None
        first, last = past[-1].span
        is_recent = (day - last).days <= LOOKS_BACK_DAYS
        return str(past[-1]) if first.year == day.year or is_recent else None

    def _paragraphs_since(self, mention: Mention) -> int:
        return len(re.findall(r"\n+", self.text[mention.end : self.start]))


def parse(edtf: str) -> PartialDate | None:
    """Return the date of an EDTF text, or None if it is not in the calendar."""
    try:
        return PartialDate.parse(edtf)
    except PartialDateError:
        return None


def year_of(partial_date: PartialDate) -> int | None:
    """Return the year in which a date ends; None for decades, centuries and open dates."""
    if partial_date.precision in {Precision.DECADE, Precision.CENTURY, Precision.OPEN}:
        return None
    is_bounded = partial_date.earliest and partial_date.latest
    return partial_date.span[1].year if is_bounded else None
