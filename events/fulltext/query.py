"""What a reader typed, as terms that must all match and as the text of a `tsquery`."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from events.fulltext.tokens import Token, TokenKind, tokenize
from events.fulltext.vector import quoted

_TERM = re.compile(r'"([^"]*)"|“([^”]*)”|((?:(?!"[^"]*"|“[^”]*”)\S)+)')
_MOST_CHARACTERS = 400
_MOST_TERMS = 32


@dataclass(frozen=True)
class Term:
    """One term: pieces that stand side by side, in each of the ways it may be written."""

    spellings: tuple[tuple[Token, ...], ...]


@lru_cache(256)
def terms(words: str) -> tuple[Term, ...]:
    """The terms of a query: words between spaces, and what stands in quotation marks whole.

    At most 400 characters and 32 terms are read. Terms of punctuation alone are left out.
    """
    found = [next(filter(None, match.groups()), "") for match in _TERM.finditer(_readable(words))]
    split = (tuple(tokenize(term)) for term in found)
    return tuple(Term(_spellings(term)) for term in split if term)[:_MOST_TERMS]


def query_text(words: str) -> str | None:
    """The text of the tsquery of a reader's words, None when there is nothing to look for.

    Every term must match. Chinese runs match as they are, words from their beginning (the last of
    a term; those before it whole), numbers whole. Never a syntax error.
    """
    written = [
        " | ".join(f"({_phrase(spelling)})" for spelling in term.spellings) for term in terms(words)
    ]
    return " & ".join(f"({term})" for term in dict.fromkeys(written)) or None


def _readable(words: str) -> str:
    # PostgreSQL's text holds no NUL, and UTF-8 no lone surrogates: neither can be in a text.
    return re.sub("[\x00\ud800-\udfff]", " ", words)[:_MOST_CHARACTERS]


def _spellings(term: tuple[Token, ...]) -> tuple[tuple[Token, ...], ...]:
    """The term as typed and, if it has FacebookShop, with Facebook Shop instead."""
    parted, shift = [], 0
    for piece in term:
        bounds = [*piece.word_starts, len(piece.text)]
        for at, head in enumerate(piece.word_starts):
            text = piece.text[head : bounds[at + 1]]
            position = piece.position + shift + at
            parted.append(replace(piece, text=text, position=position, word_starts=(0,)))
        shift += len(piece.word_starts) - 1
    whole = tuple(replace(piece, word_starts=(0,)) for piece in term)
    return (whole, tuple(parted)) if shift else (whole,)


def _phrase(spelling: tuple[Token, ...]) -> str:
    items: list[tuple[int, str]] = []
    for piece in spelling:
        items += _lexemes(piece, is_last=piece is spelling[-1])
    text = items[0][1]
    for (before, _), (at, lexeme) in pairwise(items):
        text += f" <-> {lexeme}" if at - before == 1 else f" <{at - before}> {lexeme}"
    return text


def _lexemes(piece: Token, *, is_last: bool) -> list[tuple[int, str]]:
    if piece.kind is TokenKind.CJK and len(piece.text) > 1:
        pairs = range(len(piece.text) - 1)
        return [(piece.position + at, quoted(piece.text[at : at + 2])) for at in pairs]
    prefix = ":*" if piece.kind is TokenKind.WORD and is_last else ""
    return [(piece.position, quoted(piece.text) + prefix)]
