"""Words that say how the true value relates to a number: about, nearly, 超过, 以上."""

from __future__ import annotations

import re

from events.annotation.amounts.amount import Qualifier

# In "took over" and "handed over" the word belongs to the verb.
_OVER = r"(?:just |well )?(?<!took )(?<!take )(?<!taken )(?<!handed )(?<!hand )(?<!turned )over"
_BEFORE = {
    Qualifier.ABOUT: (
        r"大约|大概|约为|约合|约|差不多|[~≈]|ca?\. "
        r"|(?:about|around|approximately|approx\.?|roughly|some|circa) "
    ),
    Qualifier.NEARLY: (
        r"将近|接近|(?<![附最新靠贴亲远])近|(?:nearly|almost|close to|just under|just below) "
    ),
    Qualifier.MORE_THAN: (
        r"超过|超出|突破|高于|多于|大于|超|逾|(?<![打爆击])破|>(?!=)"
        rf"|(?:{_OVER}|(?:slightly )?more than|above|exceeding|in excess of|upwards of|north of) "
    ),
    Qualifier.AT_LEAST: (
        r"至少|最少|不少于|不低于|≥|>="
        r"|(?:at least|no less than|not less than|no fewer than|a minimum of) "
    ),
    Qualifier.LESS_THAN: (
        r"不到|不足|不及|未到|低于|少于|小于|<(?!=)|(?:less than|fewer than|under|below) "
    ),
    Qualifier.AT_MOST: (
        r"最多|至多|不超过|不多于|不高于|≤|<="
        r"|(?:up to|at most|no more than|not more than|a maximum of) "
    ),
}
_AFTER = {
    Qualifier.ABOUT: r"左右|上下| or so\b",
    Qualifier.MORE_THAN: r"多(?![数家个名少种款样年月天次人位])|有余",
    Qualifier.AT_LEAST: r"(?:及|或)?以上|\+(?!\d)| or (?:more|higher|above)\b",
    Qualifier.AT_MOST: r"以内|(?:及|或)?以下| or (?:less|fewer|lower)\b",
}


def _any_of(table: dict[Qualifier, str]) -> str:
    return "|".join(f"(?P<{name}>{pattern})" for name, pattern in table.items())


# Patterns contain others (不超过 has 超过), but each matches from the left.
BEFORE = re.compile(rf"(?<![A-Za-z])(?:{_any_of(_BEFORE)})", re.IGNORECASE)
AFTER = re.compile(_any_of(_AFTER), re.IGNORECASE)
# 过亿 and 过半: elsewhere 过 is a particle of the verb before it (投过3亿).
PASSED = re.compile(r"(?<![超通经不越])过(?=[百千]?[万亿]|半)")
