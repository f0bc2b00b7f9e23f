"""Numbers with their scale and unit at a position of a text: 3.2亿, 5 million, 30%, 三成半."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal, Inexact
from math import prod

from events.annotation.amounts import numbers
from events.annotation.amounts.amount import Qualifier, Unit

DIGITS = r"\d{1,3}(?: \d{3})+(?![\d]| \d)(?:\.\d+)?|\d+(?:[.,，'’]\d+)*|(?<![\d.])\.\d+"
HAN = "零一二两三四五六七八九十百千万亿"
CLUSTER = re.compile(
    rf"(?:(?>{DIGITS})(?: ?[十百千万亿]+)?|(?>[{HAN}]|点(?=[零一二三四五六七八九])))+"
)
EXPONENT = re.compile(r"[eE](?P<e>[+-]?\d+)| ?[x×*] ?10(?:\^(?P<p>[+-]?\d+)|(?P<s>[⁻⁰¹²³⁴-⁹]+))")
SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
# 兆 (10^6 or 10^12), T and w are left out: they have several meanings.
SHORT_SCALES = {"k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "b": 10**9, "bn": 10**9}
SHORT_SCALES |= {"tn": 10**12, "trn": 10**12}
LONG_SCALES = {"hundred": 10**2, "thousand": 10**3, "lakh": 10**5, "million": 10**6}
LONG_SCALES |= {"crore": 10**7, "billion": 10**9, "trillion": 10**12}
SCALES = SHORT_SCALES | LONG_SCALES
LONG_SCALE = "|".join(LONG_SCALES)
SCALE = re.compile(
    rf"(?:[ -]?(?P<word>(?i:{LONG_SCALE}|bn|mn|mln|tn|trn))s?|(?P<letter>[kKMBmb]))(?![A-Za-z])"
)
WORD = "|".join(sorted(numbers.SMALL_WORDS, key=len, reverse=True))
WORDS = re.compile(
    rf"(?<![A-Za-z-])(?:half an? (?=(?:{LONG_SCALE})(?![A-Za-z]))"
    rf"|an? (?=(?:{LONG_SCALE})(?![A-Za-z]))"
    rf"|(?:{WORD})(?:(?: |-| hundred and | hundred )(?:{WORD})\b)*(?: hundred)?)",
    re.IGNORECASE,
)
FRACTION = re.compile(rf"(?P<whole>[{HAN}]+|\d+)分之(?P<part>[{HAN}点]+|{DIGITS})")
HALF = re.compile(
    r"一半|半数|半(?!年|天|月|日|夜|价|场|岛|途|路|径|成品|导体|自)|(?i:half)(?![A-Za-z-])"
)
INNER = re.compile(r"(?:(?P<more>[多余])|(?P<about>来))(?P<scale>[十百千万亿]+)?")
UNIT = re.compile(
    r" ?(?:(?P<percent>%|(?i:percent|per cent|pct)(?![A-Za-z]))|(?P<permille>‰)"
    r"|(?P<tenth>成(?P<tenth_half>半)?)|(?P<multiple>倍(?P<multiple_half>半)?)"
    r"|(?P<fold>-?(?i:fold)(?![A-Za-z])|[xX×](?![A-Za-z\d])|(?<= )times(?![A-Za-z])))"
)
FOLD_WORDS = {word + "fold": value for word, value in numbers.SMALL_WORDS.items() if value > 1}
FOLD = re.compile(rf"(?<![A-Za-z])(?P<word>{'|'.join(FOLD_WORDS)})(?![A-Za-z])", re.IGNORECASE)
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Magnitude:
    """A number up to `end`, with its unit.

    `head` and `scale` are its parts: 5 and 10^8 in 5亿. `big` is the part of the scale in 万 and
    亿. `is_bare` tells whether the scale of a later number can hold for it too, as in 3-5亿, and
    `is_fraction` whether its unit, which is before it, can hold for a later number: 百分之三到五.
    """

    value: Decimal
    end: int
    head: Decimal
    scale: Decimal = Decimal(1)
    big: Decimal = Decimal(1)
    is_bare: bool = False
    is_fraction: bool = False
    unit: Unit = Unit.NONE
    qualifier: Qualifier = Qualifier.NONE


def read_magnitude(text: str, start: int) -> Magnitude | None:
    """Return the number that begins at a position, None if there is none."""
    for read in (_fraction, _half, _fold_word, _in_words, _in_digits):
        if magnitude := read(text, start):
            return _with_unit(text, magnitude) if not magnitude.unit else magnitude
    return None


def number_span(text: str, start: int) -> int:
    """Return the end of all that looks like one number at a position, readable or not."""
    match = FRACTION.match(text, start) or CLUSTER.match(text, start) or WORDS.match(text, start)
    return match.end() if match else start


def _fraction(text: str, start: int) -> Magnitude | None:
    """Read 百分之三十, 千分之五, 四分之三; the last only if it is an exact decimal."""
    match = FRACTION.match(text, start)
    if not match:
        return None
    whole = numbers.HAN_UNITS.get(match["whole"]) or numbers.han_number(match["whole"])
    part = Decimal(100) if match["part"] == "百" else numbers.han_number(match["part"])
    if not whole or part is None:
        return None
    if whole == 1000:
        return Magnitude(part, match.end(), part, is_fraction=True, unit=Unit.PERMILLE)
    try:
        percent = numbers.EXACT.divide(numbers.times(part, HUNDRED), Decimal(whole))
    except Inexact:
        return None
    return Magnitude(percent, match.end(), part, is_fraction=whole == 100, unit=Unit.PERCENT)


def _half(text: str, start: int) -> Magnitude | None:
    match = HALF.match(text, start)
    if not match or WORDS.match(text, start):
        return None
    return Magnitude(Decimal(50), match.end(), Decimal(50), unit=Unit.PERCENT)


def _fold_word(text: str, start: int) -> Magnitude | None:
    match = FOLD.match(text, start)
    if not match:
        return None
    value = Decimal(FOLD_WORDS[match["word"].lower()])
    return Magnitude(value, match.end(), value, unit=Unit.MULTIPLE)


def _in_words(text: str, start: int) -> Magnitude | None:
    """Read twenty-five million, half a billion, a million, three hundred and fifty."""
    match = WORDS.match(text, start)
    if not match:
        return None
    words = re.findall(r"[a-z]+", match[0].lower())
    if words[0] == "half":
        head = Decimal("0.5")
    elif words[0] in ("a", "an"):
        head = Decimal(1)
    elif (number := numbers.small_number(words)) is not None:
        head = Decimal(number)
    else:
        return None
    end = match.end() - 1 if match[0].endswith(" ") else match.end()
    return _with_scale(text, Magnitude(head, end, head, is_bare=True))


def _with_scale(text: str, magnitude: Magnitude) -> Magnitude:
    """Multiply by the English scales that follow: hundred million, lakh crore, bn."""
    end, scale = magnitude.end, Decimal(1)
    for _ in range(2):
        match = SCALE.match(text, end)
        if not match or (match["letter"] and scale != 1):
            break
        scale *= SCALES[(match["word"] or match["letter"]).lower()]
        end = match.end()
        if match["letter"] or (match["word"] or "").lower() not in ("hundred", "lakh"):
            break
    if scale == 1:
        return magnitude
    value = numbers.times(magnitude.value, scale)
    return replace(magnitude, value=value, end=end, scale=scale, big=scale, is_bare=False)


def _in_digits(text: str, start: int) -> Magnitude | None:
    """Read digits and Chinese numerals: 1,850万, 3亿5000万, 三点二亿, 30多万, 1.5 million."""
    match = CLUSTER.match(text, start)
    if not match:
        return None
    number, end = match[0].replace("’", "'"), match.end()
    is_ascii = not re.search(f"[{HAN}]", number)
    exponent = EXPONENT.match(text, end) if is_ascii else None
    if exponent:
        return _scientific(number, exponent)
    qualifier = Qualifier.NONE
    if inner := INNER.match(text, end):
        if inner["about"] and not inner["scale"]:
            return _from_numeral(number, end)
        qualifier = Qualifier.MORE_THAN if inner["more"] else Qualifier.ABOUT
        number, end = number + (inner["scale"] or ""), inner.end()
    magnitude = _from_numeral(number, end)
    if magnitude is None or qualifier:
        return replace(magnitude, qualifier=qualifier) if magnitude else None
    return _with_scale(text, magnitude) if is_ascii else magnitude


def _scientific(number: str, exponent: re.Match[str]) -> Magnitude | None:
    mantissa = numbers.ascii_number(number)
    power = exponent["e"] or exponent["p"] or exponent["s"].translate(SUPERSCRIPTS)
    if mantissa is None or not re.fullmatch(r"[+-]?\d+", power):
        return None
    value = numbers.with_exponent(mantissa, power)
    return Magnitude(value, exponent.end(), value) if value is not None else None


def _from_numeral(number: str, end: int) -> Magnitude | None:
    """Return the value of a numeral, divided into head and scale."""
    if re.search(f"[{HAN}]", number):
        number = re.sub(r"(?<=\d) (?=[十百千万亿])", "", number)
    value = numbers.han_number(number)
    if value is None:
        return None
    match = re.fullmatch(
        r"(?P<head>[\d.,，]+|[零一二两三四五六七八九点]+)(?P<scale>[十百千万亿]+)", number
    )
    match = match or re.fullmatch(r"(?P<head>.*?)(?P<scale>[万亿]*)", number)
    head = numbers.han_number(match["head"]) if match and match["head"] else None
    if match is None or not head:
        return Magnitude(value, end, value, is_bare=True)
    if value >= 10**4 and not match["scale"] and re.search("[万亿]", number):  # 三万五, 3亿5000
        return Magnitude(value, end, value, big=Decimal(10**4))
    scale = _size(match["scale"])
    big = _size(re.sub("[十百千]", "", match["scale"]))
    if numbers.times(head, scale) != value:  # 一亿六千万
        return Magnitude(value, end, value, big=big)
    return Magnitude(value, end, head, scale, big, is_bare=big == 1)


def _size(units: str) -> Decimal:
    """Return the product of Chinese units: 千万 is 10^7."""
    return Decimal(prod(numbers.HAN_UNITS[unit] for unit in units))


def _with_unit(text: str, magnitude: Magnitude) -> Magnitude:
    """Return the magnitude with the unit that follows it, if any."""
    match = UNIT.match(text, magnitude.end)
    if not match:
        return magnitude
    value, unit = magnitude.value, Unit.MULTIPLE
    if magnitude.scale >= 10**3:  # 3.2亿% is a slip
        return magnitude
    if match["percent"]:
        unit = Unit.PERCENT
    elif match["permille"]:
        unit = Unit.PERMILLE
    elif match["multiple_half"]:
        value += Decimal("0.5")
    elif match["tenth"]:
        if not 0 < value <= 10:
            return magnitude
        unit = Unit.PERCENT
        value = numbers.times(value, 10) + (5 if match["tenth_half"] else 0)
    return replace(magnitude, value=value, unit=unit, end=match.end())
