"""Find the dates of a text.

The rules propose matches, the leftmost and longest match wins, and pairs are joined to intervals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest

from events.annotation.dates import chinese, english, numeric
from events.annotation.dates.context import Context, Mention, parse, year_of
from events.annotation.dates.numerals import fold
from events.annotation.dates.rules import Modifier, Rule, end_of, start_of
from sources.dates import PartialDate, Precision

JOINTS = re.compile(
    r" ?(?:(?P<range>到|至|直到|-|–|—{1,2}|~|～)|、|和|及|与) ?"
    r"|(?P<words> (?:to|through|until|till) )|(?P<and> and )"
)
MODIFIER_REACH = 40  # characters before a date in which words that modify it are searched


@dataclass(frozen=True, slots=True)
class FoundDate:
    """An expression that is read as a date, at `text[start:end]` in code points.

    `date` is None if it cannot be resolved. `how` explains how the date was resolved, or why not.
    """

    start: int
    end: int
    text: str
    date: PartialDate | None
    how: str


def find_dates(
    text: str, published: PartialDate | date | None = None, language: str | None = None
) -> list[FoundDate]:
    """Return all date expressions of a text, in order and without overlaps.

    `published` is the date of the article. `language` is its BCP 47 tag and limits the search to
    English or Chinese expressions; for None or another language both are searched. Dates in digits
    are always found.
    """
    if isinstance(published, date):
        published = PartialDate.from_date(published)
    folded = fold(text)
    rules, modifiers = _grammar(language)
    context = Context(folded, published)
    dates = _with_intervals(folded, list(_resolved(folded, rules, context)))
    modified: list[FoundDate] = []
    for item, following in zip_longest(dates, dates[1:]):
        longer = _with_modifiers(folded, item, modifiers)
        # A modifier of one date can begin the next one: 后 in 1月后年.
        is_free = (not modified or modified[-1].end <= longer.start) and (
            following is None or longer.end <= following.start
        )
        modified.append(longer if is_free else item)
    return [
        replace(item, text=text[item.start : item.end], how=_explanation(text, item))
        for item in modified
    ]


def read_date(expression: str, published: PartialDate | date | None = None) -> PartialDate | None:
    """Return the date of one expression; None if it has none, several, or an unresolved one."""
    dates = find_dates(expression, published)
    return dates[0].date if len(dates) == 1 else None


def _grammar(language: str | None) -> tuple[list[Rule], list[Modifier]]:
    code = (language or "").lower()[:2]
    grammars = {"zh": [chinese], "en": [english]}.get(code, [chinese, english])
    return (
        [*numeric.RULES, *(rule for grammar in grammars for rule in grammar.RULES)],
        [modifier for grammar in grammars for modifier in grammar.MODIFIERS],
    )


def _matches(text: str, rules: Iterable[Rule]) -> Iterator[tuple[Rule, re.Match[str]]]:
    """Yield the leftmost match of any rule, the longest of those, then the next after its end."""
    proposals = [
        (match.start(), -match.end(), order, match)
        for order, rule in enumerate(rules)
        for match in rule.pattern.finditer(text)
    ]
    rules, position = list(rules), 0
    for start, negative_end, order, match in sorted(proposals, key=lambda item: item[:3]):
        if start >= position:
            position = -negative_end
            yield rules[order], match


def _resolved(text: str, rules: list[Rule], context: Context) -> Iterator[FoundDate]:
    previous: FoundDate | None = None
    for rule, match in _matches(text, rules):
        context.start = match.start()
        context.joined = None
        if previous and JOINTS.fullmatch(text, previous.end, match.start()):
            context.joined = previous.date
        resolution = rule.read(match, context)
        if resolution is None:
            continue
        previous = FoundDate(*match.span(), match[0], resolution.date, resolution.how)
        if resolution.date and (year := year_of(resolution.date)):
            context.mentions.append(Mention(year, match.end(), resolution.date))
        yield previous


def _with_intervals(text: str, dates: list[FoundDate]) -> list[FoundDate]:
    """Return the dates with neighbours that are the ends of one interval joined."""
    joined: list[FoundDate] = []
    for item in dates:
        if joined and (interval := _interval(text, joined[-1], item)):
            joined[-1] = interval
        else:
            joined.append(item)
    return joined


def _interval(text: str, first: FoundDate, last: FoundDate) -> FoundDate | None:
    joint = JOINTS.fullmatch(text, first.end, last.start)
    if not joint or not first.date or not last.date:
        return None
    is_pair = joint["and"] and re.search(
        r"\bbetween (?:the )?$", text[: first.start], re.IGNORECASE
    )
    if not (joint["range"] or joint["words"] or is_pair):
        return None
    if Precision.OPEN in {first.date.precision, last.date.precision}:
        return None
    interval = parse(f"{start_of(first.date)}/{end_of(last.date)}")
    how = f"{first.how}; {last.how}" if first.how != last.how else first.how
    how = how if interval else "ends before it starts"
    return FoundDate(first.start, last.end, text[first.start : last.end], interval, how)


def _with_modifiers(text: str, item: FoundDate, modifiers: list[Modifier]) -> FoundDate:
    """Return the date changed by the words around it: since, until, about, by, after."""
    for modifier in modifiers:
        before = modifier.before.search(text, max(0, item.start - MODIFIER_REACH), item.start)
        after = modifier.after.match(text, item.end)
        if before and after:
            start, end = before.start(), after.end()
            changed = modifier.change(item.date) if item.date else None
            if item.date and not changed:
                continue
            return replace(item, start=start, end=end, date=changed)
    return item


def _explanation(text: str, item: FoundDate) -> str:
    return f"‘{text[item.start : item.end]}’ {item.how}"
