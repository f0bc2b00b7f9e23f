"""Undo damage to the text of a page before it is read: injected pinyin, and words dropped.

`is_damaged` first, then `repair`, then `strip_remains`; `gaps` on the article's body. `damage`
and `fold` are the fault itself, kept as its documentation and for tests.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sources.repair.damage import FOLDED, damage, fold
from sources.repair.detection import is_damaged
from sources.repair.gaps import Gap, gaps, gaps_against
from sources.repair.inference import Span, resolve
from sources.repair.undo import Page, undo_line

__all__ = [
    "Gap",
    "Repaired",
    "Stripped",
    "damage",
    "fold",
    "gaps",
    "gaps_against",
    "is_damaged",
    "repair",
    "strip_remains",
]

WIDE_MARK = re.compile(f"[{''.join(map(chr, FOLDED))}]")
REMAINS = re.compile(
    r"(?:</(?:p|div|h[1-6]|li|span|strong|em|b|a|section|blockquote)>)+(?=\s*$)", re.M
)


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text with the injected readings taken out.

    `lost` and `inferred` hold (start, length, reason) in code points of `text`: a lost character
    is U+FFFD there; an inferred one was half swallowed and left only one choice. `count` is the
    number of insertions undone.
    """

    text: str
    lost: tuple[Span, ...]
    inferred: tuple[Span, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Stripped:
    """A text without exposed markup, and each piece taken out: (offset in `text`, the piece)."""

    text: str
    removed: tuple[tuple[int, str], ...]


def repair(text: str) -> Repaired:
    """Take the filter's insertions out of a damaged text and put split characters together.

    Exact outside `lost` for everything `damage` does, folded afterwards or not. Half-width marks
    that are shown stay as they are; in a folded text restored marks are folded too, so none are
    invented. For texts that `is_damaged` finds damaged: in others a deliberate gloss of a
    Traditional-only character would be taken out.
    """
    is_folded = not WIDE_MARK.search(text)
    lines = text.split("\n")
    undone = [
        undo_line(line, Page(is_folded, number == len(lines)))
        for number, line in enumerate(lines, start=1)
    ]
    restored, lost, inferred = resolve("\n".join(line for line, _ in undone))
    if is_folded:
        restored = fold(restored)
    return Repaired(restored, tuple(lost), tuple(inferred), sum(count for _, count in undone))


def strip_remains(text: str) -> Stripped:
    """Take out closing tags left in the text at the end of a line.

    Where a split character swallowed the `<` of `</p>`, the page's reader saw `/p>` as words;
    `repair` puts the `<` back, and this takes the tag out.
    """
    kept, removed, at, length = [], [], 0, 0
    for found in REMAINS.finditer(text):
        kept.append(text[at : found.start()])
        length += found.start() - at
        removed.append((length, found[0]))
        at = found.end()
    kept.append(text[at:])
    return Stripped("".join(kept), tuple(removed))
