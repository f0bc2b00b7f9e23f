"""Locators of evidence: find their spans in a text, and recognise an original by them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from events.annotation import anchors
from events.models import Evidence
from sources.models import Passage, Snapshot, Source

MAX_SEARCHED = 60_000
"""Characters of a text in which spans are also searched away from their place: each length of a
span takes one pass that hashes as many words."""


def holds_locators(source: Source, blocks: Sequence[str], least: float) -> bool:
    """Return whether a share `least` (0 to 1) of the spans of evidence on a digest is in a text.

    A span is first looked up in its place in each block, since a reading may have a block more or
    less. What is missing there is searched in whole blocks, until too much of it is missing. False
    without evidence. This is `settings.HOLDS_LOCATORS`.
    """
    evidence = Evidence.objects.for_source(source).filter(snapshot__kind=Snapshot.Kind.DIGEST)
    places: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for start, end, sha256 in evidence.values_list("block_start", "block_end", "span_sha256"):
        places[sha256].add((start, end))
    if not places:
        return False
    may_miss = len(places) - math.ceil(len(places) * least)
    missing = places.keys() - _in_place(places, blocks)
    if len(missing) <= may_miss:
        return True
    return sum(map(len, blocks)) <= MAX_SEARCHED and _are_found(
        {sha256: places[sha256] for sha256 in missing}, blocks, may_miss
    )


def _in_place(places: dict[str, set[tuple[int, int]]], blocks: Sequence[str]) -> set[str]:
    """Return the hashes of the spans that are at their offsets in any of the blocks."""
    offsets = {place for spans in places.values() for place in spans}
    return {
        Snapshot.digest_of(block[start:end])
        for block in blocks
        for start, end in offsets
        if end <= len(block)
    }


def _are_found(
    places: dict[str, set[tuple[int, int]]], blocks: Sequence[str], may_miss: int
) -> bool:
    """Return whether all but `may_miss` of the spans are anywhere in the blocks."""
    of_length: dict[int, set[str]] = defaultdict(set)
    for sha256, spans in places.items():
        for start, end in spans:
            of_length[end - start].add(sha256)
    # The most frequent lengths first: they show soonest that too much is missing.
    for length, hashes in sorted(of_length.items(), key=lambda item: -len(item[1])):
        may_miss -= len(hashes - _hashes(blocks, length))
        if may_miss < 0:
            return False
    return True


def _hashes(blocks: Sequence[str], length: int) -> set[str]:
    """Return the SHA-256 of each run of `length` characters in a block."""
    return {
        Snapshot.digest_of(block[start : start + length])
        for block in blocks
        for start in range(len(block) - length + 1)
    }


def locate(
    snapshot: Snapshot, passages: list[Passage], block: int, start: int, end: int, sha256: str
) -> tuple[int, bool] | None:
    """Return where the span of a locator begins in an original, and whether it is in place.

    `start` and `end` are offsets in block number `block` (from 1), in code points. `sha256` is the
    hash of the span. The span is in place if it is exactly at that position. Return None if it is
    not found, or found more than once elsewhere.
    """
    text, length = snapshot.text, end - start
    expected = 0
    if block <= len(passages):
        expected = passages[block - 1].start + start
        if Snapshot.digest_of(text[expected : expected + length]) == sha256:
            return expected, True
    starts = anchors.find_by_hash(text, length, sha256, near=expected)
    return (starts[0], False) if len(starts) == 1 else None


def passage_at(passages: list[Passage], start: int, end: int) -> Passage | None:
    """Return the passage that contains all of text[start:end], None if there is none."""
    return next((row for row in passages if row.start <= start and end <= row.end), None)
