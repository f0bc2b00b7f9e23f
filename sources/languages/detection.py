"""Detection of a text's language and script from its characters."""

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
MIN_ENGLISH_SHARE = 0.12
SAMPLE_CHARACTERS = 4_000


def detect_language(text: str) -> str:
    """Return the BCP 47 tag of a text: `zh-Hans`, `zh-Hant`, `en`, or `und` where it is not clear.

    Chinese is recognised by its share of Han characters. The script follows from the characters
    that differ between the scripts (OpenCC's tables); a tie means Simplified. Only the first
    SAMPLE_CHARACTERS code points are read.
    """
    sample = text[:SAMPLE_CHARACTERS]
    han = HAN.findall(sample)
    latin_words = LATIN.findall(sample)
    other_count = len(KANA_OR_HANGUL.findall(sample))
    if other_count > (len(han) + len(latin_words)) * 0.1:
        return "und"
    if len(han) >= len(latin_words) / 2 and han:
        return _script_of(han)
    english_count = sum(word.lower() in ENGLISH_WORDS for word in latin_words)
    return "en" if latin_words and english_count >= len(latin_words) * MIN_ENGLISH_SHARE else "und"


def _script_of(han: list[str]) -> str:
    simplified, traditional = distinguishing_characters()
    counts = Counter(han)
    simplified_count = sum(count for character, count in counts.items() if character in simplified)
    traditional_count = sum(
        count for character, count in counts.items() if character in traditional
    )
    return "zh-Hant" if traditional_count > simplified_count else "zh-Hans"


@cache
def distinguishing_characters() -> tuple[frozenset[str], frozenset[str]]:
    """Return the characters that only Simplified and those that only Traditional text uses."""
    characters = [chr(code) for code in range(0x4E00, 0x9FFF)]
    lines = "\n".join(characters)  # one per line, so that no phrase rule of OpenCC matches
    to_simplified = OpenCC("t2s").convert(lines).split("\n")
    to_traditional = OpenCC("s2t").convert(lines).split("\n")
    traditional = {c for c, other in zip(characters, to_simplified, strict=True) if c != other}
    simplified = {c for c, other in zip(characters, to_traditional, strict=True) if c != other}
    ambiguous = traditional & simplified
    return frozenset(simplified - ambiguous), frozenset(traditional - ambiguous)
