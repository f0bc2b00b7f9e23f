"""Labels for the figure of a claim: 30000000000 USD is “$30 billion” and “300亿美元”.

Nothing is rounded: a number that needs more than two decimals in every scale is written in full.
These functions are pure.
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
# Singular and plural. Chinese has one form, which includes the measure word.
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
    """Return the figure with its unit, or the range up to `value_to`; empty without a value.

    `value` is in whole units (dollars, people, per cent). `unit` is one of Claim.Unit. `currency`
    is an ISO 4217 code if the unit is money. Any language tag of Chinese gives Chinese, any other
    tag gives English.
    """
    return _label(value, value_to, unit, currency, language, (CHINESE_SCALES, ENGLISH_SCALES))


def figure_in_full(
    value: Decimal | None, value_to: Decimal | None, unit: str, currency: str, language: str
) -> str:
    """Return the figure with every digit; empty if `figure_label` already shows every digit."""
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
    chinese_scales, english_scales = scales
    if is_chinese(language):
        return _chinese_label(value, value_to, unit, currency, chinese_scales)
    return _english_label(value, value_to, unit, currency, english_scales)


def _english_label(
    value: Decimal, value_to: Decimal | None, unit: str, currency: str, scales: Scales
) -> str:
    symbol = SYMBOLS.get(currency, f"{currency} ") if unit == "money" else ""
    singular, plural = ENGLISH_UNITS.get(unit, ("", ""))
    number, scale = scaled(value, scales)
    start = _with_symbol(number, symbol)
    if value_to is None:
        return start + scale + (singular if value == 1 else plural)
    number_to, scale_to = scaled(value_to, scales)
    if scale == scale_to and value >= 0:
        return f"{start}–{number_to}{scale}{plural}"
    percent = "%" if unit == "percent" else ""
    return f"{start}{scale}{percent} to {_with_symbol(number_to, symbol)}{scale_to}{plural}"


def _chinese_label(
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
    """Return the formatted number and the name of its scale.

    The scale is the largest in which the number needs at most two decimals; its name is empty if
    there is none.
    """
    for size, name in scales:
        if abs(value) >= size and _decimal_places(value / size) <= 2:
            return _formatted(value / size), name
    return _formatted(value), ""


def _decimal_places(value: Decimal) -> int:
    return max(0, -int(value.normalize().as_tuple().exponent))


def _formatted(value: Decimal) -> str:
    text = f"{value:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace("-", MINUS)


def _with_symbol(number: str, symbol: str) -> str:
    """Insert the symbol between the sign and the number: −$5 billion."""
    return f"{MINUS}{symbol}{number[1:]}" if number.startswith(MINUS) else symbol + number
