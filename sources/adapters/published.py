"""Parse dates of publication in the formats that pages use."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

from sources.adapters.base import Parsed

MAX_DATE_CHARACTERS = 500
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
DATE_LINE = re.compile(
    r"^(?:发布(?:时间|日期|于)?|發[佈布](?:時間|日期|於)?|发表于|更新于?|更新时间|时间|時間|"
    r"日期|Published(?: on)?|"
    r"Posted(?: on)?|Updated)?\s*[:：|]?\s*"
    r"(?:\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?|[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}|"
    r"\d{1,2} [A-Z][a-z]{2,8}\.? \d{4})"
    rf"{CLOCK}$"
)


def parse_published(value: Parsed) -> str:
    """Return a date as EDTF: `2021-06-30`, `2021-06` or `2021`.

    `value` is a date, a datetime, or a text that contains a date. The day is the one on the page,
    in the page's own time zone. The result is empty when there is no date or the date does not
    exist.
    """
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = str(value or "").strip()[:MAX_DATE_CHARACTERS]
    if re.fullmatch(YEAR, text):
        return text
    return _numeric(text) or _rfc822(text) or _english(text)


def is_date_line(line: str) -> bool:
    """Return whether a line is only a date, with or without a time and a label."""
    return len(line) < 60 and bool(DATE_LINE.match(line))


def _numeric(text: str) -> str:
    for match in NUMERIC.finditer(text):
        if edtf := _edtf(match["year"], int(match["month"]), match["day"]):
            return edtf
    compact = re.match(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:\D|T|$)", text)
    return _edtf(compact[1], int(compact[2]), compact[3]) if compact else ""


def _rfc822(text: str) -> str:
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError, IndexError):
        return ""


def _english(text: str) -> str:
    for pattern in ENGLISH:
        if match := pattern.search(text):
            month = MONTHS.index(match["month"].lower()) + 1
            return _edtf(match["year"], month, match["day"])
    return ""


def _edtf(year: str, month: int, day: str | None) -> str:
    try:
        if day:
            return date(int(year), month, int(day)).isoformat()
        return date(int(year), month, 1).isoformat()[:7]
    except ValueError:
        return ""
