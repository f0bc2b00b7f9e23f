"""The day a page says it was published on, in the many ways pages write it."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

YEAR = r"(?P<year>(?:19|20)\d\d)"
NUMERIC = re.compile(
    rf"(?<!\d){YEAR}\s*(?:[-/.]|年)\s*(?P<month>\d{{1,2}})(?:\s*(?:[-/.]|"
    rf"月)\s*(?P<day>\d{{1,2}}))?(?!\d)"
)
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
MONTH = rf"(?P<month>{'|'.join(MONTHS)})[a-z]*\.?"
ENGLISH = (
    re.compile(rf"\b{MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{YEAR}", re.I),
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{MONTH},?\s+{YEAR}", re.I),
    re.compile(rf"\b{MONTH}\s+(?P<day>){YEAR}", re.I),
)
CLOCK = (
    r"(?:\s*[T ]?\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:\.\d+)?\s*"
    r"(?:[AaPp][Mm])?(?:Z|[+-]\d\d:?\d\d)?)?"
)
MOMENT_LINE = re.compile(
    r"^(?:发布(?:时间|日期|于)?|發[佈布](?:時間|日期|於)?|发表于|更新于?|更新时间|时间|時間|"
    r"日期|Published(?: on)?|"
    r"Posted(?: on)?|Updated)?\s*[:：|]?\s*"
    r"(?:\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?|[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}|"
    r"\d{1,2} [A-Z][a-z]{2,8}\.? \d{4})"
    rf"{CLOCK}$"
)


def published_of(value: object) -> str:
    """EDTF (`2021-06-30`, `2021-06` or `2021`) of a date object or of a text with a date in it.

    The day is the one the page writes, in whatever time zone it writes it. Empty when there is
    no date, or one no calendar has.
    """
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = str(value or "").strip()
    if re.fullmatch(YEAR, text):
        return text
    return _numeric(text) or _rfc822(text) or _english(text)


def is_moment(line: str) -> bool:
    """Whether a line is nothing but a date, with or without a time and a label."""
    return len(line) < 60 and bool(MOMENT_LINE.match(line))


def _numeric(text: str) -> str:
    for found in NUMERIC.finditer(text):
        if written := _edtf(found["year"], int(found["month"]), found["day"]):
            return written
    compact = re.match(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:\D|T|$)", text)
    return _edtf(compact[1], int(compact[2]), compact[3]) if compact else ""


def _rfc822(text: str) -> str:
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError, IndexError):
        return ""


def _english(text: str) -> str:
    for pattern in ENGLISH:
        if found := pattern.search(text):
            month = MONTHS.index(found["month"].lower()) + 1
            return _edtf(found["year"], month, found["day"])
    return ""


def _edtf(year: str, month: int, day: str | None) -> str:
    try:
        if day:
            return date(int(year), month, int(day)).isoformat()
        return date(int(year), month, 1).isoformat()[:7]
    except ValueError:
        return ""
