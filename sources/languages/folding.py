"""Folding of texts to search keys, so that variants in writing compare equal; never for display.

A fold applies NFKC and case folding (Unicode Standard Annex 15 and chapter 3.13), drops invisible
characters, and converts Traditional characters to Simplified by OpenCC's t2s. Characters are
converted one by one, so that a fold does not depend on its neighbours: the fold of a text contains
the fold of each of its parts.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from opencc import OpenCC

# OpenCC does not convert 著, which is correct in 著作. As a particle (跟著), Simplified uses 着.
_EXTRA_CONVERSIONS = {"著": "着"}
_CACHED_CHARACTERS = 65536
# In characters. The Stream-Safe Text Format (Unicode Standard Annex 15) has at most 30 marks.
MAX_CLUSTER = 32


@dataclass(frozen=True)
class Folded:
    """A folded text, with the span of the original text for each of its characters."""

    text: str
    starts: list[int]
    ends: list[int]

    def find(self, pattern: str) -> Iterator[tuple[int, int]]:
        """Yield the span of the original, in code points, of every occurrence of a fold.

        Overlapping ones are included. Left out are those that begin or end inside a character of
        the original: "." in the fold of "…".
        """
        start = self.text.find(pattern) if pattern else -1
        while start >= 0:
            if self.is_whole(start, start + len(pattern)):
                yield self.original(start, start + len(pattern))
            start = self.text.find(pattern, start + 1)

    def is_whole(self, start: int, end: int) -> bool:
        """Return whether a span of the fold is the fold of whole characters of the original."""
        starts_whole = start == 0 or self.starts[start - 1] != self.starts[start]
        return starts_whole and (end == len(self.ends) or self.ends[end - 1] != self.ends[end])

    def select(self, indexes: list[int]) -> Folded:
        """Return the fold with only these of its characters."""
        return Folded(
            "".join(map(self.text.__getitem__, indexes)),
            list(map(self.starts.__getitem__, indexes)),
            list(map(self.ends.__getitem__, indexes)),
        )

    def mapped(self, convert: Callable[[str], str]) -> Folded:
        """Return the fold with every character converted, to none, one or more characters."""
        parts = {char: convert(char) for char in set(self.text)}
        if all(len(part) == 1 for part in parts.values()):
            table = {ord(char): part for char, part in parts.items()}
            return Folded(self.text.translate(table), self.starts, self.ends)
        repeated = [index for index, char in enumerate(self.text) for _ in parts[char]]
        text = "".join(map(parts.__getitem__, self.text))
        offsets = self.select(repeated)
        return Folded(text, offsets.starts, offsets.ends)

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original, in code points, of a non-empty span of the fold."""
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> str:
    """Return the text as a search key.

    fold(a + b) == fold(a) + fold(b), unless b begins with a combining mark.
    """
    if text.isascii():
        return text.lower()
    return "".join(_fold_cluster(text[start:end]) for start, end in clusters(text))


@lru_cache(256)
def fold_with_origins(text: str) -> Folded:
    """Return the fold of a text, with the offsets of the original text."""
    if text.isascii():  # The most frequent case, in which only the case of letters changes.
        return Folded(text.lower(), list(range(len(text))), list(range(1, len(text) + 1)))
    folds, starts, ends = [], [], []
    for start, end in clusters(text):
        cluster = _fold_cluster(text[start:end])
        folds.append(cluster)
        starts.extend([start] * len(cluster))
        ends.extend([end] * len(cluster))
    return Folded("".join(folds), starts, ends)


def clusters(text: str) -> list[tuple[int, int]]:
    """Return the spans that NFKC treats separately: a character with the marks that follow it.

    No span is longer than MAX_CLUSTER, because normalization sorts marks in quadratic time.
    """
    starts: list[int] = []
    for index, char in enumerate(text):
        if not starts or not extends(char) or index - starts[-1] == MAX_CLUSTER:
            starts.append(index)
    return list(pairwise([*starts, len(text)]))


@lru_cache(_CACHED_CHARACTERS)
def extends(char: str) -> bool:
    """Return whether a character may combine with the one before it, or is an invisible one."""
    if char.isascii():
        return False
    first = unicodedata.normalize("NFKD", char)[0]
    is_jamo = "\u1160" <= first <= "\u11ff"
    return is_jamo or unicodedata.category(first) in ("Mn", "Mc", "Me", "Cf")


@lru_cache(_CACHED_CHARACTERS)
def _fold_cluster(cluster: str) -> str:
    visible = "".join(char for char in cluster if not is_ignorable(char))
    composed = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", visible).casefold())
    return "".join(map(simplified, composed))


def is_ignorable(char: str) -> bool:
    """Return whether a character is invisible: a format character or a variation selector."""
    is_selector = "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
    return is_selector or unicodedata.category(char) == "Cf"


@lru_cache(_CACHED_CHARACTERS)
def simplified(char: str) -> str:
    """Return a Traditional character as Simplified, any other character as it is."""
    # OpenCC takes UTF-8 C strings, which cannot hold lone surrogates and end at NUL.
    if char.isascii() or "\ud800" <= char <= "\udfff":
        return char
    converted = _EXTRA_CONVERSIONS.get(char) or _converter().convert(char)
    # 薴 becomes 苧, which is itself Traditional: convert until nothing changes.
    return converted if converted == char else simplified(converted)


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")
