"""Tell a page damaged by the injecting filter from a text that glosses characters on purpose."""

from __future__ import annotations

import re
from collections import Counter

from sources.repair.readings import SYLLABLE, TONES, readings

BRACKET = re.compile(rf"([\u4e00-\u9fff])\(((?:{SYLLABLE})+)\)")
SWALLOWED = re.compile(rf"[^\s?]\?({SYLLABLE})\)")
LEAST = 3
"""Insertions below which a text is left alone: a page has hundreds."""


def is_damaged(text: str) -> bool:
    """Whether the filter has been through this text.

    A person glosses words where they are new, Simplified and Traditional alike, and once. The
    filter glosses single Traditional-only characters, every one of a kind, and leaves most of
    the text alone. So: at least `LEAST` glosses it can have made, at most a tenth as many that it
    cannot have made, the glossed characters bare at most once in ten times, and no more than a
    third of all characters glossed.
    """
    if "(" not in text and "?" not in text:
        return False
    made, foreign = Counter(), 0
    for char, said in BRACKET.findall(text):
        if not TONES.search(said):
            continue
        if said in readings(char):
            made[char] += 1
        else:
            foreign += 1
    swallowed = sum(1 for said in SWALLOWED.findall(text) if TONES.search(said))
    total = made.total() + swallowed
    if total < LEAST or foreign * 10 > total:
        return False
    occurring = sum(text.count(char) for char in made)
    characters = sum(1 for char in text if "\u4e00" <= char <= "\u9fff")
    return made.total() * 10 >= occurring * 9 and total * 3 <= characters
