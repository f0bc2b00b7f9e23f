"""Blocks of an article with all evidence marked, including overlapping spans.

No database access.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from events.models import Evidence
from sources.models import Figure, Passage, Snapshot


@dataclass(frozen=True)
class Segment:
    """A run of text that is covered by the same evidence, or by none.

    `opens` holds the evidence whose mark starts here: this segment gets its fragment id.
    """

    text: str
    evidence: tuple[Evidence, ...] = ()
    opens: tuple[Evidence, ...] = ()
    is_gap: bool = False


@dataclass(frozen=True)
class MarkedBlock:
    """A passage prepared for display: its segments and the evidence in it."""

    passage: Passage
    segments: tuple[Segment, ...]
    evidence: tuple[Evidence, ...]
    figures: tuple[Figure, ...] = field(default=())


def marked_blocks(
    snapshot: Snapshot, passages: Sequence[Passage], evidence: Iterable[Evidence]
) -> list[MarkedBlock]:
    """Return the passages of a snapshot with the evidence marked in them.

    Evidence of this snapshot marks its exact span, except evidence anchored to a paragraph.
    Evidence of another text of the article (the original, while a digest is shown) marks its whole
    block.
    """
    by_block: dict[int, list[Evidence]] = {}
    for item in evidence:
        by_block.setdefault(item.block, []).append(item)
    return [
        MarkedBlock(
            passage,
            tuple(_segments(snapshot, passage, by_block.get(passage.position, []))),
            tuple(by_block.get(passage.position, [])),
        )
        for passage in passages
    ]


def _segments(snapshot: Snapshot, passage: Passage, evidence: list[Evidence]) -> list[Segment]:
    spans = [(*_span(snapshot, passage, item), item) for item in evidence]
    gaps = [
        (start - passage.start, start + length - passage.start)
        for start, length, _reason in snapshot.gaps
        if passage.start <= start <= passage.end
    ]
    edges = {0, len(passage.text)}
    for start, end, _item in spans:
        edges |= {start, end}
    for start, end in gaps:
        edges |= {start, end}
    ordered = sorted(edge for edge in edges if 0 <= edge <= len(passage.text))
    segments: list[Segment] = []
    opened: set[int] = set()
    for start, stop in zip(ordered, [*ordered[1:], None], strict=True):
        segments += [Segment("", is_gap=True) for low, high in gaps if low == high == start]
        if stop is None:
            break
        covering = tuple(item for low, high, item in spans if low <= start and stop <= high)
        opens = tuple(item for item in covering if item.pk not in opened)
        opened |= {item.pk for item in opens}
        is_gap = any(low <= start and stop <= high for low, high in gaps if low < high)
        segments.append(Segment(passage.text[start:stop], covering, opens, is_gap=is_gap))
    return segments


def _span(snapshot: Snapshot, passage: Passage, item: Evidence) -> tuple[int, int]:
    if item.snapshot_id != snapshot.pk or item.anchor == Evidence.Anchor.PARAGRAPH:
        return 0, len(passage.text)
    return max(0, item.start - passage.start), min(len(passage.text), item.end - passage.start)
