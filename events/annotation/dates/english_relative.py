"""English dates counted from the article's or from a year named before: last month, years later."""

from __future__ import annotations

import re
from datetime import date

from events.annotation.dates import shapes
from events.annotation.dates.context import Context, Resolution, parse
from events.annotation.dates.english_words import (
    MONTH,
    NUMBER,
    SEASONS,
    month_number,
    number,
    season,
)
from events.annotation.dates.rules import Rule


def read_last(match: re.Match[str], context: Context) -> Resolution:
    """Last February, next summer: settled where the nearest one lies in another year.

    "Last February", said in March, may be this year's or that of the year before.
    """
    if match["month"]:
        shape = shapes.part(month_number(match["month"]))
    else:
        shape = season(match["season"].lower())
    step = {"last": -1, "next": 1}.get(match["which"].lower(), 0)

    def resolve(day: date) -> str | None:
        this_year = parse(shape(day.year))
        is_over = this_year.latest < day
        is_to_come = this_year.earliest > day
        is_unsettled = (step < 0 and is_over) or (step > 0 and is_to_come)
        return None if is_unsettled else shape(day.year + step)

    found = context.from_article(resolve, unit="month")
    if found.date is None and step and found.how.startswith("in an article"):
        return Resolution(None, f"may be of this year or the {match['which'].lower()}")
    return found


def read_unit(match: re.Match[str], context: Context) -> Resolution:
    """Last month, this week, next quarter."""
    offset = {"last": -1, "this": 0, "next": 1}[match["which"].lower()]

    def resolve(day: date) -> str | None:
        if match["unit"] == "week":
            # On a Sunday the week depends on which day it begins with.
            return None if day.weekday() == 6 else shapes.week(day, offset)
        step = 3 * offset if match["unit"] == "quarter" else offset
        year, month = shapes.shifted_month(day, step)
        return shapes.part((month + 2) // 3 + 32 if match["unit"] == "quarter" else month)(year)

    return context.from_article(resolve, unit=match["unit"])


def read_yesterday(match: re.Match[str], context: Context) -> Resolution:
    return context.from_article(
        lambda day: date.fromordinal(day.toordinal() - 1).isoformat(), unit="day"
    )


def read_ago(match: re.Match[str], context: Context) -> Resolution:
    """Two years ago: about that long before the article, unless a year was named meanwhile."""
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
