"""Grammar of dates in English."""

from __future__ import annotations

import re

from events.annotation.dates import rules, shapes
from events.annotation.dates.context import Context, Resolution
from events.annotation.dates.english_relative import RULES as RELATIVE_RULES
from events.annotation.dates.english_words import (
    MENTIONED,
    MONTH,
    NEIGHBOURS,
    NUMBER,
    RELATIVE,
    SEASONS,
    THIRD,
    WHICH_YEAR,
    YEAR,
    YEAR_WORDS,
    shape_of,
    third,
)
from events.annotation.dates.rules import Modifier, Rule
from events.annotation.dates.shapes import Shape

DASH = r" ?[-–—] ?"
ORDINAL_END = r"(?:st|nd|rd|th)?(?!\d|[A-Za-z]|[.,]\d|%)"
DAY_OF_MONTH = (
    rf"(?:(?:the )?(?<![\d.,])(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{MONTH}))"
)
MONTH_AND_DAY = rf"(?P<month>{MONTH}) (?P<day>\d{{1,2}}){ORDINAL_END}"
DAYS_OF_MONTH = rf"(?<![\d.,])(?P<day>\d{{1,2}}){DASH}(?P<last_day>\d{{1,2}}) (?P<month>{MONTH})"
MONTH_AND_DAYS = rf"(?P<month>{MONTH}) (?P<day>\d{{1,2}}){DASH}(?P<last_day>\d{{1,2}})(?!\d)"
TWO_MONTHS = rf"(?P<month>{MONTH})(?:{DASH}| to | and | through )(?P<last_month>{MONTH})"
PART = (
    rf"(?i:{THIRD}?(?P<month>(?-i:{MONTH}))"
    r"|(?:the )?(?P<quarter>first|second|third|fourth|final|last|1st|2nd|3rd|4th)[ -]quarter"
    r"|(?:the )?(?P<half>first|second|latter) half"
    rf"|(?:the )?first (?:(?P<first_months>{NUMBER}) months|(?P<first_quarters>two|three) quarters)"
    rf"|(?:the )?(?P<season>{'|'.join(SEASONS)}))"
)
LETTERED = r"\b(?:(?:Q(?P<quarter>[1-4])|H(?P<half>[12]))|(?:(?P<q>[1-4])Q|(?P<h>[12])H))"
LEADS = ("in", "on", "since", "by", "until", "from", "during", "through", "of", "before", "after",
         "around", "about", "circa", "till", "between", "to", "and", "In", "Since", "By", "From",
         "During", "Before", "After", "Until", "Between", "c.", "throughout")  # fmt: skip
AFTER_LEAD = f"(?:{'|'.join(f'(?<=(?<![A-Za-z]){re.escape(lead)} )' for lead in LEADS)})"
# "in 2000 stores" is a count, not a year: a plural follows the number.
COUNTS = (
    r"(?! ?(?:dollars|euros|pounds|yuan|percent|million|billion|km|people|times|users|items)\b"
    r"|(?<=00) (?!was|is|has|as|its|this|across|plus|thus|versus|onwards)[a-z]+s\b)"
)
JOINED_LEADS = ("to ", "and ")


def resolve_shape(match: re.Match[str], context: Context, shape: Shape) -> Resolution:
    """Resolve a shape in the year that the match names in digits or words, or without a year."""
    named = match.groupdict()
    if named.get("year"):
        return context.as_written(shape(int(named["year"])))
    if relative := named.get("relative"):
        offset = RELATIVE[relative.lower()]
        return context.from_article(lambda day: shape(day.year + offset), unit="year")
    if mentioned := named.get("mentioned"):
        return _resolve_mentioned(mentioned.lower(), context, shape)
    return context.without_year(shape)


def _resolve_mentioned(phrase: str, context: Context, shape: Shape) -> Resolution:
    """Resolve "that year", "the year before"; the latter may refer to a year named later."""
    mention = context.last_mention()
    if phrase in NEIGHBOURS and not (mention and context.is_same_sentence(mention)):
        return Resolution(None, "needs a year named in its sentence, and there is none")
    return context.from_mention(MENTIONED[phrase], shape, paragraphs=1)


def read(match: re.Match[str], context: Context) -> Resolution:
    """Read a date of any shape of `english_words.shape_of`."""
    return resolve_shape(match, context, shape_of(match))


def read_lettered(match: re.Match[str], context: Context) -> Resolution:
    """Read a quarter or half written with a letter: Q4 2021, 1H 2020."""
    quarter, half = match["quarter"] or match["q"], match["half"] or match["h"]
    part = shapes.quarter(int(quarter)) if quarter else shapes.part(39 + int(half))
    return resolve_shape(match, context, part)


def read_year(match: re.Match[str], context: Context) -> Resolution | None:
    """Read a year in digits; after "to" and "and" only as the end of a pair."""
    is_second = context.text[: match.start()].endswith(JOINED_LEADS)
    return None if is_second and context.joined is None else read(match, context)


def read_end_of_the_year(match: re.Match[str], context: Context) -> Resolution:
    """Read "the end of the year", "the start of the year", in the year named last."""
    return context.from_mention(0, shape_of(match))


def read_decade(match: re.Match[str], context: Context) -> Resolution:
    """Read "the 1990s", "the late 80s". The century of "the 20s" is ambiguous."""
    if match["four"]:
        return context.as_written(shapes.third_of_decade(int(match["four"]), third(match)))
    if int(match["two"]) < 40:
        return Resolution(None, "may be of more than one century")
    return context.as_written(shapes.third_of_decade(1900 + int(match["two"]), third(match)))


def read_century(match: re.Match[str], context: Context) -> Resolution:
    """Read "the 19th century"."""
    return context.as_written(f"{int(match['count']) - 1:02d}XX")


def rule(pattern: str, reader: rules.Reader, flags: int = 0) -> Rule:
    """Return a rule with its pattern compiled."""
    return Rule(re.compile(pattern, flags), reader)


RULES = [
    *RELATIVE_RULES,
    *(
        rule(rf"{days}(?:,? {WHICH_YEAR})?", read)
        for days in (DAY_OF_MONTH, MONTH_AND_DAY, DAYS_OF_MONTH, MONTH_AND_DAYS)
    ),
    rule(rf"{TWO_MONTHS},? {WHICH_YEAR}", read),
    rule(rf"\b{PART}(?: of| in)?,? {WHICH_YEAR}", read),
    rule(rf"\b{THIRD}{WHICH_YEAR}{COUNTS}", read, re.IGNORECASE),
    rule(rf"{AFTER_LEAD}{THIRD}?(?P<month>{MONTH})", read),
    rule(rf"\b{THIRD}(?P<month>{MONTH})", read),
    rule(rf"{LETTERED}(?: of| in)?,?[ -]{WHICH_YEAR}", read_lettered),
    rule(rf"{AFTER_LEAD}(?:the )?(?P<quarter>first|second|third|fourth)[ -]quarter(?!s|-)", read),
    rule(rf"\b(?:{YEAR_WORDS})", read, re.IGNORECASE),
    rule(r"\b(?:the )?(?P<third_of>end|beginning|start) of the year\b", read_end_of_the_year),
    rule(rf"(?:the )?{THIRD}?(?:the )?(?<![\d$€£¥])(?P<four>(?:1[89]|20)\d0)s\b(?P<two>)",
         read_decade, re.IGNORECASE),
    rule(rf"\bthe {THIRD}?['’]?(?P<two>[1-9]0)s\b(?P<four>)", read_decade, re.IGNORECASE),
    rule(r"(?:the )?(?<!\d)(?P<count>\d{2})(?:st|nd|rd|th)[ -]century\b", read_century),
    rule(rf"{AFTER_LEAD}(?:the )?{YEAR}{COUNTS}(?!['’]?s?\w)", read_year),
    rule(r"(?<![\d.,$€£¥/-])(?P<year>(?:19|20)\d{2})(?= ?[-–—] ?(?:19|20)\d{2}(?!\d|年))", read),
    rule(rf"(?<=\d[-–—]){YEAR}(?!年)", lambda m, c: read(m, c) if c.joined else None),
    rule(r"(?m)(?:^|(?<=^[•*-] ))(?P<year>(?:19|20)\d{2})(?= ?[:：])", read),
    rule(r"(?<=\()(?P<year>(?:19|20)\d{2})(?=[a-d]?\))", read),
    rule(r"(?<=[A-Za-z.], )(?P<year>(?:19|20)\d{2})(?=[a-d]?\))", read),
]  # fmt: skip

MODIFIERS = [
    Modifier(re.compile(before, re.IGNORECASE), re.compile(after), change)
    for before, after, change in (
        (r"\b(?:ever )?since (?:the )?$", "", rules.since),
        (r"\b(?:from|starting) (?:the )?$", r" (?:onwards?|on)\b", rules.since),
        (r"\b(?:by|no later than) (?:the )?$", "", rules.by),
        (r"\b(?:before|prior to) (?:the )?$", "", rules.before),
        (r"\bafter (?:the )?$", "", rules.after),
        # "Not until 2019" means in 2019.
        (r"\b(?:not|\w+n['’]t)(?: \w+){0,3} until (?:the )?$", "", lambda date: date),
        (r"\b(?:until|till|up to|as of|as at) (?:the )?$", "", rules.until),
        (r"\b(?:around|about|circa|c\.|roughly|approximately) (?:the )?$", "", rules.approximately),
    )
]
