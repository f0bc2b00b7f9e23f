"""Search vectors of texts that consist of known fragments, built from the fragments' lexemes.

`vector_text` takes half a millisecond per event, which is minutes for a million events. Here it
runs once per fragment. PostgreSQL sorts and merges the lexemes when it reads the column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from events.fulltext import vector_text

_ENTRY = re.compile(r"('(?:[^']|'')*'):([0-9A,]+)")


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of text that neither begins nor ends with punctuation.

    `lexemes` are the quoted lexemes with their positions, counted from 1. `width` is the number of
    positions. `first` and `last` are the Chinese characters at both ends, or empty.
    """

    text: str
    lexemes: tuple[tuple[str, int], ...]
    width: int
    first: str
    last: str


@cache
def fragment(text: str) -> Fragment:
    """Return the fragment of a text, cached."""
    entries = _ENTRY.findall(vector_text([(text, "A")]))
    lexemes = tuple(
        (f"{lexeme}:", int(position))
        for lexeme, positions in entries
        for position in re.findall(r"\d+", positions)
    )
    ends = [end if "\u4e00" <= end <= "\u9fff" else "" for end in (text[:1], text[-1:])]
    return Fragment(text, lexemes, max((position for _, position in lexemes), default=0), *ends)


@cache
def bridge(before: str, after: str) -> str:
    """Return the quoted lexeme of two Chinese characters at the border of two fragments."""
    entries = _ENTRY.findall(vector_text([(before + after, "A")]))
    return next(f"{lexeme}:" for lexeme, _ in entries if len(lexeme) == 4)


def place(out: list[str], base: int, fragments: Iterable[Fragment | None], weight: str) -> int:
    """Add the lexemes of a text; return the base of the next text.

    The text is a sequence of fragments, with None for punctuation. `base` is the number of
    positions before it. Between fragments there is a space, a joiner or nothing. Chinese fragments
    with nothing between them form a pair of characters at their border.
    """
    position, before = base, ""
    for piece in fragments:
        if piece is None:
            position, before = position + 1, ""
            continue
        if before and piece.first:
            out.append(f"{bridge(before, piece.first)}{position}{weight}")
        for lexeme, offset in piece.lexemes:
            out.append(f"{lexeme}{position + offset}{weight}")
        position += piece.width
        before = piece.last
    return max(position, base + 1) + 1


def place_all(out: list[str], base: int, texts: Iterable[str], weight: str) -> int:
    """Add complete texts one after another, without duplicates; return the base of the next text."""
    for text in dict.fromkeys(texts):
        base = place(out, base, (fragment(text),), weight)
    return base
