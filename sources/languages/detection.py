"""Which language and script a text is written in, told from its characters."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from opencc import OpenCC

HAN = re.compile(r"[\u3400-\u9fff]")
KANA_OR_HANGUL = re.compile(r"[\u3041-\u30ff\uac00-\ud7af]")
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+")
ENGLISH_WORDS = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "a",
        "is",
        "that",
        "for",
        "it",
        "as",
        "was",
        "with",
        "be",
        "by",
        "on",
        "not",
        "this",
        "are",
        "or",
        "from",
        "at",
        "an",
        "have",
    ]
)
ENGLISH_SHARE = 0.12
SAMPLE_CHARACTERS = 4_000


def language_of(text: str) -> str:
    """The BCP 47 tag of a text: `zh-Hans`, `zh-Hant`, `en`, or `und` where it cannot be told.

    Chinese is told by its share of Han characters; the script by the characters of which the
    other script has another form (OpenCC's tables). Equally many of both read as Simplified.
    """
    sample = text[:SAMPLE_CHARACTERS]
    han = HAN.findall(sample)
    words = LATIN.findall(sample)
    others = len(KANA_OR_HANGUL.findall(sample))
    if others > (len(han) + len(words)) * 0.1:
        return "und"
    if len(han) >= len(words) / 2 and han:
        return _script_of(han)
    english = sum(word.lower() in ENGLISH_WORDS for word in words)
    return "en" if words and english >= len(words) * ENGLISH_SHARE else "und"


def _script_of(han: list[str]) -> str:
    simplified, traditional = distinguishing_characters()
    counted = Counter(han)
    hans = sum(count for character, count in counted.items() if character in simplified)
    hant = sum(count for character, count in counted.items() if character in traditional)
    return "zh-Hant" if hant > hans else "zh-Hans"


@cache
def distinguishing_characters() -> tuple[frozenset[str], frozenset[str]]:
    """The characters only Simplified text uses, and those only Traditional text uses."""
    every = [chr(code) for code in range(0x4E00, 0x9FFF)]
    listed = "\n".join(every)  # apart, so that no phrase rule sees two of them together
    to_simplified = OpenCC("t2s").convert(listed).split("\n")
    to_traditional = OpenCC("s2t").convert(listed).split("\n")
    traditional = {c for c, other in zip(every, to_simplified, strict=True) if c != other}
    simplified = {c for c, other in zip(every, to_traditional, strict=True) if c != other}
    both = traditional & simplified
    return frozenset(simplified - both), frozenset(traditional - both)
