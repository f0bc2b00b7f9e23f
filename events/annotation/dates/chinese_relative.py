"""Chinese dates counted from the article's, or from a year named before: 上个月, 3年之后."""

from __future__ import annotations

import re
from datetime import date, timedelta

from events.annotation.dates import chinese_guards as guards
from events.annotation.dates import shapes
from events.annotation.dates.chinese_shapes import shape_of
from events.annotation.dates.context import Context, Resolution
from events.annotation.dates.numerals import number
from events.annotation.dates.rules import Rule

STEPS = {"上": -1, "下": 1}


def step(words: str) -> int:
    """-1 for 上, -2 for 上上, 1 for 下, 0 for 本 and 这."""
    return STEPS.get(words[0], 0) * (2 if words[0] == words[1:2] else 1)


def read_month(match: re.Match[str], context: Context) -> Resolution:
    offset = step(match["which"])

    def resolve(day: date) -> str:
        year, month = shapes.shifted_month(day, offset)
        return shape_of(match, month=month)(year)

    return context.from_article(resolve, unit="month")


def read_quarter(match: re.Match[str], context: Context) -> Resolution:
    offset = step(match["which"])

    def resolve(day: date) -> str:
        year, month = shapes.shifted_month(day, 3 * offset)
        return shapes.quarter((month + 2) // 3)(year)

    return context.from_article(resolve, unit="quarter")


def read_week(match: re.Match[str], context: Context) -> Resolution:
    """A week from Monday to Sunday, or the day of it that is named."""
    offset, weekday = step(match["which"]), match["weekday"]

    def resolve(day: date) -> str:
        if not weekday:
            return shapes.week(day, offset)
        monday = day - timedelta(days=day.weekday()) + timedelta(weeks=offset)
        return (monday + timedelta(days=min("一二三四五六日天".index(weekday), 6))).isoformat()

    return context.from_article(resolve, unit="day")


def read_day(match: re.Match[str], context: Context) -> Resolution:
    offset = {"今": 0, "昨": -1, "前": -2, "明": 1}[match[0][0]]
    return context.from_article(lambda day: (day + timedelta(days=offset)).isoformat(), unit="day")


def read_recently(match: re.Match[str], context: Context) -> Resolution:
    """近日, 日前: some time up to the day of the article; no one can say how long before."""
    return context.from_article(lambda day: f"[..{day.isoformat()}]", unit="day")


def read_ago(match: re.Match[str], context: Context) -> Resolution:
    """三年前, 两个月前: about that long before the article, unless a year was named meanwhile."""
    mention = context.last_mention()
    if mention and context.is_same_sentence(mention):
        return Resolution(None, f"may be counted from {mention.year} or from the article")
    count, is_years = number(match["count"]), match["unit"] == "年"

    def resolve(day: date) -> str:
        if is_years:
            return f"{day.year - count:04d}~"
        return "{:04d}-{:02d}~".format(*shapes.shifted_month(day, -count))

    return context.from_article(resolve, unit="month")


def read_years_later(match: re.Match[str], context: Context) -> Resolution:
    """3年之后: about so many years after the year named last, at most one paragraph before."""
    count = number(match["count"])
    return context.from_mention(count, lambda year: f"{year:04d}~", paragraphs=1)


RULES = [
    Rule(re.compile(pattern), reader)
    for pattern, reader in (
        (guards.RELATIVE_MONTH, read_month),
        (r"(?P<which>上一?个?|本|这个?|下一?个?)季度", read_quarter),
        (guards.WEEK, read_week),
        (guards.RELATIVE_DAY, read_day),
        (guards.RECENTLY, read_recently),
        (guards.AGO, read_ago),
        (guards.YEARS_LATER, read_years_later),
    )
]
