"""Numbers in digits, Chinese numerals and English words, as exact decimals.

A function returns None for what is not certainly one number.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal, Inexact, InvalidOperation, Overflow

# Precise enough for every text that the grammar accepts; what it would round raises an error.
EXACT = Context(prec=200, Emax=400, Emin=-400, traps=[Inexact, InvalidOperation, Overflow])
MAX_DIGITS = 60
MAX_EXPONENT = 60

PLAIN = re.compile(r"\d+(?:\.\d+)?|\.\d+")
# Groups by comma, apostrophe or space; Indian groups; European groups with a decimal comma.
GROUPED = re.compile(r"[1-9]\d{0,2}(?P<mark>[,，' ])\d{3}(?:(?P=mark)\d{3})*(?:\.\d+)?")
INDIAN = re.compile(r"[1-9]\d?(?:,\d{2})+,\d{3}(?:\.\d+)?")
EUROPEAN = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+,\d+")

HAN_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
HAN_UNITS = {"亿": 10**8, "万": 10**4, "千": 1000, "百": 100, "十": 10}
HAN_DECIMAL = re.compile(
    r"(?P<whole>[零一二两三四五六七八九]?)点(?P<part>[零一二三四五六七八九]{1,20})"
)

ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SMALL_WORDS = {word: value for value, word in enumerate(ONES)} | {
    word: 10 * value for value, word in enumerate(TENS, start=2)
}


def ascii_number(text: str) -> Decimal | None:
    """Parse a number in digits with its thousands separators: 1,850 and 1.850,5."""
    if len(text) > MAX_DIGITS:
        return None
    if PLAIN.fullmatch(text):
        return Decimal(text)
    if GROUPED.fullmatch(text) or INDIAN.fullmatch(text):
        return Decimal(re.sub(r"[,，' ]", "", text))
    if EUROPEAN.fullmatch(text):
        return Decimal(text.replace(".", "").replace(",", "."))
    return None


def with_exponent(number: Decimal, exponent: str) -> Decimal | None:
    """Return number × 10^exponent; None for an exponent out of range."""
    if len(exponent) > 4 or abs(int(exponent)) > MAX_EXPONENT:
        return None
    return number.scaleb(int(exponent), EXACT)


def times(number: Decimal, factor: Decimal | int) -> Decimal:
    """Return the exact product."""
    return EXACT.multiply(number, Decimal(factor))


def plain(number: Decimal) -> Decimal:
    """Return the number without zeros at the end of its decimals."""
    text = f"{number:f}"
    return Decimal(text.rstrip("0").rstrip(".")) if "." in text else Decimal(text)


def han_number(text: str) -> Decimal | None:
    """Parse a number with Chinese digits or units: 三点二亿, 3亿5000万, 一百零五, 三万五."""
    return _sum(text, tuple(HAN_UNITS))


def _sum(text: str, units: tuple[str, ...]) -> Decimal | None:
    """Parse the text as `high unit low` with the largest unit in it."""
    for position, unit in enumerate(units):
        if unit not in text:
            continue
        if text.count(unit) > 1:
            return None
        before, after = text.split(unit)
        smaller = units[position + 1 :]
        high = Decimal(1) if not before and unit == "十" else _sum(before, smaller)
        low = _low(after, unit, smaller)
        if high is None or low is None or (after and high != high.to_integral_value()):
            return None
        return EXACT.add(times(high, HAN_UNITS[unit]), low)
    return _leaf(text)


def _low(text: str, unit: str, smaller: tuple[str, ...]) -> Decimal | None:
    """Parse what follows a unit; it must be smaller than the unit."""
    size = HAN_UNITS[unit]
    if not text:
        return Decimal(0)
    if text in HAN_DIGITS and text != "零":  # 三万五 is 35000
        return Decimal(HAN_DIGITS[text] * size // 10)
    if text.isdigit() and text.isascii() and len(text) != len(str(size)) - 1:
        return None  # 3万5 may be 35000 or a slip
    value = _sum(text.removeprefix("零"), smaller)
    return value if value is not None and value < size else None


def _leaf(text: str) -> Decimal | None:
    if text in HAN_DIGITS:
        return Decimal(HAN_DIGITS[text])
    if decimal := HAN_DECIMAL.fullmatch(text):
        whole = HAN_DIGITS[decimal["whole"]] if decimal["whole"] else 0
        return Decimal(f"{whole}." + "".join(str(HAN_DIGITS[digit]) for digit in decimal["part"]))
    return ascii_number(text) if text.isascii() or "，" in text else None


def small_number(words: list[str]) -> int | None:
    """Parse English words below a thousand: three hundred and fifty, twenty-five."""
    if not words:
        return None
    if "hundred" in words:
        at = words.index("hundred")
        hundreds = small_number(words[:at])
        rest = words[at + 1 :]
        low = small_number(rest[1:] if rest[:1] == ["and"] else rest) if rest else 0
        if hundreds is None or low is None or hundreds > 9 or low > 99:
            return None
        return 100 * hundreds + low
    values = [SMALL_WORDS.get(word) for word in words]
    match values:
        case [int(value)]:
            return value
        case [int(tens), int(ones)] if tens >= 20 and 1 <= ones <= 9:
            return tens + ones
    return None
