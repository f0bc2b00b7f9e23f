"""Repair of damaged page text: pinyin inserted by a filter, and dropped words.

Call `is_damaged` first, then `repair`, then `strip_remains`, and `gaps` on the article's body.
`damage` and `fold` reproduce the fault itself, as its documentation and for tests.
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
TAG = r"</(?:p|div|h[1-6]|li|span|strong|em|b|a|section|blockquote)>"
# All of a run of tags is matched, or nothing: otherwise a long run before a word takes long.
REMAINS = re.compile(rf"(?:{TAG})++(?:(?=\s*$)|(?P<inside>))", re.M)


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text without the inserted readings.

    `lost` and `inferred` hold (start, length, reason) in code points of `text`. A lost character is
    U+FFFD there. An inferred character lost one byte, and only one character was possible. `count`
    is the number of removed insertions.
    """

    text: str
    lost: tuple[Span, ...]
    inferred: tuple[Span, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Stripped:
    """A text without exposed markup, and each removed piece as (offset in `text`, piece)."""

    text: str
    removed: tuple[tuple[int, str], ...]


def repair(text: str) -> Repaired:
    """Remove the filter's insertions from a damaged text and restore split characters.

    The result is exact outside `lost` for everything that `damage` does, whether the text was
    folded afterwards or not. Half-width marks in the text stay; in a folded text restored marks are
    folded too, so that no full-width mark is invented. Use it only where `is_damaged` is true: in
    other texts it would remove deliberate glosses of Traditional-only characters.
    """
    is_folded = not WIDE_MARK.search(text)
    lines = text.split("\n")
    undone_lines = [
        undo_line(line, Page(is_folded, number == len(lines)))
        for number, line in enumerate(lines, start=1)
    ]
    restored, lost, inferred = resolve("\n".join(line for line, _ in undone_lines))
    if is_folded:
        restored = fold(restored)
    return Repaired(restored, tuple(lost), tuple(inferred), sum(count for _, count in undone_lines))


def strip_remains(text: str) -> Stripped:
    """Remove closing tags that were left in the text at the end of a line.

    Where a split character swallowed the `<` of `</p>`, the page shows `/p>` as text; `repair`
    restores the `<`, and this function removes the tag.
    """
    pieces, removed, position, length = [], [], 0, 0
    for match in REMAINS.finditer(text):
        if match["inside"] is not None:
            continue
        pieces.append(text[position : match.start()])
        length += match.start() - position
        removed.append((length, match[0]))
        position = match.end()
    pieces.append(text[position:])
    return Stripped("".join(pieces), tuple(removed))
