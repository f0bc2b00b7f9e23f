"""Search vectors of texts made of known fragments, put together from the fragments' own.

`vector_text` takes half a millisecond an event, which is minutes for a million. Here each fragment
is read by it once; PostgreSQL sorts and joins the lexemes when it reads the column.
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

    `lexemes` are the quoted lexemes with their positions from 1, `width` the positions taken.
    `first` and `last` are the Chinese characters at its ends, empty where there is none.
    """

    text: str
    lexemes: tuple[tuple[str, int], ...]
    width: int
    first: str
    last: str


@cache
def fragment(text: str) -> Fragment:
    entries = _ENTRY.findall(vector_text([(text, "A")]))
    lexemes = tuple(
        (f"{lexeme}:", int(at)) for lexeme, places in entries for at in re.findall(r"\d+", places)
    )
    ends = [end if "\u4e00" <= end <= "\u9fff" else "" for end in (text[:1], text[-1:])]
    return Fragment(text, lexemes, max((at for _, at in lexemes), default=0), *ends)


@cache
def bridge(before: str, after: str) -> str:
    """The quoted pair of two Chinese characters that meet where fragments do."""
    entries = _ENTRY.findall(vector_text([(before + after, "A")]))
    return next(f"{lexeme}:" for lexeme, _ in entries if len(lexeme) == 4)


def place(out: list[str], base: int, fragments: Iterable[Fragment | None], weight: str) -> int:
    """Add the lexemes of a text, as fragments with None for punctuation; where the next begins.

    `base` is the number of positions before the text. Fragments are joined by spaces, by joiners
    or by nothing; Chinese ones, which nothing parts, make pairs across their border.
    """
    at, before = base, ""
    for piece in fragments:
        if piece is None:
            at, before = at + 1, ""
            continue
        if before and piece.first:
            out.append(f"{bridge(before, piece.first)}{at}{weight}")
        for lexeme, place_ in piece.lexemes:
            out.append(f"{lexeme}{at + place_}{weight}")
        at += piece.width
        before = piece.last
    return max(at, base + 1) + 1


def place_all(out: list[str], base: int, texts: Iterable[str], weight: str) -> int:
    """Add whole texts one after another, each but once; where the next begins."""
    for text in dict.fromkeys(texts):
        base = place(out, base, (fragment(text),), weight)
    return base
