"""Splitting of a folded text into tokens with positions.

A run of Chinese, Japanese or Korean characters is one token, in which each character takes one
position. A Latin (or other alphabetic) word takes one position, and so does a number. Letters and
digits are separate tokens: Q4 is "q", "4". Joiners between tokens (spaces, hyphens, the point in
1.7) take no position. Any other punctuation takes one, so that a phrase does not match across two
clauses.
"""

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from sources.languages.folding import fold_with_origins

_CJK = (
    "\u3005-\u3007\u3021-\u3029\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f"
    "\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_JOINERS = r"[ \t\u00a0\-_.'’·&/+@#]"
_TOKEN = re.compile(rf"(?P<cjk>[{_CJK}]+)|(?P<number>\d+)|(?P<word>(?:(?![{_CJK}])[^\W\d_])+)")
_JOINED = re.compile(rf"{_JOINERS}*")
_CASE_BOUNDARY = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_MAX_LENGTH = 100  # code points; a lexeme must stay below 2 KB of UTF-8
_MAX_WORD_STARTS = 8


class TokenKind(Enum):
    """The kinds of token, which match by character pairs, as a prefix, or as a whole."""

    CJK = "cjk"
    WORD = "word"
    NUMBER = "number"


@dataclass(frozen=True)
class Token:
    """One token: its folded text, its span in the folded text and its first position.

    `word_starts` are the offsets in the token where a word begins: 0 and 8 in FacebookShop.
    """

    kind: TokenKind
    text: str
    start: int
    end: int
    position: int
    word_starts: tuple[int, ...] = (0,)

    @property
    def width(self) -> int:
        """Return the number of positions that the token takes."""
        return len(self.text) if self.kind is TokenKind.CJK else 1


@lru_cache(1024)
def tokenize(text: str) -> tuple[Token, ...]:
    """Fold a text and return its tokens.

    The text must not be folded yet: capital letters inside a word show where its parts begin.
    """
    folded = fold_with_origins(text)
    boundaries = {match.start() for match in _CASE_BOUNDARY.finditer(text)}
    tokens: list[Token] = []
    position = end = 0
    for match in _TOKEN.finditer(folded.text):
        if not _JOINED.fullmatch(folded.text, end, match.start()):
            position += 1
        start, end = match.span()
        kind = TokenKind(match.lastgroup)
        key = match[0] if kind is TokenKind.CJK else match[0][:_MAX_LENGTH]
        is_word = kind is TokenKind.WORD
        word_starts = _word_starts(folded.starts[start:end], boundaries) if is_word else (0,)
        tokens.append(Token(kind, key, start, end, position, word_starts))
        position += tokens[-1].width
    return tuple(tokens)


def _word_starts(origins: list[int], boundaries: set[int]) -> tuple[int, ...]:
    """Return at most eight offsets where words begin in a token: a long code is no compound.

    `origins` holds the original offset of each character, `boundaries` are original offsets.
    """
    length = min(len(origins), _MAX_LENGTH)
    inner = [offset for offset in range(1, length) if origins[offset] in boundaries]
    return (0, *inner[: _MAX_WORD_STARTS - 1])
