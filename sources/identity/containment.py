"""How much of one text is contained in another."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from sources.languages.folding import fold

# Four tokens are rarely common to two independent sentences, and one changed character, as in a
# damaged copy, spoils no more than four of them.
SHINGLE_TOKENS = 4
# Shorter blocks, such as a subheading or "advertisement", are in too many articles.
MIN_BLOCK_TOKENS = 8
# One document needs the shingles of the same few texts several times. Those of a text of this
# length take up to 14 MB, so that longer texts are not kept.
CACHED_TEXTS, MAX_CACHED_CHARACTERS = 8, 100_000

_CJK = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"[{_CJK}]|[^\W_{_CJK}]+")


def tokens_of(text: str) -> list[str]:
    """Return the CJK characters, and the words and numbers of other scripts, of a folded text.

    Folded, so that Simplified and Traditional characters, width and case do not count.
    """
    return _TOKEN.findall(fold(text))


def shingles_of(text: str) -> frozenset[str]:
    """Return each run of SHINGLE_TOKENS tokens; of a shorter text, all tokens as one run."""
    return _cached(text) if len(text) <= MAX_CACHED_CHARACTERS else _shingles_of(text)


def _shingles_of(text: str) -> frozenset[str]:
    tokens = tokens_of(text)
    if not tokens:
        return frozenset()
    starts = range(max(1, len(tokens) - SHINGLE_TOKENS + 1))
    return frozenset(" ".join(tokens[start : start + SHINGLE_TOKENS]) for start in starts)


_cached = lru_cache(maxsize=CACHED_TEXTS)(_shingles_of)


def containment(part: frozenset[str], whole: frozenset[str]) -> float:
    """Return the share, from 0 to 1, of the shingles of a text that another text has too."""
    return len(part & whole) / len(part) if part else 0.0


def block_keys(blocks: Iterable[str]) -> set[str]:
    """Return the folded tokens of each block of at least MIN_BLOCK_TOKENS tokens."""
    tokens = (tokens_of(block) for block in blocks)
    return {" ".join(block) for block in tokens if len(block) >= MIN_BLOCK_TOKENS}
