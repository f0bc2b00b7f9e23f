"""Which readings in running text are amounts: their neighbours must not change their meaning.

All functions take folded text. A number alone is an amount only if it counts something: years,
versions, telephone numbers, ordinals and names of models are not.
"""

from __future__ import annotations

import re

from events.annotation.amounts.amount import Qualifier
from events.annotation.amounts.grammar import Reading

DIGIT = "零一二两三四五六七八九"
NUMERAL = f"{DIGIT}〇十百千万亿兆"
BEFORE = re.compile(
    rf"(?:[A-Za-z\d_./:@#&=^*+]|\d[,，-]|[A-Za-z)]-|\d[-–—~]|[第几{NUMERAL}]|[{DIGIT}]、"
    r"|\d(?:[、，] ?| or ))$"
)
BEFORE_DIGIT = re.compile(r"\d $")
BEFORE_NUMERAL = re.compile(r"[数上好]$")
TIME = (
    r" ?(?:年(?!活|货|轻|收|销|度|均)|月(?!活|均|销|租|费)|[日天](?!活|均|订|猫)|号|岁"
    r"|个(?:月|小时|星期|季度|工作日|年))"
)
AFTER_NUMBER = re.compile(
    r"(?<=[A-Za-z\d])[A-Za-z_]|[A-Za-z]{1,2}(?![A-Za-z])"
    rf"|[\d{NUMERAL}几余点分级]|(?<=\d)[.,:/，]\d"
    rf"|[-–—~/] ?[\d{NUMERAL}]|[至到][\d{NUMERAL}]| ?个?百分点|{TIME}"
)
AFTER_UNIT = re.compile(
    rf"[A-Za-z\d%‰]|[-–—~/] ?\d|[ -]?(?i:points?)\b|[{DIGIT}]?[角毛分](?!别|期|布|析|享)"
    rf"|[速镜感增数率化]|(?<=块)[{NUMERAL}]"
)
AFTER_TENTH = re.compile(r"[为立功本员长都交果品人年熟就绩分语了不千百效型像]")
AFTER_MONEY = re.compile(r"[ -](?:mil|mill|bil|bill|tril|mm|MM|grand|digit|figure|[kKmMbBT])\b")
# What is counted, after a number without scale, unit or currency.
MEASURED = re.compile(
    r" ?(?:[名位家件款笔户辆座](?!义|列|牌)|人(?!民|工|次)"
    r"|个(?!人|性|体|月|小时|星期|季度|工作日|年|百分点|点|头|别))"
)
ADJECTIVES = (
    "active|daily|different|foreign|full-time|local|mobile|monthly|more|new|online|other|paying"
    "|registered|retail|small|unique|weekly"
)
NOUNS = (
    "people|users|customers|consumers|merchants|sellers|buyers|shoppers|countries|markets|cities"
    "|stores|shops|brands|companies|businesses|employees|staff|workers|jobs|downloads|orders|items"
    "|products|followers|subscribers|members|visitors|developers|creators|partners|transactions"
    "|units"
)
COUNTED = re.compile(rf" (?:of (?:its|their|the|our) )?(?:(?:{ADJECTIVES}) ){{0,2}}(?:{NOUNS})\b")
YEAR = re.compile(r"(?:1[89]|20)\d{2}")
NAME_BEFORE = re.compile(
    r"(?:[A-Z][A-Za-z]*|[a-z]+[A-Z]\w*"
    r"|\b(?:version|chapter|page|section|phase|series|type|top|number|no\.?)) $"
)
COMPARED = re.compile(r" (?:as|higher|larger|bigger|faster|more|the|its)\b")
HALF_OF = re.compile(r" of (?!\d)")
PART_BEFORE = re.compile(r"\b(?i:first|second|latter|other|last|next|better|earlier) $")
LETTER_SCALE = re.compile(r"\d[kKmMbB]$")
IDIOM = re.compile(
    r"一百八十度|一千零一夜|三百六十行|百分之?百|一万个|十万(?:火急|个为什么)|一成不变|九成九"
    r"|.?千万(?:不要|别|不能|不可|小心|记得)"
)


def is_amount(text: str, reading: Reading) -> bool:
    """Return whether a reading in running text is an amount."""
    start, end = reading.start, reading.end
    expression = text[start:end]
    if BEFORE.search(text, max(0, start - 8), start) and not _is_word_start(text, start):
        return False
    if expression[0].isdigit() and BEFORE_DIGIT.search(text, max(0, start - 8), start):
        return False
    if expression[0] in NUMERAL and BEFORE_NUMERAL.search(text, max(0, start - 1), start):
        return False
    if IDIOM.match(text, start) or _changes_meaning(text, reading):
        return False
    return _is_certain(text, reading)


def _is_word_start(text: str, start: int) -> bool:
    """Return whether a Chinese qualifier or currency begins here: text before it is no obstacle."""
    return text[start] > "\u2fff" and text[start] not in NUMERAL and text[start - 1] != "第"


def _changes_meaning(text: str, reading: Reading) -> bool:
    """Return whether the text continues the number: 3亿几千万, $5 mil, 5 percentage points."""
    end, amount = reading.end, reading.amount
    last = text[end - 1]
    if last == "成" or text[end - 2 : end] == "成半":
        return bool(AFTER_TENTH.match(text, end))
    if amount.unit or amount.currency:
        is_open = last.isdigit() or last in NUMERAL
        if amount.currency and is_open and AFTER_MONEY.match(text, end):
            return True
        return bool((AFTER_NUMBER if is_open else AFTER_UNIT).match(text, end))
    return bool(AFTER_NUMBER.match(text, end)) or (
        last.isdigit() and bool(re.match(r" \d", text[end : end + 2]))
    )


def _is_certain(text: str, reading: Reading) -> bool:
    """Return whether the amount counts or measures something."""
    amount, expression = reading.amount, text[reading.start : reading.end].lower()
    if expression.endswith("won") and "korean" not in expression:
        return False  # also a verb: 3 million won a prize
    if expression.endswith("块"):
        return False  # also a measure: 这一块, 两块屏幕
    if amount.unit == "multiple" and expression.endswith("times"):
        return bool(COMPARED.match(text, reading.end))
    if expression.endswith("half"):
        is_part = PART_BEFORE.search(text, max(0, reading.start - 10), reading.start)
        return bool(HALF_OF.match(text, reading.end) and not is_part)
    if expression.endswith("一半"):
        return text[max(0, reading.start - 1) : reading.start] != "另"
    if amount.unit or amount.currency:
        return True
    if LETTER_SCALE.search(text[reading.start : reading.end]):
        return bool(COUNTED.match(text, reading.end))
    if expression.startswith(("a ", "an ")):
        return bool(COUNTED.match(text, reading.end))
    return not reading.is_bare or _counts(text, reading)


def _counts(text: str, reading: Reading) -> bool:
    """Return whether a number alone is followed by what it counts, and is no part of a name."""
    start, end = reading.start, reading.end
    expression = text[start:end]
    is_year = YEAR.fullmatch(expression) or (reading.amount.value_to and YEAR.search(expression))
    if is_year or reading.amount.value == 1:
        return False
    if MEASURED.match(text, end):
        if expression[0] in NUMERAL and text.startswith("个", end):
            return False
        is_large = (reading.amount.value_to or reading.amount.value) >= 10
        return is_large and text[max(0, start - 1) : start] not in ("前", "第", "每")
    if expression.isascii() and expression[-1].isalpha():
        return False  # one in five shops
    has_name_before = NAME_BEFORE.search(text, max(0, start - 30), start)
    if has_name_before and reading.amount.qualifier is Qualifier.NONE:
        return False
    return bool(COUNTED.match(text, end))
