"""What differs in writing and not in meaning, made the same; for keys only, never for display.

NFKC and case folding (Unicode Standard Annex 15 and chapter 3.13), invisible characters dropped,
Traditional characters as Simplified by OpenCC's t2s. Characters are converted one by one, so that
a fold never depends on its neighbours: the fold of a text contains the fold of each of its parts.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from opencc import OpenCC

# OpenCC leaves 著 as it is, being right in 著作; as a particle (跟著) Simplified has 着.
_MORE = {"著": "着"}
_CACHED_CHARACTERS = 65536


@dataclass(frozen=True)
class Folded:
    """A folded text and, for each of its characters, the span of the original it came from."""

    text: str
    starts: list[int]
    ends: list[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original (code points) of a span of the folded text, not empty."""
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> str:
    """The text as a search key: fold(a + b) == fold(a) + fold(b) unless b begins with a mark."""
    if text.isascii():
        return text.lower()
    return "".join(_fold_cluster(text[start:end]) for start, end in _clusters(text))


@lru_cache(256)
def fold_with_origins(text: str) -> Folded:
    """As `fold`, with the way back to the original's offsets."""
    if text.isascii():  # Most of what is folded, and nothing but its case can change.
        return Folded(text.lower(), list(range(len(text))), list(range(1, len(text) + 1)))
    pieces, starts, ends = [], [], []
    for start, end in _clusters(text):
        piece = _fold_cluster(text[start:end])
        pieces.append(piece)
        starts.extend([start] * len(piece))
        ends.extend([end] * len(piece))
    return Folded("".join(pieces), starts, ends)


def _clusters(text: str) -> list[tuple[int, int]]:
    """The spans that NFKC treats on their own: a character with the marks that follow it."""
    bounds = [at for at, char in enumerate(text) if at == 0 or not _joins(char)]
    return list(pairwise([*bounds, len(text)]))


@lru_cache(_CACHED_CHARACTERS)
def _joins(char: str) -> bool:
    """Whether a character may fuse with the one before it, or is dropped from behind it."""
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
    # OpenCC speaks UTF-8, which has no lone surrogates and ends strings at NUL.
    if char.isascii() or "\ud800" <= char <= "\udfff":
        return char
    simple = _MORE.get(char) or _converter().convert(char)
    # 薴 becomes 苧, which is itself Traditional: a fold is done when it changes nothing more.
    return simple if simple == char else _simplified(simple)


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")
