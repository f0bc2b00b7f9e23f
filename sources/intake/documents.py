"""Ingest of one document: read it, decide which article it is, and store its text."""

from __future__ import annotations

import hashlib
import logging

from sources import adapters
from sources.adapters.base import Draft, SourceError
from sources.identity.matching import find_source, make_source
from sources.intake.snapshots import store
from sources.models import IngestItem, Snapshot

logger = logging.getLogger(__name__)


class ReadingFault(SourceError):
    """A bug in an adapter; logged with its traceback."""

    code = "fault"


def ingest_bytes(item: IngestItem, data: bytes) -> None:
    """Set source, snapshot and status of an item from the bytes of its document."""
    item.sha256 = hashlib.sha256(data).hexdigest()
    same_bytes = Snapshot.objects.originals().filter(sha256=item.sha256).select_related("source")
    snapshot = same_bytes.order_by("-pk").first()
    if snapshot and adapters.is_current(snapshot) and not _is_reverted(item, snapshot):
        item.status, item.source, item.snapshot = (
            IngestItem.Status.UNCHANGED,
            snapshot.source,
            snapshot,
        )
        return
    draft = _read(data, item.input)
    source = (snapshot.source if snapshot else None) or find_source(draft, item.input)
    item.status = IngestItem.Status.UPDATED if source else IngestItem.Status.CREATED
    item.source = source = make_source(draft, source)
    same_snapshots = (
        source.snapshots.originals()
        .current()
        .filter(text_sha256=Snapshot.digest_of(draft.text), sha256=item.sha256)
    )
    if snapshot := same_snapshots.first():
        item.status, item.snapshot = IngestItem.Status.UNCHANGED, snapshot
        return
    item.snapshot = store(source, draft, data, Snapshot.Kind.ORIGINAL)


def _is_reverted(item: IngestItem, snapshot: Snapshot) -> bool:
    """Return whether the file contains an earlier text of its article again, after another text.

    False for two copies of an article with different bytes: neither file has changed.
    """
    if snapshot.is_current:
        return False
    earlier_items = IngestItem.objects.filter(input=item.input, source=snapshot.source_id)
    last_item = earlier_items.exclude(pk=item.pk).order_by("-pk").first()
    return last_item is not None and last_item.sha256 != item.sha256


def _read(data: bytes, name: str) -> Draft:
    try:
        return adapters.read(data, name)
    except SourceError:
        raise
    except Exception as error:
        # A page on which a parser fails must not stop the run. The adapters do not use the
        # database, so only this document can be the cause.
        logger.exception("adapter failed on %s", name)
        raise ReadingFault(
            f"Reading it failed unexpectedly ({type(error).__name__}: {error}). Please report it."
        ) from error
