"""Highlighted texts and excerpts, as parts that a template prints. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from events.fulltext import highlight

_CONTEXT_BEFORE, _MAX_LENGTH = 60, 240
_GAP = "…"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of text that either matches the query or does not."""

    text: str
    is_match: bool


def marked(text: str, query: str) -> tuple[Part, ...]:
    """Split the whole text into parts; the parts joined give the text."""
    return tuple(_parts(text, highlight(text, query), 0, len(text)))


def snippet(text: str, query: str) -> tuple[Part, ...]:
    """Return at most 240 characters of the text around the first match.

    Without a match the excerpt starts at the beginning of the text. An ellipsis is added
    where text is omitted. Latin words are not cut.
    """
    spans = highlight(text, query)
    first = spans[0][0] if spans else 0
    start = _word_start(text, first - _CONTEXT_BEFORE) if first > _CONTEXT_BEFORE else 0
    if len(text) - start < _MAX_LENGTH:
        start = min(start, _word_start(text, max(0, len(text) - _MAX_LENGTH)))
    end = _word_end(text, min(len(text), start + _MAX_LENGTH))
    parts = list(_parts(text, spans, start, end))
    if start:
        parts.insert(0, Part(_GAP, False))
    if end < len(text):
        parts.append(Part(_GAP, False))
    return tuple(parts)


def has_match(parts: Iterable[Part]) -> bool:
    """Return whether any part matches the query."""
    return any(part.is_match for part in parts)


def _parts(text: str, spans: list[tuple[int, int]], start: int, end: int) -> Iterable[Part]:
    offset = start
    for first, last in spans:
        first, last = max(first, offset), min(last, end)
        if first >= last:
            continue
        if offset < first:
            yield Part(text[offset:first], False)
        yield Part(text[first:last], True)
        offset = last
    if offset < end:
        yield Part(text[offset:end], False)


def _word_start(text: str, offset: int) -> int:
    """Return the start of the word at an offset, if it is near: Chinese has no spaces."""
    space = text.rfind(" ", max(0, offset - 20), offset + 1)
    return offset if space < 0 else space + 1


def _word_end(text: str, offset: int) -> int:
    if offset >= len(text):
        return len(text)
    space = text.rfind(" ", offset - 20, offset + 1)
    return offset if space < 0 else space
