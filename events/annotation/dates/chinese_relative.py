"""Chinese dates relative to that of the article or to a year named before: 上个月, 3年之后."""

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


def step(text: str) -> int:
    """Return the offset that a word means: -1 for 上, -2 for 上上, 1 for 下, 0 for 本 and 这."""
    return STEPS.get(text[0], 0) * (2 if text[0] == text[1:2] else 1)


def read_month(match: re.Match[str], context: Context) -> Resolution:
    """Read 上个月, 本月5日, 下月初."""
    offset = step(match["which"])

    def resolve(day: date) -> str:
        year, month = shapes.shifted_month(day, offset)
        return shape_of(match, month=month)(year)

    return context.from_article(resolve, unit="month")


def read_quarter(match: re.Match[str], context: Context) -> Resolution:
    """Read 上季度, 本季度, 下个季度."""
    offset = step(match["which"])

    def resolve(day: date) -> str:
        year, month = shapes.shifted_month(day, 3 * offset)
        return shapes.quarter((month + 2) // 3)(year)

    return context.from_article(resolve, unit="quarter")


def read_week(match: re.Match[str], context: Context) -> Resolution:
    """Read 上周, 本周五: a week from Monday to Sunday, or the named day of it."""
    offset, weekday = step(match["which"]), match["weekday"]

    def resolve(day: date) -> str:
        if not weekday:
            return shapes.week(day, offset)
        monday = day - timedelta(days=day.weekday()) + timedelta(weeks=offset)
        return (monday + timedelta(days=min("一二三四五六日天".index(weekday), 6))).isoformat()

    return context.from_article(resolve, unit="day")


def read_day(match: re.Match[str], context: Context) -> Resolution:
    """Read 今天, 昨日, 前天, 明天."""
    offset = {"今": 0, "昨": -1, "前": -2, "明": 1}[match[0][0]]
    return context.from_article(lambda day: (day + timedelta(days=offset)).isoformat(), unit="day")


def read_recently(match: re.Match[str], context: Context) -> Resolution:
    """Read 近日, 日前: some time up to the day of the article, without a lower bound."""
    return context.from_article(lambda day: f"[..{day.isoformat()}]", unit="day")


def read_ago(match: re.Match[str], context: Context) -> Resolution:
    """Read 三年前, 两个月前: approximately that long before the article.

    The date is left open if its sentence names a year, which may be meant instead.
    """
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
    """Read 3年之后: approximately that many years after the last named year.

    That year must be in this paragraph or the one before.
    """
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
