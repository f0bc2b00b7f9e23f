"""A claim's figure in words: 30000000000 USD is “$30 billion” and “300亿美元”. Pure.

Nothing is rounded: a number that its scale cannot say in two decimals is written out in full.
"""

from __future__ import annotations

from decimal import Decimal

from sources.languages.bilingual import is_chinese

Scales = tuple[tuple[Decimal, str], ...]
ENGLISH_SCALES: Scales = (
    (Decimal(10) ** 12, " trillion"),
    (Decimal(10) ** 9, " billion"),
    (Decimal(10) ** 6, " million"),
)
CHINESE_SCALES = ((Decimal(10) ** 12, "万亿"), (Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万"))
SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "CNY": "¥", "INR": "₹", "BRL": "R$", "HKD": "HK$"}
CHINESE_CURRENCIES = {
    "USD": "美元",
    "EUR": "欧元",
    "GBP": "英镑",
    "CNY": "元人民币",
    "INR": "印度卢比",
    "BRL": "巴西雷亚尔",
    "JPY": "日元",
    "HKD": "港元",
}
# Singular and plural; Chinese has one form, with its measure word.
ENGLISH_UNITS = {
    "people": (" person", " people"),
    "merchants": (" merchant", " merchants"),
    "percent": ("%", "%"),
    "multiple": (" time", " times"),
    "minutes": (" minute", " minutes"),
    "hours": (" hour", " hours"),
    "items": (" item", " items"),
    "countries": (" country", " countries"),
    "months": (" month", " months"),
    "years": (" year", " years"),
}
CHINESE_UNITS = {
    "people": "人",
    "merchants": "个商家",
    "percent": "%",
    "multiple": "倍",
    "minutes": "分钟",
    "hours": "小时",
    "items": "件",
    "countries": "个国家",
    "months": "个月",
    "years": "年",
}
MINUS = "−"


def figure_label(
    value: Decimal | None, value_to: Decimal | None, unit: str, currency: str, language: str
) -> str:
    """The figure with its unit, or the range up to `value_to`; empty without a value.

    `value` is in whole units (dollars, people, per cent). `unit` is one of Claim.Unit, `currency`
    an ISO 4217 code where the unit is money. Any tag of Chinese gives Chinese, any other English.
    """
    return _label(value, value_to, unit, currency, language, (CHINESE_SCALES, ENGLISH_SCALES))


def figure_in_full(
    value: Decimal | None, value_to: Decimal | None, unit: str, currency: str, language: str
) -> str:
    """The same figure with every digit; empty where `figure_label` has them all already."""
    full = _label(value, value_to, unit, currency, language, ((), ()))
    return full if full != figure_label(value, value_to, unit, currency, language) else ""


def _label(
    value: Decimal | None,
    value_to: Decimal | None,
    unit: str,
    currency: str,
    language: str,
    scales: tuple[Scales, Scales],
) -> str:
    if value is None:
        return ""
    word, own = (_chinese, scales[0]) if is_chinese(language) else (_english, scales[1])
    return word(value, value_to, unit, currency, own)


def _english(
    value: Decimal, value_to: Decimal | None, unit: str, currency: str, scales: Scales
) -> str:
    symbol = SYMBOLS.get(currency, f"{currency} ") if unit == "money" else ""
    singular, plural = ENGLISH_UNITS.get(unit, ("", ""))
    number, scale = scaled(value, scales)
    start = _signed(number, symbol)
    if value_to is None:
        return start + scale + (singular if value == 1 else plural)
    number_to, scale_to = scaled(value_to, scales)
    if scale == scale_to and value >= 0:
        return f"{start}–{number_to}{scale}{plural}"
    percent = "%" if unit == "percent" else ""
    return f"{start}{scale}{percent} to {_signed(number_to, symbol)}{scale_to}{plural}"


def _chinese(
    value: Decimal, value_to: Decimal | None, unit: str, currency: str, scales: Scales
) -> str:
    names = CHINESE_CURRENCIES if unit == "money" else CHINESE_UNITS
    ending = names.get(currency, currency) if unit == "money" else names.get(unit, "")
    number, scale = scaled(value, scales)
    if value_to is None:
        return f"{number}{scale}{ending}"
    number_to, scale_to = scaled(value_to, scales)
    shared = "" if scale == scale_to else scale
    percent = "%" if unit == "percent" else ""
    return f"{number}{shared}{percent}至{number_to}{scale_to}{ending}"


def scaled(value: Decimal, scales: Scales) -> tuple[str, str]:
    """The number as written, and the word of the largest scale that says it in two decimals."""
    for size, word in scales:
        if abs(value) >= size and _decimals(value / size) <= 2:
            return _written(value / size), word
    return _written(value), ""


def _decimals(value: Decimal) -> int:
    return max(0, -value.normalize().as_tuple().exponent)


def _written(value: Decimal) -> str:
    text = f"{value:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace("-", MINUS)


def _signed(number: str, symbol: str) -> str:
    """The symbol between the sign and the number: −$5 billion."""
    return f"{MINUS}{symbol}{number[1:]}" if number.startswith(MINUS) else symbol + number
