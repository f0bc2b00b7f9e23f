"""Dates in digits, which are the same in both languages, and text that only looks like them."""

from __future__ import annotations

import re

from events.annotation.dates import shapes
from events.annotation.dates.context import Context, Resolution
from events.annotation.dates.rules import Rule, left_open, no_date

# These characters before or after belong to a longer number: a version, a telephone number, a
# price.
ALONE = r"(?<![\dA-Za-z_=/])(?<!\d[.,-])(?<![.$€£¥￥])"
ENDS = r"(?![\d%％])(?![.,/-]\d)"
YEAR = r"(?P<year>(?:1[89]|20)\d{2})"


def read_day(match: re.Match[str], context: Context) -> Resolution:
    """Read a day with its year: 2020-06-01, 2020.5.7, 2020/5/7."""
    return context.as_written(
        shapes.day(int(match["month"]), int(match["day"]))(int(match["year"]))
    )


def read_month(match: re.Match[str], context: Context) -> Resolution:
    """Read a month: 2020-06. 2010-12 may also be the years 2010 to 2012."""
    year, month = int(match["year"]), int(match["month"])
    if month > year % 100:
        return Resolution(None, f"may be a month or the years {year} to {year // 100}{month:02d}")
    return context.as_written(shapes.part(month)(year))


def read_quarter(match: re.Match[str], context: Context) -> Resolution:
    """Read a quarter: 2021Q4, Q4 of 2021."""
    return context.as_written(shapes.quarter(int(match["quarter"]))(int(match["year"])))


def read_slashed(match: re.Match[str], context: Context) -> Resolution:
    """Read a day and month in either order: 25/12/2019.

    The order is known only if one of the numbers cannot be a month, or if both are equal.
    """
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    if first > 12 >= second:
        return context.as_written(shapes.day(second, first)(year))
    if second > 12 >= first or first == second:
        return context.as_written(shapes.day(first, second)(year))
    return Resolution(None, "may have the day or the month first")


RULES = [
    Rule(re.compile(r"(?:https?://|www\.|doi:)[^\s，。）)\]]+|\S+@\S+\.\w+", re.ASCII), no_date),
    Rule(
        re.compile(
            ALONE + YEAR + r"(?P<sep>[-./])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})" + ENDS
        ),
        read_day,
    ),
    Rule(re.compile(ALONE + YEAR + r"-(?P<month>0[1-9]|1[0-2])" + ENDS), read_month),
    Rule(re.compile(ALONE + YEAR + r"[ -]?Q(?P<quarter>[1-4])(?!\d)"), read_quarter),
    Rule(re.compile(r"\bQ(?P<quarter>[1-4])[ -/]?(?:of )?" + YEAR + r"(?!\d)"), read_quarter),
    Rule(
        re.compile(
            ALONE + r"(?P<first>\d{1,2})(?P<sep>[./])(?P<second>\d{1,2})(?P=sep)" + YEAR + ENDS
        ),
        read_slashed,
    ),
    Rule(
        re.compile(r"\bFY ?'?\d{2,4}\b|\bfiscal (?:year )?\d{4}\b", re.IGNORECASE),
        left_open("is a fiscal year, whose months are not known"),
    ),
]
