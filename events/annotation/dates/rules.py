"""The parts a grammar is made of."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from events.annotation.dates.context import Context, Resolution, parse
from sources.dates import PartialDate, Precision

Reader = Callable[["re.Match[str]", Context], Resolution | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """What an expression looks like and how it is read. Read as None it is no date at all."""

    pattern: re.Pattern[str]
    read: Reader


@dataclass(frozen=True, slots=True)
class Modifier:
    """Words before and after a date that change it; `before` is searched up to its start."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    change: Callable[[PartialDate], PartialDate | None]


def no_date(match: re.Match[str], context: Context) -> None:
    """For what only looks like a date: a duration, an address, a version."""


def left_open(why: str) -> Reader:
    """For what is a date that no rule can settle."""
    return lambda match, context: Resolution(None, why)


def start_of(found: PartialDate) -> str:
    """EDTF of the date, or of the first day of an interval."""
    return str(found.earliest) if found.precision is Precision.INTERVAL else found.text


def end_of(found: PartialDate) -> str:
    """EDTF of the date, or of the last day of an interval."""
    return str(found.latest) if found.precision is Precision.INTERVAL else found.text


def approximately(found: PartialDate) -> PartialDate | None:
    """About that date; an interval stays as it is."""
    if found.precision in {Precision.INTERVAL, Precision.OPEN}:
        return found
    return parse(f"{found}~") or found


def since(found: PartialDate) -> PartialDate | None:
    """All of the time from its start on."""
    return None if found.precision is Precision.OPEN else parse(f"{start_of(found)}/..")


def until(found: PartialDate) -> PartialDate | None:
    """All of the time to its end."""
    return None if found.precision is Precision.OPEN else parse(f"../{end_of(found)}")


def by(found: PartialDate) -> PartialDate | None:
    """Some time up to its end. Takes in the date itself, as 前 and "by" may or may not."""
    return None if found.precision is Precision.OPEN else parse(f"[..{end_of(found)}]")


def after(found: PartialDate) -> PartialDate | None:
    """Some time from its start on. Takes in the date itself, as 之后 and "after" may or may not."""
    return None if found.precision is Precision.OPEN else parse(f"[{start_of(found)}..]")


def before(found: PartialDate) -> PartialDate | None:
    """Some time before a year begins; for what is not a year, up to its end."""
    if found.precision is Precision.YEAR and found.earliest.year > 1:
        return parse(f"[..{found.earliest.year - 1:04d}]")
    return by(found)
