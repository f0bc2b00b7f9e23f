"""Grammar of dates in Chinese, for text after `numerals.fold`, so for both scripts."""

from __future__ import annotations

import re
from datetime import date

from events.annotation.dates import chinese_guards as guards
from events.annotation.dates import rules, shapes
from events.annotation.dates.chinese_relative import RULES as RELATIVE_RULES
from events.annotation.dates.chinese_shapes import MONTH_DAY, PART, YEARLESS, shape_of, third
from events.annotation.dates.context import Context, Resolution
from events.annotation.dates.numerals import digits, is_approximate_pair, number
from events.annotation.dates.rules import Modifier, Rule, left_open, no_date

MIN_YEAR, MAX_YEAR = 1800, 2100
RELATIVE_YEARS = {"大前年": -3, "前年": -2, "去年": -1, "今年": 0, "本年": 0, "明年": 1, "后年": 2}
MENTIONED_YEARS = {
    **dict.fromkeys(("同年", "当年", "那年", "那一年", "该年", "这一年"), 0),
    **dict.fromkeys(("次年", "翌年", "隔年", "第二年"), 1),
}
HAN = "〇零○一二三四五六七八九"
WRITTEN_YEAR = (
    rf"(?<!\d)(?<!\d[.,])(?:(?P<digits>[12]\d{{3}}) ?年{guards.NOT_A_DURATION}"
    rf"|(?P<range>(?:19|20)\d{{2}})(?= ?[-–—~～至到、] ?(?:19|20)\d{{2}} ?年))"
    rf"|(?<![{HAN}])(?P<han>[一二][{HAN}]{{3}})年{guards.NOT_A_DURATION}"
    r"|(?<![\d.,])(?P<short>\d{2})年(?=\d{1,2}月)"
    rf"|(?<![{HAN}十百千第])(?P<han_short>[{HAN}]{{2}})年{guards.NOT_A_DURATION}(?![前后以之])"
)
CENTURY = r"(?:\d{2}|[一二]?十[一二三四五六七八九]?)世纪"
DECADE = (
    rf"(?<!\d)(?:(?P<four>(?:1[89]|20)\d0)|(?P<century>{CENTURY}|上个?世纪|本世纪)?的?"
    r"(?P<two>(?<!\d)[1-9]0|(?<![一二三四五六七八九十])[一二三四五六七八九]十)) ?年代"
    r"(?P<third>初期?|中后期|中期|末期?|后期)?"
)


def read_written_year(match: re.Match[str], context: Context) -> Resolution | None:
    """Read a year in ASCII or Chinese digits, with the part of the year that may follow."""
    short = match["short"] or match["han_short"]
    if short:
        return _read_short_year(match, context, short)
    year = digits(match["han"]) if match["han"] else int(match["digits"] or match["range"])
    if not MIN_YEAR <= year <= MAX_YEAR:
        return None
    return context.as_written(shape_of(match)(year))


def _read_short_year(match: re.Match[str], context: Context, short: str) -> Resolution | None:
    """Read a year of two digits.

    It is in the 2000s, unless that is later than the year after the article; then in the 1900s.
    """
    if is_approximate_pair(short):
        return None
    last_two = int(short) if short.isascii() else digits(short)
    shape = shape_of(match)

    def resolve(day: date) -> str:
        return shape(2000 + last_two if 2000 + last_two <= day.year + 1 else 1900 + last_two)

    return context.from_article(resolve, unit="year")


def read_relative_year(match: re.Match[str], context: Context) -> Resolution:
    """Read 去年, 今年, 明年 and the like: a year relative to that of the article."""
    shape, offset = shape_of(match), RELATIVE_YEARS[match["relative"].removesuffix("度")]
    return context.from_article(lambda day: shape(day.year + offset), unit="year")


def read_mentioned_year(match: re.Match[str], context: Context) -> Resolution | None:
    """Read 同年, 次年: a year relative to the last named one. 当年 alone only means "back then"."""
    if match["mentioned"] == "当年" and match.end() == match.end("mentioned"):
        return None
    return context.from_mention(MENTIONED_YEARS[match["mentioned"]], shape_of(match), paragraphs=1)


def read_year_end(match: re.Match[str], context: Context) -> Resolution:
    """Read 年初, 年底 without a year: in the last year named in the paragraph."""
    return context.from_mention(0, shape_of(match))


def read_without_year(match: re.Match[str], context: Context) -> Resolution:
    """Read a month, day, quarter or half without a year: 5月19日, 三季度."""
    return context.without_year(shape_of(match))


def read_day_alone(match: re.Match[str], context: Context) -> Resolution:
    """Read 21日, whose month is known only as the end of a pair: 5月19日至21日."""
    first = context.joined
    if first is None or first.precision != "day":
        return Resolution(None, "has no month")
    day = first.span[1]
    shape = shapes.day(day.month, number(match["day"]))
    return context.as_written(shape(day.year))


def read_decade(match: re.Match[str], context: Context) -> Resolution:
    """Read 2010年代, 上世纪90年代, 90年代. The century of 20年代 alone is ambiguous."""
    part = third(match["third"]) if match["third"] else None
    if match["four"]:
        return context.as_written(shapes.third_of_decade(int(match["four"]), part))
    two, century = number(match["two"]), match["century"] or ""
    if not century and two < 40:
        return Resolution(None, "may be of more than one century")
    if century.startswith("本"):
        hundreds = 20
    else:
        is_numbered = century and not century.startswith("上")
        hundreds = number(century.removesuffix("世纪")) - 1 if is_numbered else 19
    return context.as_written(shapes.third_of_decade(hundreds * 100 + two, part))


def read_century(match: re.Match[str], context: Context) -> Resolution:
    """Read 19世纪, 十九世纪."""
    return context.as_written(f"{number(match['count']) - 1:02d}XX")


RULES = [
    *RELATIVE_RULES,
    *(
        Rule(re.compile(pattern), reader)
        for pattern, reader in (
            (
                r"\d{2,4} ?财年(?:第?[一二三四1-4]季度?|[上下]半年)?",
                left_open("is a fiscal year, whose months are not known"),
            ),
            (guards.DURATION, no_date),
            (guards.RECURRING, no_date),
            (rf"(?:{WRITTEN_YEAR})(?:度|份)?{PART}?", read_written_year),
            (rf"(?P<relative>{guards.RELATIVE_YEAR}){PART}?", read_relative_year),
            (
                rf"(?P<mentioned>{'|'.join(MENTIONED_YEARS)}){guards.NOT_A_PERSON}{PART}?",
                read_mentioned_year,
            ),
            (guards.BARE_YEAR_PART, read_year_end),
            (guards.BARE_MONTH + MONTH_DAY, read_without_year),
            (guards.BARE_PART + YEARLESS, read_without_year),
            (
                rf"(?<![\d.,/:第月每{HAN}十百个])(?P<day>{guards.NUMBER}) ?日(?![元均活内间后])",
                read_day_alone,
            ),
            (DECADE, read_decade),
            (
                r"(?<!\d)(?P<count>\d{2}|[一二]?十[一二三四五六七八九]?)世纪"
                + guards.NOT_A_NEWSPAPER,
                read_century,
            ),
        )
    ),
]

MODIFIERS = [
    Modifier(re.compile(before), re.compile(after), change)
    for before, after, change in (
        (r"(?:截至|截止到?|截止至)(?:了)?$", r"(?:为止)?", rules.until),
        (r"(?:自从?|从|打)?$", r"(?:以来|至今|迄今)", rules.since),
        (r"(?:自从?|从)$", r"(?:起|开始)", rules.since),
        (r"$", r"起(?![初来步点到源诉飞码因家用])", rules.since),
        (r"(?:大约|大概|大致|约)(?:在|是|于)?$", r"(?:前后|左右)?", rules.approximately),
        (r"$", r" ?(?:前后|左右)", rules.approximately),
        (r"$", r"之前", rules.before),
        (r"$", rf"(?:以前|前{guards.BEFORE_ENDS})", rules.by),
        (r"$", rf"(?:之后|以后|后{guards.AFTER_ENDS})", rules.after),
    )
]
