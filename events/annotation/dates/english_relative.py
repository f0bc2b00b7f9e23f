"""English dates relative to that of the article or to a year named before.

Examples are "last month" and "two years later".
"""

from __future__ import annotations

import re
from datetime import date

from events.annotation.dates import shapes
from events.annotation.dates.context import Context, Resolution
from events.annotation.dates.english_words import (
    MONTH,
    NUMBER,
    SEASONS,
    month_number,
    number,
    season,
)
from events.annotation.dates.rules import Rule
from sources.dates import PartialDate


def read_last(match: re.Match[str], context: Context) -> Resolution:
    """Read "last February", "next summer", if the nearest one is in another year.

    In March, "last February" may be that of this year or that of the year before.
    """
    if match["month"]:
        shape = shapes.part(month_number(match["month"]))
    else:
        shape = season(match["season"].lower())
    step = {"last": -1, "next": 1}.get(match["which"].lower(), 0)

    def resolve(day: date) -> str | None:
        first, last = PartialDate.parse(shape(day.year)).span
        is_over = last < day
        is_to_come = first > day
        is_unsettled = (step < 0 and is_over) or (step > 0 and is_to_come)
        return None if is_unsettled else shape(day.year + step)

    resolution = context.from_article(resolve, unit="month")
    if resolution.date is None and step and resolution.how.startswith("in an article"):
        return Resolution(None, f"may be of this year or the {match['which'].lower()}")
    return resolution


def read_unit(match: re.Match[str], context: Context) -> Resolution:
    """Read "last month", "this week", "next quarter"."""
    offset = {"last": -1, "this": 0, "next": 1}[match["which"].lower()]

    def resolve(day: date) -> str | None:
        if match["unit"] == "week":
            # On a Sunday the week depends on the day on which weeks start.
            return None if day.weekday() == 6 else shapes.week(day, offset)
        step = 3 * offset if match["unit"] == "quarter" else offset
        year, month = shapes.shifted_month(day, step)
        return shapes.part((month + 2) // 3 + 32 if match["unit"] == "quarter" else month)(year)

    return context.from_article(resolve, unit=match["unit"])


def read_yesterday(match: re.Match[str], context: Context) -> Resolution:
    """Read "yesterday": the day before that of the article."""
    return context.from_article(
        lambda day: date.fromordinal(day.toordinal() - 1).isoformat(), unit="day"
    )


def read_ago(match: re.Match[str], context: Context) -> Resolution:
    """Read "two years ago": approximately that long before the article.

    The date is left open if its sentence names a year, which may be meant instead.
    """
    mention = context.last_mention()
    if mention and context.is_same_sentence(mention):
        return Resolution(None, f"may be counted from {mention.year} or from the article")
    count = number(match["count"]) * (10 if match["unit"] == "decade" else 1)

    def resolve(day: date) -> str:
        if match["unit"] == "month":
            return "{:04d}-{:02d}~".format(*shapes.shifted_month(day, -count))
        return f"{day.year - count:04d}~"

    return context.from_article(resolve, unit="month")


def read_later(match: re.Match[str], context: Context) -> Resolution:
    """Read "two years later": approximately that long after the last named year."""
    count = number(match["count"]) * (10 if match["unit"] == "decade" else 1)
    return context.from_mention(count, lambda year: f"{year:04d}~", paragraphs=1)


RULES = [
    Rule(re.compile(pattern, re.IGNORECASE), reader)
    for pattern, reader in (
        (
            rf"\b(?<!the )(?P<which>last|this|next)(?: past)? (?:(?P<month>(?-i:{MONTH}))"
            rf"|(?P<season>{'|'.join(SEASONS)})\b)",
            read_last,
        ),
        (r"\b(?<!the )(?P<which>last|this|next) (?P<unit>month|week|quarter)\b", read_unit),
        (r"\byesterday\b(?!['’]s)", read_yesterday),
        (rf"\b(?P<count>{NUMBER}) (?P<unit>year|month|decade)s? ago\b", read_ago),
        (rf"\b(?P<count>{NUMBER}) (?P<unit>year|decade)s? (?:later|after that)\b", read_later),
    )
]
