"""One amount at a position of a text: qualifiers, currencies, sign, numbers and ranges."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from events.annotation.amounts import currencies, numbers, qualifiers
from events.annotation.amounts.amount import Amount, Qualifier, Unit
from events.annotation.amounts.magnitude import Magnitude, read_magnitude

SIGN = re.compile(r"(?P<minus>-|负|(?i:minus) )|\+")
JOINT = re.compile(r" ?(?P<dash>[-–—~]{1,2}) ?| ?(?:至|到) ?| to ")
LONE_LETTER = re.compile(r"\d ?[mb]$")
BETWEEN = re.compile(r"(?i:between )|介于")
AND = re.compile(r" and |[和与] ?")
WITHIN = re.compile(r" ?之间|间(?!接|隔)")
BARE_SCALE = re.compile(r"(?:[百千]?万?亿|[百千]?万)(?!级)")
# 1.234 € may be 1234 euros, as in Europe.
THREE_DECIMALS = re.compile(r"[1-9]\d{0,2}\.\d{3}")
# After these words "3 to 5" may be a change to 5, not a range.
CHANGE = re.compile(
    r"(?:从|由|自|\b(?:from|rose|risen|fell|fallen|grew|grown|increased?|decreased?|dropped|declined"
    r"|jumped|climbed|gained|lost|cut|raised|surged|plunged|slipped|soared|shrank|up|down)(?: by)?"
    r"|(?:增|升|降|涨|跌|滑|减|扩|缩|提)(?:长|加|高|升|低|少|大|了|幅)*了?) ?$",
    re.IGNORECASE,
)
LOOK_BEHIND = 16


class Unclear(Exception):
    """A text has amounts whose combination has no certain meaning."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An amount at text[start:end]; `is_bare` if it is a number without scale, unit or currency."""

    amount: Amount
    start: int
    end: int
    is_bare: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One end of a range: a signed magnitude with the currency beside it."""

    magnitude: Magnitude
    value: Decimal
    end: int
    currency: str = ""
    has_currency_after: bool = False


def read_amount(text: str, start: int) -> Reading | None:
    """Return the longest amount at a position; raise Unclear if it is ambiguous."""
    qualifier, position = _qualifier_before(text, start)
    between = BETWEEN.match(text, position)
    if between:
        position = between.end()
    first = _part(text, position, after_qualifier=bool(qualifier))
    if first is None:
        return None
    second = _second(text, start, first, is_between=bool(between))
    if between and second is None:
        return None
    amount, end = _combined(first, second)
    if LONE_LETTER.search(text, start, end) and not amount.currency:
        raise Unclear  # 5m may be metres, minutes or months
    if second and (within := WITHIN.match(text, end)):
        end = within.end()
    return _qualified(text, start, end, amount, qualifier, first, second)


def _second(text: str, start: int, first: Part, *, is_between: bool) -> Part | None:
    """Return the second end of a range, None if there is none or it is the end of a change.

    Raise Unclear if it is, and the first number has no scale of its own: "rose 3 to 5 million".
    """
    joint = JOINT.match(text, first.end)
    if is_between:
        joint = AND.match(text, first.end) or joint
    second = _part(text, joint.end()) if joint else None
    if joint is None or second is None or is_between or joint["dash"]:
        return second
    if not CHANGE.search(text, max(0, start - LOOK_BEHIND), start):
        return second
    one, other = first.magnitude, second.magnitude
    if one.is_bare and not one.unit and (other.scale != 1 or other.unit):
        raise Unclear
    return None


def _qualified(
    text: str,
    start: int,
    end: int,
    amount: Amount,
    qualifier: Qualifier,
    first: Part,
    second: Part | None,
) -> Reading:
    """Return the reading with all qualifiers, of which there may be one."""
    inner = {part.magnitude.qualifier for part in (first, second) if part} - {Qualifier.NONE}
    given = [qualifier] if qualifier else []
    given += list(inner)
    if after := qualifiers.AFTER.match(text, end):
        given.append(Qualifier(after.lastgroup or ""))
        end = after.end()
        # 3亿多元, 20多美元
        currency = currencies.AFTER.match(text, end)
        if currency and not amount.currency and not amount.unit:
            amount = replace(amount, currency=currencies.code_of(currency))
            end = currency.end()
    if len(given) > 1 or (inner and second):
        raise Unclear
    amount = replace(amount, qualifier=given[0] if given else Qualifier.NONE)
    is_bare = not (amount.unit or amount.currency) and (second or first).magnitude.big == 1
    return Reading(amount, start, end, is_bare)


def _qualifier_before(text: str, start: int) -> tuple[Qualifier, int]:
    if match := qualifiers.PASSED.match(text, start):
        return Qualifier.MORE_THAN, match.end()
    match = qualifiers.BEFORE.match(text, start)
    if not match:
        return Qualifier.NONE, start
    end = match.end() + (text[match.end() : match.end() + 1] == " ")
    return Qualifier(match.lastgroup or ""), end


def _part(text: str, start: int, *, after_qualifier: bool = False) -> Part | None:
    """Read sign, currency, number and currency; the sign may follow the currency."""
    position, is_negative, before = start, False, None
    sign = SIGN.match(text, position)
    if sign:
        is_negative, position = bool(sign["minus"]), sign.end()
    before = currencies.BEFORE.match(text, position)
    if before:
        position = before.end()
        if not sign and (sign := SIGN.match(text, position)):
            is_negative, position = bool(sign["minus"]), sign.end()
    magnitude = read_magnitude(text, position)
    if magnitude is None and after_qualifier and (scale := BARE_SCALE.match(text, position)):
        value = numbers.han_number("一" + scale[0])  # 超百万, 近千亿
        if value is not None:
            magnitude = Magnitude(value, scale.end(), Decimal(1), value, value)
    is_lone_half = magnitude and text[position : magnitude.end] == "半"
    if magnitude is None or (is_lone_half and not after_qualifier):
        return None
    return _with_currency(text, magnitude, before, is_negative=is_negative)


def _with_currency(
    text: str, magnitude: Magnitude, before: re.Match[str] | None, *, is_negative: bool
) -> Part:
    """Return the part with its currency; raise Unclear if two names differ."""
    value = -magnitude.value if is_negative else magnitude.value
    currency, end = (currencies.code_of(before) if before else ""), magnitude.end
    after = currencies.AFTER.match(text, end) if not magnitude.unit else None
    if before and magnitude.unit:
        raise Unclear
    if after:
        named = currencies.code_of(after)
        if currency and named != currency and after[0].strip() not in currencies.GENERIC:
            raise Unclear
        currency, end = currency or named, after.end()
    is_grouped = THREE_DECIMALS.fullmatch(f"{magnitude.value:f}")
    if is_grouped and currency in currencies.DECIMAL_COMMA:
        raise Unclear
    return Part(magnitude, value, end, currency, bool(after))


def _combined(first: Part, second: Part | None) -> tuple[Amount, int]:
    """Return the amount of one part, or of a range from the first to the second."""
    if second is None:
        one = first.magnitude
        return Amount(numbers.plain(first.value), None, one.unit, first.currency), first.end
    if first.currency and second.currency and first.currency != second.currency:
        raise Unclear
    if first.currency and not second.currency and first.has_currency_after:
        raise Unclear
    units = first.magnitude.unit, second.magnitude.unit
    if first.magnitude.is_fraction and second.magnitude.is_bare:  # 百分之三到五
        units = units[0], units[0]
    if units[0] != units[1] and (units[0] or not first.magnitude.is_bare):
        raise Unclear
    value = _scaled_like(first, second)
    if not value < second.value:
        raise Unclear
    currency = first.currency or second.currency
    amount = Amount(numbers.plain(value), numbers.plain(second.value), units[1], currency)
    return amount, second.end


def _scaled_like(first: Part, second: Part) -> Decimal:
    """Return the value of the first end, in the scale and unit of the second if it has none."""
    one, other = first.magnitude, second.magnitude
    if one.unit == other.unit == Unit.NONE and one.is_bare and other.scale != 1:
        return _in_scale_of(first, one, other)
    if not one.unit and other.unit is Unit.PERCENT and other.value != other.head:
        if other.value == numbers.times(other.head, 10):  # 三到五成
            return numbers.times(first.value, 10)
        raise Unclear
    return first.value


def _in_scale_of(first: Part, one: Magnitude, other: Magnitude) -> Decimal:
    """Return the first end in the scale of the second: 3-5亿, 五百到一千万."""
    if other.scale == 10:  # 三到五十
        raise Unclear
    if one.scale == 1:
        factor = other.scale
    elif other.big == 1:  # 五百到两千
        return first.value
    else:
        factor = other.big
    return numbers.times(first.value, factor)
