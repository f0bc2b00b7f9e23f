"""Re-anchoring of evidence to a new text of its article: an original, a new version or a digest."""

from __future__ import annotations

from events.annotation import anchors
from events.models import Evidence
from sources.models import Passage, Snapshot

STATES = {
    "exact": Evidence.Anchor.EXACT,
    "moved": Evidence.Anchor.MOVED,
    "changed": Evidence.Anchor.CHANGED,
    "ambiguous": Evidence.Anchor.AMBIGUOUS,
    "orphan": Evidence.Anchor.ORPHAN,
}


def on_new_snapshot(snapshot: Snapshot) -> None:
    """Move the evidence of an article to its new snapshot where its quotation is found.

    Evidence whose quotation is found exactly moves to the new text. Other evidence stays on its
    old text and is flagged with the result of the search, so that an editor can decide. Evidence
    on a whole block of a digest moves to the same block of a new digest.
    """
    older = Evidence.objects.for_source(snapshot.source).exclude(snapshot=snapshot)
    older = older.select_related("snapshot").order_by("pk")
    if snapshot.kind == Snapshot.Kind.DIGEST:
        older = older.filter(snapshot__kind=Snapshot.Kind.DIGEST)
    pending = list(older)
    passages = list(snapshot.passages.order_by("position")) if pending else []
    for evidence in pending:
        on_original = evidence.snapshot.kind == Snapshot.Kind.ORIGINAL
        if snapshot.kind == Snapshot.Kind.DIGEST:
            _to_digest(evidence, snapshot, passages)
        elif on_original:
            _to_next_text(evidence, snapshot, passages)
        else:
            _to_original(evidence, snapshot, passages)


def anchored(anchor: anchors.Anchor, passage: Passage) -> dict[str, int | str]:
    """Return the fields of Evidence that depend on an anchor and its passage."""
    return {
        "start": anchor.start,
        "end": anchor.end,
        "quotation": anchor.quotation,
        "prefix": anchor.prefix,
        "suffix": anchor.suffix,
        "sha256": anchor.sha256,
        "block": passage.position,
        "block_start": anchor.start - passage.start,
        "block_end": anchor.end - passage.start,
        "span_sha256": anchor.sha256,
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


def _to_original(evidence: Evidence, snapshot: Snapshot, passages: list[Passage]) -> None:
    location = locate(
        snapshot,
        passages,
        evidence.block,
        evidence.block_start,
        evidence.block_end,
        evidence.span_sha256,
    )
    if location is None:
        _flag(evidence, Evidence.Anchor.ORPHAN, "The located text is not in the original.")
        return
    start, in_place = location
    state = Evidence.Anchor.EXACT if in_place else Evidence.Anchor.MOVED
    length = evidence.block_end - evidence.block_start
    _move(evidence, snapshot, passages, start, start + length, state, "")


def _to_next_text(evidence: Evidence, snapshot: Snapshot, passages: list[Passage]) -> None:
    anchor = anchors.Anchor(
        evidence.start, evidence.end, evidence.quotation, evidence.prefix, evidence.suffix
    )
    result = anchors.relocate(anchor, evidence.snapshot.text, snapshot.text)
    state = STATES[str(result.state)]
    start, end = result.start, result.end
    is_in_place = state in (Evidence.Anchor.EXACT, Evidence.Anchor.MOVED)
    if is_in_place and start is not None and end is not None:
        _move(evidence, snapshot, passages, start, end, state, result.note)
    else:
        _flag(evidence, state, result.note)


def _to_digest(evidence: Evidence, snapshot: Snapshot, passages: list[Passage]) -> None:
    if evidence.block > len(passages):
        _flag(evidence, Evidence.Anchor.ORPHAN, "The new digest has no such block.")
        return
    for name, value in on_digest(snapshot, passages[evidence.block - 1]).items():
        setattr(evidence, name, value)
    evidence.save()


def on_digest(snapshot: Snapshot, passage: Passage) -> dict[str, Snapshot | int | str]:
    """Return the fields of evidence that quotes a whole block of a digest."""
    anchor = anchors.Anchor.of(snapshot.text, passage.start, passage.end)
    return {
        "snapshot": snapshot,
        "start": anchor.start,
        "end": anchor.end,
        "quotation": anchor.quotation,
        "prefix": anchor.prefix,
        "suffix": anchor.suffix,
        "sha256": anchor.sha256,
        "anchor": Evidence.Anchor.PARAGRAPH,
        "anchor_note": "",
    }


def _move(
    evidence: Evidence,
    snapshot: Snapshot,
    passages: list[Passage],
    start: int,
    end: int,
    state: str,
    note: str,
) -> None:
    passage = passage_at(passages, start, end)
    if passage is None:
        _flag(evidence, Evidence.Anchor.CHANGED, "The quotation now spans several blocks.")
        return
    fields = anchored(anchors.Anchor.of(snapshot.text, start, end), passage)
    for name, value in fields.items():
        setattr(evidence, name, value)
    evidence.snapshot, evidence.anchor, evidence.anchor_note = snapshot, state, note
    evidence.save()


def _flag(evidence: Evidence, state: str, note: str) -> None:
    evidence.anchor, evidence.anchor_note = state, note[:500]
    evidence.save(update_fields=["anchor", "anchor_note"])
