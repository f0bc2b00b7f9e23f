"""Ingest of one document: read it, decide which article it is, and store its text."""

from __future__ import annotations

import hashlib

from sources import adapters
from sources.adapters.base import Draft
from sources.identity.matching import find_source, make_source
from sources.intake.snapshots import store
from sources.models import IngestItem, Snapshot


def is_unchanged(item: IngestItem, data: bytes) -> bool:
    """Return whether the bytes of an item were read before and are still current.

    Set the item's source, snapshot and status in that case.
    """
    snapshot = _with_same_bytes(data)
    if not (snapshot and adapters.is_current(snapshot)) or _is_reverted(item, data, snapshot):
        return False
    item.sha256, item.status = snapshot.sha256, IngestItem.Status.UNCHANGED
    item.source, item.snapshot = snapshot.source, snapshot
    return True


def ingest_draft(item: IngestItem, data: bytes, draft: Draft) -> None:
    """Store the draft of an item, and set the item's source, snapshot and status."""
    snapshot = _with_same_bytes(data)
    source = (snapshot.source if snapshot else None) or find_source(draft, item.input)
    item.status = IngestItem.Status.UPDATED if source else IngestItem.Status.CREATED
    item.source = source = make_source(draft, source)
    same_snapshots = (
        source.snapshots.originals()
        .current()
        .filter(text_sha256=Snapshot.digest_of(draft.text), sha256=_sha256(data))
    )
    if snapshot := same_snapshots.first():
        item.status, item.snapshot = IngestItem.Status.UNCHANGED, snapshot
        return
    item.snapshot = store(source, draft, data, Snapshot.Kind.ORIGINAL)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _with_same_bytes(data: bytes) -> Snapshot | None:
    same_bytes = Snapshot.objects.originals().filter(sha256=_sha256(data))
    return same_bytes.select_related("source").order_by("-pk").first()


def _is_reverted(item: IngestItem, data: bytes, snapshot: Snapshot) -> bool:
    """Return whether the file contains an earlier text of its article again, after another text.

    False for two copies of an article with different bytes: neither file has changed.
    """
    if snapshot.is_current:
        return False
    earlier_items = IngestItem.objects.filter(input=item.input, source=snapshot.source_id)
    last_item = earlier_items.exclude(pk=item.pk).order_by("-pk").first()
    return last_item is not None and last_item.sha256 != _sha256(data)
