"""Read one amount of a field, or all amounts of running text."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from events.annotation.amounts import qualifiers
from events.annotation.amounts.amount import Amount, AmountError, Found
from events.annotation.amounts.folding import fold
from events.annotation.amounts.grammar import Reading, Unclear, read_amount
from events.annotation.amounts.guards import is_amount
from events.annotation.amounts.magnitude import HAN, number_span

MAX_TYPED = 200
NOT_EXACT = re.compile(
    r"几|数[十百千万亿]|上[百千万亿]|[百千万亿][级计]|^[百千]?[百千万亿]$"
    r"|[一二两三四五六七八][二三四五六七八九](?=[十百千万亿])"
    r"|\b(?:several|few|couple|dozens?|hundreds|thousands|millions|billions)\b",
    re.IGNORECASE,
)
AMBIGUOUS = re.compile(
    r"[¥兆翻]|pounds?\b|\b(?:doubl|tripl)|^\(.*\)$|^[从由自]|\bfrom\b|\bor\b|\d[mwTt]$|\d,\d{1,2}$"
    r"|百分点|points?\b",
    re.IGNORECASE,
)
START = re.compile(
    rf"{qualifiers.BEFORE.pattern}|{qualifiers.PASSED.pattern}|介于|[-+负]|[{HAN}半]|\d|\.\d"
    r"|[$€£₩₹₽฿₫₺₱]|(?<![A-Za-z])[A-Za-z]|[人美港欧英日韩印卢新台澳加巴雷泰越林瑞]",
    re.IGNORECASE,
)


def parse_amount(text: str) -> Amount:
    """Return the amount that the text of a field is.

    Raise AmountError, with a message for the person who typed it, if the text is not certainly one
    amount.
    """
    typed = text.strip()
    folded = fold(typed).replace("，", ",")
    try:
        reading = read_amount(folded, 0) if len(folded) <= MAX_TYPED else None
    except Unclear as error:
        raise AmountError(_ambiguous(typed)) from error
    if reading is None or reading.end != len(folded):
        raise AmountError(_explanation(typed, folded))
    return reading.amount


def find_amounts(text: str) -> list[Found]:
    """Return the amounts of a text that are certain, in order and without overlaps."""
    folded, position = fold(text), 0
    amounts: list[Found] = []
    while match := START.search(folded, position):
        start = match.start()
        reading, position = _read(folded, start)
        if reading and is_amount(folded, reading):
            span = text[reading.start : reading.end]
            amounts.append(Found(reading.start, reading.end, span, reading.amount))
    return amounts


def _read(text: str, start: int) -> tuple[Reading | None, int]:
    """Return the reading at a position, and the position to continue from."""
    try:
        reading = read_amount(text, start)
    except Unclear:
        return None, max(number_span(text, start), start + 1)
    if reading is None:
        return None, max(number_span(text, start), start + 1)
    return reading, reading.end


def _explanation(typed: str, folded: str) -> str:
    """Return why a text is not one amount."""
    if NOT_EXACT.search(folded):
        return _("“%(text)s” is not an exact number.") % {"text": typed}
    if AMBIGUOUS.search(folded):
        return _ambiguous(typed)
    return _(
        "“%(text)s” is not understood. Enter one number, such as 320,000,000, 3.2亿, 1,850万, "
        "3.5 million, 30%% or 3倍."
    ) % {"text": typed[:MAX_TYPED]}


def _ambiguous(typed: str) -> str:
    return _("“%(text)s” can be read in more than one way. Write the number in full.") % {
        "text": typed[:MAX_TYPED]
    }
