"""Minimap of an article: which of its blocks are cited, and how often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from events.annotation.highlights import MarkedBlock

# In per cent; also the minimum width, so that each of very many blocks is visible as a line.
GAP = 0.15


@dataclass(frozen=True)
class Strip:
    """A block of the article: `x` and `width` in per cent, proportional to the length of its text.

    `count` is the number of evidence items that cite it, `target` the URL fragment of the first.
    """

    position: int
    x: float
    width: float
    count: int
    target: str


def minimap(blocks: Sequence[MarkedBlock]) -> list[Strip]:
    """Return the blocks in order, from left to right."""
    lengths = [max(len(block.passage.text), 1) for block in blocks]
    total = sum(lengths)
    strips, offset = [], 0
    for block, length in zip(blocks, lengths, strict=True):
        width = max(100 * length / total - GAP, GAP)
        target = block.evidence[0].fragment if block.evidence else ""
        strips.append(
            Strip(
                block.passage.position,
                round(100 * offset / total, 3),
                round(width, 3),
                len(block.evidence),
                target,
            )
        )
        offset += length
    return strips
