"""Marked blocks of an article arranged for a page: lists grouped, headings in outline order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from events.annotation.highlights import MarkedBlock
from events.models import Claim, Event
from sources.models import Passage

RUN_KINDS = {Passage.Kind.LIST_ITEM, Passage.Kind.REFERENCE, Passage.Kind.CREDIT}
# The page's title is level 1 and the text's own heading level 2.
FIRST_LEVEL, LAST_LEVEL = 3, 6


@dataclass(frozen=True)
class TextBlock:
    """A block with the events and claims it supports, without duplicates."""

    marked: MarkedBlock
    level: int
    owners: tuple[Event | Claim, ...]
    is_whole: bool  # the evidence covers the whole block


@dataclass(frozen=True)
class TextRun:
    """Neighbouring blocks that form one list, or a single block."""

    kind: str
    blocks: tuple[TextBlock, ...]


def text_runs(blocks: Sequence[MarkedBlock]) -> list[TextRun]:
    """Return the blocks in order; list items, references and credits are grouped into runs."""
    levels = outline_levels(block.passage.level or 2 for block in blocks if _is_heading(block))
    shown = [_text_block(block, next(levels) if _is_heading(block) else 0) for block in blocks]
    runs = []
    for kind, group in groupby(shown, key=lambda block: block.marked.passage.kind):
        if kind in RUN_KINDS:
            runs.append(TextRun(kind, tuple(group)))
        else:
            runs += [TextRun(kind, (block,)) for block in group]
    return runs


def outline_levels(levels: Iterable[int]) -> Iterator[int]:
    """Yield the heading levels for a page: the same outline, starting at FIRST_LEVEL.

    No level is skipped; levels below LAST_LEVEL become LAST_LEVEL.
    """
    above: list[int] = []
    for level in levels:
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        yield min(FIRST_LEVEL + len(above) - 1, LAST_LEVEL)


def _is_heading(block: MarkedBlock) -> bool:
    return block.passage.kind == Passage.Kind.HEADING


def _text_block(block: MarkedBlock, level: int) -> TextBlock:
    owners = tuple(
        {(type(item.owner), item.owner.pk): item.owner for item in block.evidence}.values()
    )
    is_covered = all(segment.evidence for segment in block.segments if segment.text)
    return TextBlock(block, level, owners, bool(block.evidence) and is_covered)
