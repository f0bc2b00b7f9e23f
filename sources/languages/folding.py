"""Folding of texts to search keys, so that variants in writing compare equal; never for display.

A fold applies NFKC and case folding (Unicode Standard Annex 15 and chapter 3.13), drops invisible
characters, and converts Traditional characters to Simplified by OpenCC's t2s. Characters are
converted one by one, so that a fold does not depend on its neighbours: the fold of a text contains
the fold of each of its parts.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from opencc import OpenCC

# OpenCC does not convert 著, which is correct in 著作. As a particle (跟著), Simplified uses 着.
_EXTRA_CONVERSIONS = {"著": "着"}
_CACHED_CHARACTERS = 65536


@dataclass(frozen=True)
class Folded:
    """A folded text, with the span of the original text for each of its characters."""

    text: str
    starts: list[int]
    ends: list[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original, in code points, of a non-empty span of the fold."""
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> str:
    """Return the text as a search key.

    fold(a + b) == fold(a) + fold(b), unless b begins with a combining mark.
    """
    if text.isascii():
        return text.lower()
    return "".join(_fold_cluster(text[start:end]) for start, end in _clusters(text))


@lru_cache(256)
def fold_with_origins(text: str) -> Folded:
    """Return the fold of a text, with the offsets of the original text."""
    if text.isascii():  # The most frequent case, in which only the case of letters changes.
        return Folded(text.lower(), list(range(len(text))), list(range(1, len(text) + 1)))
    folds, starts, ends = [], [], []
    for start, end in _clusters(text):
        cluster = _fold_cluster(text[start:end])
        folds.append(cluster)
        starts.extend([start] * len(cluster))
        ends.extend([end] * len(cluster))
    return Folded("".join(folds), starts, ends)


def _clusters(text: str) -> list[tuple[int, int]]:
    """Return the spans that NFKC treats separately: a character with the marks that follow it."""
    starts = [index for index, char in enumerate(text) if index == 0 or not _extends(char)]
    return list(pairwise([*starts, len(text)]))


@lru_cache(_CACHED_CHARACTERS)
def _extends(char: str) -> bool:
    """Return whether a character may combine with the one before it, or is an invisible one."""
    if char.isascii():
        return False
    first = unicodedata.normalize("NFKD", char)[0]
    is_jamo = "\u1160" <= first <= "\u11ff"
    return is_jamo or unicodedata.category(first) in ("Mn", "Mc", "Me", "Cf")


@lru_cache(_CACHED_CHARACTERS)
def _fold_cluster(cluster: str) -> str:
    visible = "".join(char for char in cluster if not _is_ignorable(char))
    composed = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", visible).casefold())
    return "".join(map(_simplified, composed))


def _is_ignorable(char: str) -> bool:
    is_selector = "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
    return is_selector or unicodedata.category(char) == "Cf"


@lru_cache(_CACHED_CHARACTERS)
def _simplified(char: str) -> str:
    # OpenCC takes UTF-8 C strings, which cannot hold lone surrogates and end at NUL.
    if char.isascii() or "\ud800" <= char <= "\udfff":
        return char
    simplified = _EXTRA_CONVERSIONS.get(char) or _converter().convert(char)
    # 薴 becomes 苧, which is itself Traditional: convert until nothing changes.
    return simplified if simplified == char else _simplified(simplified)


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")
