"""Types of a parsed amount, and the error of a text that is not one amount."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Unit(StrEnum):
    """What the number is a part or a multiple of. Other units are words outside the amount."""

    NONE = ""
    PERCENT = "percent"
    PERMILLE = "permille"
    MULTIPLE = "multiple"


class Qualifier(StrEnum):
    """How the true value relates to the number."""

    NONE = ""
    ABOUT = "about"
    NEARLY = "nearly"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    LESS_THAN = "less_than"
    MORE_THAN = "more_than"


class AmountError(ValueError):
    """A text is not one amount. The message is translated and names the text."""


@dataclass(frozen=True, slots=True)
class Amount:
    """One number, or a range up to `value_to`.

    3.2亿 has the value 320000000 and 30% the value 30. `currency` is an ISO 4217 code or "".
    """

    value: Decimal
    value_to: Decimal | None = None
    unit: Unit = Unit.NONE
    currency: str = ""
    qualifier: Qualifier = Qualifier.NONE


@dataclass(frozen=True, slots=True)
class Found:
    """An amount in running text, at `text[start:end]` in code points."""

    start: int
    end: int
    text: str
    amount: Amount
