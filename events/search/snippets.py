"""Texts with the words that were looked for set off, as parts a template prints. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from events.fulltext import highlight

_CONTEXT_BEFORE, _MAX_LENGTH = 60, 240
_GAP = "…"


@dataclass(frozen=True, slots=True)
class Part:
    """A run of text that the words found, or that lies between."""

    text: str
    is_match: bool


def marked(text: str, words: str) -> tuple[Part, ...]:
    """The whole text in parts; joined they are the text."""
    return tuple(_parts(text, highlight(text, words), 0, len(text)))


def snippet(text: str, words: str) -> tuple[Part, ...]:
    """At most 240 characters of the text around the first match; from its beginning without one.

    What is left out shows as an ellipsis. Latin words are not cut.
    """
    spans = highlight(text, words)
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
    """Whether the words occur in the text."""
    return any(part.is_match for part in parts)


def _parts(text: str, spans: list[tuple[int, int]], start: int, end: int) -> Iterable[Part]:
    at = start
    for first, last in spans:
        first, last = max(first, at), min(last, end)
        if first >= last:
            continue
        if at < first:
            yield Part(text[at:first], False)
        yield Part(text[first:last], True)
        at = last
    if at < end:
        yield Part(text[at:end], False)


def _word_start(text: str, at: int) -> int:
    """The begin of the word at this place, unless it is far: Chinese has no spaces."""
    space = text.rfind(" ", max(0, at - 20), at + 1)
    return at if space < 0 else space + 1


def _word_end(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    space = text.rfind(" ", at - 20, at + 1)
    return at if space < 0 else space
