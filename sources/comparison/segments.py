"""Two texts side by side: the pieces that both have, and those of one side."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_CHINESE = "㐀-鿿豈-﫿\U00020000-\U0003ffff"
_TOKENS = re.compile(rf"[{_CHINESE}]|\d[\d.,-]*|[^\W{_CHINESE}]+|\s+|.", re.DOTALL)
MIN_RATIO = 0.4
"""Texts with less in common are shown as one deletion and one insertion."""
MAX_EQUAL = 120
"""Characters between two differences that are shown; of more, both ends."""


@dataclass(frozen=True)
class Segment:
    """A piece of text, and its HTML element: `span` if the other side has it as well."""

    text: str
    tag: str


def compared(before: str, after: str) -> tuple[tuple[Segment, ...], tuple[Segment, ...]]:
    """Return both texts in segments.

    A Chinese character, a number or date, and a word of another script are compared as one.
    """
    if not before or not after:
        return whole(before, "del"), whole(after, "ins")
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < MIN_RATIO:
        return whole(before, "del"), whole(after, "ins")
    left, right = [], []
    for tag, i, j, k, m in matcher.get_opcodes():
        if i < j:
            left.append(Segment("".join(old[i:j]), "span" if tag == "equal" else "del"))
        if k < m:
            right.append(Segment("".join(new[k:m]), "span" if tag == "equal" else "ins"))
    return tuple(left), tuple(right)


def whole(text: str, tag: str) -> tuple[Segment, ...]:
    """Return a text as one segment; none for an empty text."""
    return (Segment(text, tag),) if text else ()


def excerpt(segments: tuple[Segment, ...]) -> tuple[Segment, ...]:
    """Return the segments with what both sides have shortened around the differences."""
    if len(segments) < 2:
        return segments
    last, parts = len(segments) - 1, []
    for index, segment in enumerate(segments):
        if segment.tag != "span" or len(segment.text) <= MAX_EQUAL:
            parts.append(segment)
            continue
        head = "" if index == 0 else segment.text[: MAX_EQUAL // 2]
        tail = "" if index == last else segment.text[-MAX_EQUAL // 2 :]
        parts.append(Segment(f"{head}…{tail}", "span"))
    return tuple(parts)
