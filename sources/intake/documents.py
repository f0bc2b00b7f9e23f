"""Ingest of one document: decide which article it is, and store its text."""

from __future__ import annotations

import hashlib

from sources import adapters
from sources.adapters.base import Draft
from sources.identity.matching import Match, match
from sources.identity.records import add_doubts, new_source, refresh
from sources.intake.snapshots import make_current, not_current, objections, store_aside
from sources.intake.stored import draft_of
from sources.models import IngestItem, Snapshot


def is_unchanged(item: IngestItem, data: bytes) -> bool:
    """Return whether the bytes of an item were read before and need not be read again.

    Set the item's source, snapshot and status in that case.
    """
    snapshot = _with_same_bytes(data)
    if not (snapshot and adapters.is_current(snapshot)) or _is_reverted(item, snapshot):
        return False
    _see_again(item, snapshot)
    return True


def ingest_draft(item: IngestItem, data: bytes, draft: Draft) -> None:
    """Store the draft of an item, and set the item's source, snapshot and status."""
    known = _with_same_bytes(data)
    if known and adapters.is_current(known):
        # The file was reverted, or another run has stored it since.
        _see_again(item, known)
        return
    result = (
        Match(known.source, is_same_page=True) if known else match(draft, _sources_of_file(item))
    )
    item.source = source = result.source or new_source(draft, result.repost_of)
    item.snapshot = snapshot = store_aside(source, draft, data, Snapshot.Kind.ORIGINAL)
    if reasons := objections(snapshot, is_same_page=result.is_same_page):
        _keep(item, snapshot, reasons)
    else:
        item.status = IngestItem.Status.UPDATED if result.source else IngestItem.Status.CREATED
        make_current(snapshot)
        if result.source:
            refresh(source, draft, may_replace=result.is_same_page)
    add_doubts(source, result.doubts)


def _see_again(item: IngestItem, snapshot: Snapshot) -> None:
    """Set the result of an item with known bytes.

    Where the file has the earlier text of its article again, after another text, that text becomes
    current again if nothing objects, with what was read beside it.
    """
    item.sha256, item.source, item.snapshot = snapshot.sha256, snapshot.source, snapshot
    item.status = IngestItem.Status.UNCHANGED
    if not _is_reverted(item, snapshot):
        return
    if reasons := objections(snapshot, is_same_page=True):
        _keep(item, snapshot, reasons)
    else:
        item.status = IngestItem.Status.UPDATED
        make_current(snapshot)
        refresh(snapshot.source, draft_of(snapshot), may_replace=True)


def _keep(item: IngestItem, snapshot: Snapshot, reasons: list[str]) -> None:
    """Set the result of an item whose text is stored but not current, and add a doubt."""
    item.status, item.error = IngestItem.Status.KEPT, not_current(snapshot, reasons)
    add_doubts(snapshot.source, (item.error,))


def _sources_of_file(item: IngestItem) -> list[int]:
    """Return the ids of the Sources that the item's file was read as before."""
    earlier_items = IngestItem.objects.filter(input=item.input).exclude(source=None)
    earlier_items = earlier_items.exclude(pk=item.pk)
    return list(earlier_items.order_by("source").values_list("source", flat=True).distinct())


def _with_same_bytes(data: bytes) -> Snapshot | None:
    same_bytes = Snapshot.objects.originals().filter(sha256=hashlib.sha256(data).hexdigest())
    return same_bytes.select_related("source").order_by("-pk").first()


def _is_reverted(item: IngestItem, snapshot: Snapshot) -> bool:
    """Return whether the file contains an earlier text of its article again, after another text.

    False for two copies of an article with different bytes: neither file has changed.
    """
    if snapshot.is_current:
        return False
    earlier_items = IngestItem.objects.filter(input=item.input, source=snapshot.source_id)
    last_item = earlier_items.exclude(pk=item.pk).order_by("-pk").first()
    return last_item is not None and last_item.sha256 != snapshot.sha256
