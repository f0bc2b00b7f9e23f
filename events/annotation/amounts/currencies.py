"""Names of currencies: ISO 4217 codes, signs, and names in both languages.

A bare $ is the US dollar, 元 the yuan and the rupee the Indian one, as in the press; those of other
countries are named. Left out, because they have several meanings: ¥ (yuan or yen) and "pounds"
(also a weight).
"""

from __future__ import annotations

import re

CODES = (
    *("USD", "CNY", "HKD", "EUR", "GBP", "JPY", "KRW", "INR", "SGD", "TWD", "AUD", "CAD", "NZD"),
    *("BRL", "RUB", "IDR", "THB", "VND", "MYR", "PHP", "CHF", "SEK", "NOK", "DKK", "PLN", "TRY"),
    *("ZAR", "MXN", "AED", "SAR", "ILS", "NGN", "KES", "EGP", "PKR", "BDT"),
)
# Names of one currency are separated by a bar.
_SIGNS = {
    "USD": "US$|$",
    "HKD": "HK$",
    "TWD": "NT$",
    "SGD": "S$",
    "AUD": "A$|AU$",
    "CAD": "C$|CA$",
    "NZD": "NZ$",
    "BRL": "R$",
    "CNY": "RMB¥|CN¥|RMB",
    "JPY": "JP¥",
    "EUR": "€",
    "GBP": "£",
    "KRW": "₩",
    "INR": "₹|Rs.|Rs",
    "RUB": "₽",
    "THB": "฿",
    "VND": "₫",
    "TRY": "₺",
    "PHP": "₱",
    "IDR": "Rp",
}
_CHINESE = {
    "CNY": "人民币",
    "USD": "美元|美金",
    "HKD": "港元|港币",
    "EUR": "欧元",
    "GBP": "英镑",
    "JPY": "日元|日圆",
    "KRW": "韩元|韩币|韩圆",
    "INR": "印度卢比|卢比",
    "SGD": "新加坡元|新元|新币",
    "TWD": "新台币|台币",
    "AUD": "澳元",
    "CAD": "加元",
    "BRL": "巴西雷亚尔|雷亚尔",
    "RUB": "卢布",
    "IDR": "印尼盾",
    "THB": "泰铢",
    "VND": "越南盾",
    "MYR": "林吉特",
    "CHF": "瑞士法郎|瑞郎",
}
_CHINESE_AFTER = {"CNY": "元人民币|块钱|块|元", "JPY": "円"}
_ENGLISH = {
    "USD": "US dollars|U.S. dollars|dollars|dollar",
    "HKD": "Hong Kong dollars|HK dollars",
    "SGD": "Singapore dollars",
    "AUD": "Australian dollars",
    "CAD": "Canadian dollars",
    "CNY": "Chinese yuan|yuan|renminbi",
    "EUR": "euros|euro",
    "GBP": "pounds sterling|British pounds",
    "JPY": "Japanese yen|yen",
    "KRW": "South Korean won|Korean won|won",
    "INR": "Indian rupees|rupees|rupee",
    "BRL": "Brazilian reais|reais",
    "RUB": "rubles|roubles",
    "IDR": "Indonesian rupiah|rupiah",
    "THB": "Thai baht|baht",
    "MYR": "ringgit",
    "CHF": "Swiss francs",
}
# After another currency these only repeat it: 港币3亿元, HKD 3 million dollars.
GENERIC = frozenset({"元", "dollars"})
# Where these are used, 1.234 is usually 1234.
DECIMAL_COMMA = frozenset({"EUR", "BRL", "IDR", "VND", "TRY", "DKK", "NOK", "SEK", "PLN", "RUB"})


def _by_name(*tables: dict[str, str]) -> dict[str, str]:
    return {
        name: code for table in tables for code, names in table.items() for name in names.split("|")
    }


def _any_of(*tables: dict[str, str]) -> str:
    names = sorted(_by_name(*tables), key=len, reverse=True)
    return "|".join(re.escape(name) for name in names)


_ISO = {code: code for code in CODES}
BEFORE = re.compile(rf"(?:(?<![A-Za-z])(?:{_any_of(_ISO, _SIGNS)})|{_any_of(_CHINESE)}) ?")
AFTER = re.compile(
    rf" ?(?:(?:(?i:{_any_of(_ENGLISH)})|{_any_of(_ISO)}|RMB)(?![A-Za-z])"
    rf"|{_any_of(_CHINESE, _CHINESE_AFTER)}|[€£₩₹])"
)
_CODE_OF = {
    name.lower(): code
    for name, code in _by_name(_ISO, _SIGNS, _CHINESE, _CHINESE_AFTER, _ENGLISH).items()
}


def code_of(match: re.Match[str]) -> str:
    """Return the ISO 4217 code of a match of BEFORE or AFTER."""
    return _CODE_OF[match[0].strip().lower()]
