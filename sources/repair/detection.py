"""Distinguish pages damaged by the filter from texts that gloss characters on purpose."""

from __future__ import annotations

import re
from collections import Counter

from sources.repair.readings import SYLLABLE, TONES, readings

BRACKET = re.compile(rf"([\u4e00-\u9fff])\(((?:{SYLLABLE})++)\)")
SWALLOWED = re.compile(rf"[^\s?]\?({SYLLABLE})\)")
MIN_INSERTIONS = 3
"""A text with fewer insertions is not damaged; a damaged page has hundreds."""


def is_damaged(text: str) -> bool:
    """Return whether the filter has processed this text.

    A person glosses words where they are new, Simplified and Traditional alike, and once. The
    filter glosses single Traditional-only characters, each occurrence of them, and leaves most of
    the text unchanged. A text is damaged if it has at least `MIN_INSERTIONS` glosses that the
    filter can have made, at most a tenth as many that it cannot have made, at most one in ten of
    the glossed characters without a gloss, and at most a third of all characters glossed.
    """
    if "(" not in text and "?" not in text:
        return False
    possible: Counter[str] = Counter()
    impossible = 0
    for char, reading in BRACKET.findall(text):
        if not TONES.search(reading):
            continue
        if reading in readings(char):
            possible[char] += 1
        else:
            impossible += 1
    swallowed = sum(1 for reading in SWALLOWED.findall(text) if TONES.search(reading))
    total = possible.total() + swallowed
    if total < MIN_INSERTIONS or impossible * 10 > total:
        return False
    occurring = sum(text.count(char) for char in possible)
    characters = sum(1 for char in text if "\u4e00" <= char <= "\u9fff")
    return possible.total() * 10 >= occurring * 9 and total * 3 <= characters
