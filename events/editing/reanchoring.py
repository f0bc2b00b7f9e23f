"""Re-anchoring of evidence to a new text of its article: an original, a new version or a digest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events.annotation import anchors
from events.annotation.quotations import find_quotation
from events.editing.locators import locate, passage_at
from events.editing.support import Annotated, dependants, require_no_dependants, retract_all
from events.models import Evidence
from sources.identity.records import refresh
from sources.intake.snapshots import make_current
from sources.intake.stored import draft_of
from sources.models import Passage, Snapshot, Source

STATES = {
    "exact": Evidence.Anchor.EXACT,
    "moved": Evidence.Anchor.MOVED,
    "changed": Evidence.Anchor.CHANGED,
    "ambiguous": Evidence.Anchor.AMBIGUOUS,
    "orphan": Evidence.Anchor.ORPHAN,
}

QUOTED_TWICE = "The same words are quoted for this record already."
"""The note on evidence that was not moved, because the record has other evidence there."""

Fields = dict[str, Snapshot | int | str | None]
"""New values of fields of Evidence. With "snapshot" the evidence moves, else it stays."""


class Outcome(NamedTuple):
    """What becomes of one piece of evidence: the state of its anchor afterwards, and a note."""

    evidence: Evidence
    anchor: str
    note: str


def on_new_snapshot(snapshot: Snapshot) -> None:
    """Move the evidence of an article to its current snapshot where its quotation is found.

    Evidence whose quotation is found exactly moves to the snapshot. Other evidence stays on its
    old text and is flagged with the result of the search, so that an editor can decide. Evidence
    on a whole block of a digest moves to the same block of a new digest. Flagged evidence on the
    snapshot itself, which is current again, is found there.
    """
    for evidence, fields in _changes(snapshot):
        changed = {name for name, value in fields.items() if getattr(evidence, name) != value}
        for name in changed:
            setattr(evidence, name, fields[name])
        if changed:
            evidence.save(update_fields=changed)


def preview(snapshot: Snapshot) -> list[Outcome]:
    """Return what `on_new_snapshot` would do to each piece of evidence, without saving."""
    return [
        Outcome(evidence, str(fields["anchor"]), str(fields["anchor_note"]))
        for evidence, fields in _changes(snapshot)
    ]


def lost_support(snapshot: Snapshot) -> list[Annotated]:
    """Return the published records that lose their last support if the snapshot gets current."""
    outcomes = preview(snapshot)
    healed = [row.evidence.pk for row in outcomes if row.anchor != Evidence.Anchor.ORPHAN]
    return dependants(Evidence.objects.filter(pk__in=_orphans(outcomes)), healed=healed)


def objections(snapshot: Snapshot) -> list[str]:
    """Return why a stored snapshot must not become current without a person.

    Words that support published records do not disappear or change by themselves. The first
    original of an article replaces its digest even without some of the words, as long as every
    record keeps other support. See settings.SNAPSHOT_GUARDS.
    """
    if not snapshot.source.snapshots.originals().current().exists() and not lost_support(snapshot):
        return []
    outcomes = preview(snapshot)
    return [
        *_objection(_orphans(outcomes), "is not in the new text", "are not in the new text"),
        *_objection(_newly_doubtful(outcomes), "is changed there", "are changed there"),
    ]


def _objection(evidence: Sequence[int], one: str, many: str) -> list[str]:
    supporting = Evidence.objects.filter(pk__in=evidence).supporting().of_published()
    count = supporting.count()
    if count == 0:
        return []
    if count == 1:
        return [f"1 quotation that supports a published record {one}."]
    return [f"{count} quotations that support published records {many}."]


def replace_text(
    *, snapshot: Snapshot, by: User | None, reason: str, retract: bool = False
) -> list[Annotated]:
    """Make a stored snapshot current, and return the published records that this retracted.

    What was read beside the text of an original, such as its title and date, follows, except what
    a person edited.

    The caller has checked the permissions, and records the user and the reason in the history; `by`
    is None for a command. Raise ValidationError without a reason, if the snapshot is current
    already, or if records would lose their last support and `retract` is false.
    """
    if not reason.strip():
        raise ValidationError(_("Give a reason."), code="no_reason")
    with transaction.atomic():
        # The row of the article is the lock of its texts.
        snapshot.source = Source.objects.select_for_update().get(pk=snapshot.source_id)
        snapshot.refresh_from_db(fields=["is_current"])
        if snapshot.is_current:
            raise ValidationError(_("This text is current already."), code="is_current")
        rows = lost_support(snapshot)
        if not retract:
            require_no_dependants(rows)
        retract_all(rows, reason, by)
        make_current(snapshot)
        if snapshot.kind == Snapshot.Kind.ORIGINAL:
            refresh(snapshot.source, draft_of(snapshot), may_replace=True)
    return rows


def _orphans(outcomes: Sequence[Outcome]) -> list[int]:
    return [row.evidence.pk for row in outcomes if row.anchor == Evidence.Anchor.ORPHAN]


def _newly_doubtful(outcomes: Sequence[Outcome]) -> list[int]:
    """Return the ids of evidence that is found today and changed or ambiguous in the new text."""
    in_doubt = Evidence.Anchor.in_doubt()
    return [
        row.evidence.pk
        for row in outcomes
        if row.anchor in in_doubt
        and row.anchor != Evidence.Anchor.ORPHAN
        and row.evidence.anchor not in in_doubt
    ]


def _changes(snapshot: Snapshot) -> list[tuple[Evidence, Fields]]:
    """Return the evidence that a snapshot concerns, each with the new values of its fields."""
    query = Evidence.objects.for_source(snapshot.source).order_by("pk")
    if snapshot.kind == Snapshot.Kind.DIGEST:
        query = query.filter(snapshot__kind=Snapshot.Kind.DIGEST)
    rows = list(query.prefetch_related("snapshot"))
    here = [row for row in rows if row.snapshot_id == snapshot.pk]
    elsewhere = [row for row in rows if row.snapshot_id != snapshot.pk]
    passages = list(snapshot.passages.order_by("position")) if elsewhere else []
    changes = [(row, _still_here(row)) for row in here]
    taken = {_place(row, {}) for row in here}
    for row in elsewhere:
        fields = _found(row, snapshot, passages)
        if "snapshot" in fields:
            place = _place(row, fields)
            if place in taken:
                # A record quotes a span once; which of the two to keep is a person's decision.
                fields = _flagged(Evidence.Anchor.AMBIGUOUS, QUOTED_TWICE)
            taken.add(place)
        changes.append((row, fields))
    return changes


def _place(evidence: Evidence, fields: Fields) -> tuple[object, ...]:
    """Return what is unique in a snapshot: the owner and the locator."""
    locator = ("block", "block_start", "block_end")
    place = (fields.get(name, getattr(evidence, name)) for name in locator)
    return (evidence.event_id, evidence.claim_id, *place)


def _still_here(evidence: Evidence) -> Fields:
    """Return the fields of evidence on the text that gets current: its quotation is in it."""
    if evidence.anchor not in Evidence.Anchor.in_doubt():
        return {"anchor": evidence.anchor, "anchor_note": evidence.anchor_note}
    is_digest = evidence.snapshot.kind == Snapshot.Kind.DIGEST
    return _flagged(Evidence.Anchor.PARAGRAPH if is_digest else Evidence.Anchor.EXACT, "")


def _found(evidence: Evidence, snapshot: Snapshot, passages: list[Passage]) -> Fields:
    """Return the fields of evidence that is on another text, after a search in the snapshot."""
    if snapshot.kind == Snapshot.Kind.DIGEST:
        return _to_digest(evidence, snapshot, passages)
    if evidence.snapshot.kind == Snapshot.Kind.ORIGINAL:
        return _to_next_text(evidence, snapshot, passages)
    return _to_original(evidence, snapshot, passages)


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


def _to_original(evidence: Evidence, snapshot: Snapshot, passages: list[Passage]) -> Fields:
    location = locate(
        snapshot,
        passages,
        evidence.block,
        evidence.block_start,
        evidence.block_end,
        evidence.span_sha256,
    )
    if location is None:
        return _flagged(Evidence.Anchor.ORPHAN, "The located text is not in the original.")
    start, in_place = location
    state = Evidence.Anchor.EXACT if in_place else Evidence.Anchor.MOVED
    length = evidence.block_end - evidence.block_start
    return _moved(snapshot, passages, start, start + length, state, "")


def _to_next_text(evidence: Evidence, snapshot: Snapshot, passages: list[Passage]) -> Fields:
    anchor = anchors.Anchor(
        evidence.start, evidence.end, evidence.quotation, evidence.prefix, evidence.suffix
    )
    result = anchors.relocate(anchor, evidence.snapshot.text, snapshot.text)
    state = STATES[str(result.state)]
    start, end = result.start, result.end
    is_in_place = state in (Evidence.Anchor.EXACT, Evidence.Anchor.MOVED)
    if is_in_place and start is not None and end is not None:
        fields = _moved(snapshot, passages, start, end, state, result.note)
        return {**fields, **_quote_in(evidence, str(fields.get("quotation", evidence.quotation)))}
    return _flagged(state, result.note)


def _to_digest(evidence: Evidence, snapshot: Snapshot, passages: list[Passage]) -> Fields:
    if evidence.block > len(passages):
        return _flagged(Evidence.Anchor.ORPHAN, "The new digest has no such block.")
    return on_digest(snapshot, passages[evidence.block - 1])


def on_digest(snapshot: Snapshot, passage: Passage) -> Fields:
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


def _moved(
    snapshot: Snapshot, passages: list[Passage], start: int, end: int, state: str, note: str
) -> Fields:
    passage = passage_at(passages, start, end)
    if passage is None:
        return _flagged(Evidence.Anchor.CHANGED, "The quotation now spans several blocks.")
    fields = anchored(anchors.Anchor.of(snapshot.text, start, end), passage)
    return {**fields, "snapshot": snapshot, **_flagged(state, note)}


def _quote_in(evidence: Evidence, quotation: str) -> Fields:
    """Return the fields of the quoted part in the words of a passage in another text."""
    if evidence.quote_start is None or quotation == evidence.quotation:
        return {}
    spans = find_quotation(quotation, evidence.quotation[evidence.quote_start : evidence.quote_end])
    if len(spans.spans) != 1:  # Nothing is quoted until an editor chooses again.
        return {"quoted": False, "quote_start": None, "quote_end": None}
    return dict(zip(("quote_start", "quote_end"), spans.spans[0], strict=True))


def _flagged(state: str, note: str) -> Fields:
    return {"anchor": state, "anchor_note": note[:500]}
