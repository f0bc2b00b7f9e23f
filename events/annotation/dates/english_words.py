"""English words of dates as patterns, and the shapes they have within a year."""

from __future__ import annotations

import re

from events.annotation.dates import shapes
from events.annotation.dates.shapes import EARLY, LATE, MIDDLE, Shape

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Months are capitalised: "may" and "march" without a capital are verbs.
MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?"
    r"|Aug(?:ust|\.)?|Sep(?:t(?:ember|\.)?|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
    r"(?![A-Za-z])"
)
NUMBERS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905
    )
} | {"a": 1, "an": 1, "fifteen": 15, "twenty": 20}
NUMBER = rf"(?:\d{{1,2}}|{'|'.join(NUMBERS)})"
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "last": 4, "latter": 2}
ORDINALS |= {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
THIRDS = {"early": EARLY, "beginning": EARLY, "start": EARLY, "mid": MIDDLE, "middle": MIDDLE}
THIRDS |= {"late": LATE, "end": LATE, "close": LATE}

YEAR = r"(?P<year>(?:1[89]|20)\d{2})(?!\d|[.,/-]\d|[.]?\d|%)"
RELATIVE = {"last year": -1, "this year": 0, "next year": 1}
MENTIONED = {
    "that same year": 0,
    "that year": 0,
    "the same year": 0,
    "the following year": 1,
    "the next year": 1,
    "the year after": 1,
    "the year before": -1,
    "the previous year": -1,
}
NEIGHBOURS = {text for text in MENTIONED if text.endswith(("before", "previous year", "after"))}
# "over the last year" is a duration.
YEAR_WORDS = (
    rf"(?P<relative>(?<!the )(?<!past ){'|(?<!the )'.join(RELATIVE)})\b"
    rf"|(?P<mentioned>{'|'.join(MENTIONED)})\b"
)
WHICH_YEAR = rf"(?:{YEAR}|{YEAR_WORDS})"
THIRD = (
    r"(?:(?P<third>early|mid|late)(?: in |[ -])"
    r"|(?:the )?(?P<third_of>beginning|start|middle|end|close) of )"
)


def number(text: str) -> int:
    """Parse a number in digits (any) or in words (the keys of NUMBERS, up to twenty)."""
    return int(text) if text.isdigit() else NUMBERS[text.lower()]


def month_number(name: str) -> int:
    """Return 1 to 12 for any spelling of a month."""
    return MONTHS.index(name[:3].lower()) + 1


def third(match: re.Match[str]) -> int | None:
    """Return EARLY, MIDDLE or LATE if the match says so, else None."""
    groups = match.groupdict()
    word = groups.get("third") or groups.get("third_of")
    return THIRDS[word.lower()] if word else None


def shape_of(match: re.Match[str]) -> Shape:
    """Return the shape of a match within its year."""
    part = {name: text for name, text in match.groupdict().items() if text}
    if "month" in part:
        return _in_month(part, third(match))
    if "quarter" in part:
        return shapes.quarter(ordinal(part["quarter"]))
    if "half" in part:
        return shapes.part(39 + ordinal(part["half"]))
    if "first_months" in part:
        return shapes.months(1, number(part["first_months"]))
    if "first_quarters" in part:
        return shapes.months(1, 3 * number(part["first_quarters"]))
    if "season" in part:
        return season(part["season"].lower())
    third_of_year = third(match)
    return shapes.part(third_of_year) if third_of_year else shapes.whole_year()


def season(word: str) -> Shape:
    """Return the shape of a season: EDTF seasons for spring, summer and autumn.

    A winter may begin or end in the named year, so it covers both.
    """
    if word == "winter":
        return lambda year: f"{year - 1:04d}-12/{year + 1:04d}-02"
    return shapes.part(SEASONS[word])


def ordinal(word: str) -> int:
    """Return the number of a quarter or half: second, 2nd, 2."""
    return int(word) if word.isdigit() else ORDINALS[word.lower()]


def _in_month(part: dict[str, str], third_of_month: int | None) -> Shape:
    month = month_number(part["month"])
    if "last_month" in part:
        return shapes.months(month, month_number(part["last_month"]))
    if "last_day" in part:
        return shapes.days(month, int(part["day"]), int(part["last_day"]))
    if "day" in part:
        return shapes.day(month, int(part["day"]))
    if third_of_month:
        return shapes.third_of_month(month, third_of_month)
    return shapes.part(month)
