"""The pieces of a folded text that are looked up, with their positions.

A Chinese, Japanese or Korean run is a piece whose characters each take a position; a Latin (or
other alphabetic) word and a number take one. Letters and digits are apart: Q4 is "q", "4". What
stands between pieces without breaking them (spaces, hyphens, the point in 1.7) takes none, any
other punctuation one, so that a phrase does not reach from one clause into the next.
"""

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from events.fulltext.folding import fold_with_origins

_CJK = (
    "\u3005-\u3007\u3021-\u3029\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f"
    "\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_JOINERS = r"[ \t\u00a0\-_.'’·&/+@#]"
_PIECE = re.compile(rf"(?P<cjk>[{_CJK}]+)|(?P<number>\d+)|(?P<word>(?:(?![{_CJK}])[^\W\d_])+)")
_GAP = re.compile(rf"{_JOINERS}*")
_HUMP = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_LONGEST = 100  # code points; a lexeme must stay below 2 KB of UTF-8
_MOST_HUMPS = 8


class TokenKind(Enum):
    """How a piece is looked up: in pairs of characters, from its beginning, or whole."""

    CJK = "cjk"
    WORD = "word"
    NUMBER = "number"


@dataclass(frozen=True)
class Token:
    """One piece: its folded text, its span in the folded text, its first position.

    `word_starts` are the offsets in the piece where a word begins: FacebookShop at 0 and 8.
    """

    kind: TokenKind
    text: str
    start: int
    end: int
    position: int
    word_starts: tuple[int, ...] = (0,)

    @property
    def width(self) -> int:
        """How many positions the piece takes."""
        return len(self.text) if self.kind is TokenKind.CJK else 1


@lru_cache(1024)
def tokenize(text: str) -> tuple[Token, ...]:
    """The pieces of a text that is not folded yet; capitals within words tell where they begin."""
    folded = fold_with_origins(text)
    humps = {match.start() for match in _HUMP.finditer(text)}
    found: list[Token] = []
    position = last = 0
    for match in _PIECE.finditer(folded.text):
        if not _GAP.fullmatch(folded.text, last, match.start()):
            position += 1
        start, last = match.span()
        kind = TokenKind(match.lastgroup)
        key = match[0] if kind is TokenKind.CJK else match[0][:_LONGEST]
        heads = (0,) if kind is not TokenKind.WORD else _heads(folded.starts[start:last], humps)
        found.append(Token(kind, key, start, last, position, heads))
        position += found[-1].width
    return tuple(found)


def _heads(origins: list[int], humps: set[int]) -> tuple[int, ...]:
    """Where words begin in a word, at most eight of them: a long code is no compound."""
    inner = [at for at in range(1, min(len(origins), _LONGEST)) if origins[at] in humps]
    return (0, *inner[: _MOST_HUMPS - 1])
