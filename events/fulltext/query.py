"""Parsing of a reader's query into terms, which must all match, and the text of a `tsquery`."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from events.fulltext.tokens import Token, TokenKind, tokenize
from events.fulltext.vector import quoted

_TERM = re.compile(r'"([^"]*)"|“([^”]*)”|((?:(?!"[^"]*"|“[^”]*”)\S)+)')
_MAX_CHARACTERS = 400
_MAX_TERMS = 32


@dataclass(frozen=True)
class Term:
    """One term of a query. Each spelling is a sequence of adjacent tokens."""

    spellings: tuple[tuple[Token, ...], ...]


@lru_cache(256)
def terms(query: str) -> tuple[Term, ...]:
    """Return the terms of a query, separated by spaces; a quoted phrase is one term.

    At most 400 characters and 32 terms are read. Terms without a letter or digit are dropped.
    """
    matches = _TERM.finditer(_storable(query))
    texts = [next(filter(None, match.groups()), "") for match in matches]
    token_runs = (tuple(tokenize(text)) for text in texts)
    return tuple(Term(_spellings(tokens)) for tokens in token_runs if tokens)[:_MAX_TERMS]


def query_text(query: str) -> str | None:
    """Return the text of the tsquery of a reader's query, None if it contains no term.

    Every term must match. A Chinese run matches as a substring, a number as a whole. The last word
    of a term matches as a prefix, the words before it as a whole. The text is always valid tsquery
    syntax.
    """
    alternatives = [
        " | ".join(f"({_phrase(spelling)})" for spelling in term.spellings) for term in terms(query)
    ]
    return " & ".join(f"({term})" for term in dict.fromkeys(alternatives)) or None


def _storable(query: str) -> str:
    # PostgreSQL's text holds no NUL, and UTF-8 no lone surrogates: neither can be in a text.
    return re.sub("[\x00\ud800-\udfff]", " ", query)[:_MAX_CHARACTERS]


def _spellings(tokens: tuple[Token, ...]) -> tuple[tuple[Token, ...], ...]:
    """Return the term as typed and, if it has a compound as FacebookShop, also with it split."""
    split, shift = [], 0
    for token in tokens:
        bounds = [*token.word_starts, len(token.text)]
        for index, start in enumerate(token.word_starts):
            text = token.text[start : bounds[index + 1]]
            position = token.position + shift + index
            split.append(replace(token, text=text, position=position, word_starts=(0,)))
        shift += len(token.word_starts) - 1
    whole = tuple(replace(token, word_starts=(0,)) for token in tokens)
    return (whole, tuple(split)) if shift else (whole,)


def _phrase(spelling: tuple[Token, ...]) -> str:
    """Return the tsquery text of adjacent tokens: lexemes joined by <-> or <distance>."""
    lexemes: list[tuple[int, str]] = []
    for token in spelling:
        lexemes += _lexemes(token, is_last=token is spelling[-1])
    text = lexemes[0][1]
    for (previous, _), (position, lexeme) in pairwise(lexemes):
        distance = position - previous
        text += f" <-> {lexeme}" if distance == 1 else f" <{distance}> {lexeme}"
    return text


def _lexemes(token: Token, *, is_last: bool) -> list[tuple[int, str]]:
    """Return (position, quoted lexeme) pairs of a token."""
    text = token.text
    if token.kind is TokenKind.CJK and len(text) > 1:
        starts = range(len(text) - 1)
        return [(token.position + start, quoted(text[start : start + 2])) for start in starts]
    suffix = ":*" if token.kind is TokenKind.WORD and is_last else ""
    return [(token.position, quoted(text) + suffix)]
