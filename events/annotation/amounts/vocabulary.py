"""Words of amounts: scales, currencies and qualifiers.

Left out on purpose, because they have several meanings: 兆 (10^6 or 10^12), T, w, "pounds" (a weight)
and ¥ (yuan or yen). A bare $ is the US dollar, 元 the yuan and the rupee the Indian one, as in the
press; other countries' are named.
"""

from __future__ import annotations

import re

from events.annotation.amounts.amount import Qualifier

SCALES = {
    **{"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9},
    **{"trillion": 10**12, "lakh": 10**5, "crore": 10**7, "k": 10**3, "mn": 10**6, "mln": 10**6},
    **{"m": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12, "trn": 10**12},
}

# Names before the number, in either language; longer names first.
_CODES = (
    "USD CNY HKD EUR GBP JPY KRW INR SGD TWD AUD CAD NZD BRL RUB IDR THB VND MYR PHP CHF SEK NOK "
    "DKK PLN TRY ZAR MXN AED SAR ILS NGN KES EGP PKR BDT"
).split()
SIGNS = {
    **{"US$": "USD", "HK$": "HKD", "NT$": "TWD", "S$": "SGD", "A$": "AUD", "AU$": "AUD"},
    **{"C$": "CAD", "CA$": "CAD", "NZ$": "NZD", "R$": "BRL", "CN¥": "CNY", "JP¥": "JPY"},
    **{"RMB¥": "CNY", "$": "USD", "€": "EUR", "£": "GBP", "₩": "KRW", "₹": "INR", "₽": "RUB"},
    **{"฿": "THB", "₫": "VND", "₺": "TRY", "₱": "PHP", "Rs.": "INR", "Rs": "INR", "RMB": "CNY"},
    **{"Rp": "IDR"},
}
CHINESE_NAMES = {
    **{"元人民币": "CNY", "人民币": "CNY", "块钱": "CNY", "块": "CNY", "元": "CNY"},
    **{"美元": "USD", "美金": "USD", "港元": "HKD", "港币": "HKD", "港幣": "HKD", "欧元": "EUR"},
    **{"英镑": "GBP", "日元": "JPY", "日圆": "JPY", "円": "JPY", "韩元": "KRW", "韩币": "KRW"},
    **{"韩圆": "KRW", "印度卢比": "INR", "卢比": "INR", "新加坡元": "SGD", "新元": "SGD"},
    **{"新币": "SGD", "新台币": "TWD", "台币": "TWD", "澳元": "AUD", "加元": "CAD"},
    **{"巴西雷亚尔": "BRL", "雷亚尔": "BRL", "卢布": "RUB", "印尼盾": "IDR", "泰铢": "THB"},
    **{"越南盾": "VND", "林吉特": "MYR", "瑞士法郎": "CHF", "瑞郎": "CHF"},
}
ENGLISH_NAMES = {
    **dict.fromkeys(("US dollars", "U.S. dollars", "dollars", "dollar"), "USD"),
    **dict.fromkeys(("Hong Kong dollars", "HK dollars"), "HKD"),
    **dict.fromkeys(("Singapore dollars",), "SGD"),
    **dict.fromkeys(("Australian dollars",), "AUD"),
    **dict.fromkeys(("Canadian dollars",), "CAD"),
    **dict.fromkeys(("Chinese yuan", "yuan", "renminbi"), "CNY"),
    **dict.fromkeys(("euros", "euro"), "EUR"),
    **dict.fromkeys(("pounds sterling", "British pounds"), "GBP"),
    **dict.fromkeys(("Japanese yen", "yen"), "JPY"),
    **dict.fromkeys(("South Korean won", "Korean won", "won"), "KRW"),
    **dict.fromkeys(("Indian rupees", "rupees", "rupee"), "INR"),
    **dict.fromkeys(("Brazilian reais", "reais"), "BRL"),
    **dict.fromkeys(("rubles", "roubles"), "RUB"),
    **dict.fromkeys(("Indonesian rupiah", "rupiah"), "IDR"),
    **dict.fromkeys(("Thai baht", "baht"), "THB"),
    **dict.fromkeys(("ringgit",), "MYR"),
    **dict.fromkeys(("Swiss francs",), "CHF"),
}
# After another currency these only repeat it: 港币3亿元, HKD 3 million dollars.
GENERIC = frozenset({"元", "dollars"})
CURRENCIES = {
    **{code.lower(): code for code in _CODES},
    **{name.lower(): code for name, code in (SIGNS | CHINESE_NAMES | ENGLISH_NAMES).items()},
}


def alternatives(words: dict[str, str] | list[str]) -> str:
    """Return a pattern of any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


CURRENCY_BEFORE = re.compile(
    rf"(?:(?<![A-Za-z])(?:{alternatives([*_CODES, *SIGNS])})"
    rf"|{alternatives([name for name in CHINESE_NAMES if name not in ('元', '块', '円')])}) ?"
)
CURRENCY_AFTER = re.compile(
    rf" ?(?:(?:(?i:{alternatives(ENGLISH_NAMES)})|{alternatives([*_CODES, 'RMB'])})(?![A-Za-z])"
    rf"|{alternatives(CHINESE_NAMES)}|[€£₩₹])"
)

_BEFORE = {
    Qualifier.ABOUT: (
        r"大约|大概|约为|约合|约|差不多|(?:about|around|approximately|approx\.?|roughly|some|circa) "
        r"|ca?\. |[~≈]"
    ),
    Qualifier.NEARLY: (
        r"将近|接近|(?<![附最新靠贴亲远])近|(?:nearly|almost|close to|just under|just below) "
    ),
    Qualifier.MORE_THAN: (
        r"超过|超出|突破|高于|多于|大于|超|逾|(?<![打爆击])破"
        r"|(?:(?:just |well )?(?<!took )(?<!taken )(?<!take )(?<!handed )(?<!hand )(?<!turned )over|(?:slightly )?more than|above|exceeding|in excess of"
        r"|upwards of|north of) |>(?!=)"
    ),
    Qualifier.AT_LEAST: (
        r"至少|最少|不少于|不低于|(?:at least|no less than|not less than|no fewer than"
        r"|a minimum of) |≥|>="
    ),
    Qualifier.LESS_THAN: (
        r"不到|不足|不及|未到|低于|少于|小于|(?:less than|fewer than|under|below) |<(?!=)"
    ),
    Qualifier.AT_MOST: (
        r"最多|至多|不超过|不多于|不高于|(?:up to|at most|no more than|not more than"
        r"|a maximum of) |≤|<="
    ),
}
_AFTER = {
    Qualifier.ABOUT: r"左右|上下| or so\b",
    Qualifier.MORE_THAN: r"多(?![数家个名少种款元样年月天次人位])|有余",
    Qualifier.AT_LEAST: r"(?:及|或)?以上|\+(?!\d)| or (?:more|higher|above)\b",
    Qualifier.AT_MOST: r"以内|(?:及|或)?以下| or (?:less|fewer|lower)\b",
}


def _any_of(table: dict[Qualifier, str]) -> re.Pattern[str]:
    groups = "|".join(f"(?P<{name}>{pattern})" for name, pattern in table.items())
    return re.compile(rf"(?<![A-Za-z])(?:{groups})", re.IGNORECASE)


# "at most" patterns contain others (不超过 has 超过), but match from the left.
QUALIFIER_BEFORE = _any_of(_BEFORE)
QUALIFIER_AFTER = re.compile(
    "|".join(f"(?P<{name}>{pattern})" for name, pattern in _AFTER.items()), re.IGNORECASE
)
# 过亿 and 过半: elsewhere 过 is a particle of the verb before it (投过3亿).
PASSED = re.compile(r"(?<![超通经不越])过(?=[百千]?[万亿]|半)")
