"""Parts of a grammar of dates: rules, modifiers and the functions they share."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from events.annotation.dates.context import Context, Resolution, parse
from sources.dates import PartialDate, Precision

Reader = Callable[["re.Match[str]", Context], Resolution | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and a reader that resolves its matches.

    A reader returns None if the match is not a date at all.
    """

    pattern: re.Pattern[str]
    read: Reader


@dataclass(frozen=True, slots=True)
class Modifier:
    """Words before and after a date that change it.

    `before` is searched in the text up to the start of the date, `after` must match at its end.
    """

    before: re.Pattern[str]
    after: re.Pattern[str]
    change: Callable[[PartialDate], PartialDate | None]


def no_date(match: re.Match[str], context: Context) -> None:
    """Return None: the reader of text that only looks like a date (a duration, URL or version)."""


def left_open(reason: str) -> Reader:
    """Return a reader of dates that no rule can resolve."""
    return lambda match, context: Resolution(None, reason)


def start_of(date: PartialDate) -> str:
    """Return the EDTF text of the date, or of the first day of an interval."""
    return str(date.earliest) if date.precision is Precision.INTERVAL else date.text


def end_of(date: PartialDate) -> str:
    """Return the EDTF text of the date, or of the last day of an interval."""
    return str(date.latest) if date.precision is Precision.INTERVAL else date.text


def approximately(date: PartialDate) -> PartialDate | None:
    """Mark the date as approximate; an interval is unchanged."""
    if date.precision in {Precision.INTERVAL, Precision.OPEN}:
        return date
    return parse(f"{date}~") or date


def since(date: PartialDate) -> PartialDate | None:
    """Return the open interval from the start of the date. None if the date is already open."""
    return None if date.precision is Precision.OPEN else parse(f"{start_of(date)}/..")


def until(date: PartialDate) -> PartialDate | None:
    """Return the open interval up to the end of the date. None if the date is already open."""
    return None if date.precision is Precision.OPEN else parse(f"../{end_of(date)}")


def by(date: PartialDate) -> PartialDate | None:
    """Return "some time up to the end of the date".

    The date itself is included, because 前 and "by" may or may not include it. None if the date is
    already open.
    """
    return None if date.precision is Precision.OPEN else parse(f"[..{end_of(date)}]")


def after(date: PartialDate) -> PartialDate | None:
    """Return "some time from the start of the date on".

    The date itself is included, because 之后 and "after" may or may not include it. None if the
    date is already open.
    """
    return None if date.precision is Precision.OPEN else parse(f"[{start_of(date)}..]")


def before(date: PartialDate) -> PartialDate | None:
    """Return "some time before the year"; for other dates "some time up to the end"."""
    year = date.span[0].year
    if date.precision is Precision.YEAR and year > 1:
        return parse(f"[..{year - 1:04d}]")
    return by(date)
