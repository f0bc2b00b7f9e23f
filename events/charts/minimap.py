"""An article in miniature: which of its blocks are cited, and how much rests on each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from events.annotation.highlights import MarkedBlock

# Per cent: an article of very many blocks still shows each as a line.
GAP = 0.15


@dataclass(frozen=True)
class Strip:
    """One block: `x` and `width` in per cent of the strip, as long as its text is.

    `count` is how many pieces of evidence cite it, `target` the first one's fragment.
    """

    position: int
    x: float
    width: float
    count: int
    target: str


def minimap(blocks: Sequence[MarkedBlock]) -> list[Strip]:
    """The blocks in order from the left to the right."""
    lengths = [max(len(block.passage.text), 1) for block in blocks]
    whole = sum(lengths)
    strips, at = [], 0
    for block, length in zip(blocks, lengths, strict=True):
        width = max(100 * length / whole - GAP, GAP)
        target = block.evidence[0].fragment if block.evidence else ""
        strips.append(
            Strip(
                block.passage.position,
                round(100 * at / whole, 3),
                round(width, 3),
                len(block.evidence),
                target,
            )
        )
        at += length
    return strips
