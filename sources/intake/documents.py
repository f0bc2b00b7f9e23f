"""Ingest of one document: read it, decide which article it is, and store its text."""

from __future__ import annotations

import hashlib
import logging

from sources import adapters
from sources.adapters.base import Draft, SourceError
from sources.identity.matching import Match, match
from sources.identity.records import add_doubts, new_source, refresh
from sources.intake.snapshots import make_current, not_current, objections, store_aside
from sources.models import IngestItem, Snapshot, Source

logger = logging.getLogger(__name__)


class ReadingFault(SourceError):
    """A bug in an adapter; logged with its traceback."""

    code = "fault"


def ingest_bytes(item: IngestItem, data: bytes) -> None:
    """Set source, snapshot and status of an item from the bytes of its document."""
    item.sha256 = hashlib.sha256(data).hexdigest()
    same_bytes = Snapshot.objects.originals().filter(sha256=item.sha256).select_related("source")
    known = same_bytes.order_by("-pk").first()
    if known and adapters.is_current(known):
        _see_again(item, known)
    else:
        ingest_draft(item, data, _read(data, item.input), known.source if known else None)


def ingest_draft(item: IngestItem, data: bytes, draft: Draft, source: Source | None) -> None:
    """Store a draft; `source` is its article if the same bytes are known already."""
    result = Match(source) if source else match(draft)
    item.source = source = result.source or new_source(draft, result.repost_of)
    item.snapshot = snapshot = store_aside(source, draft, data, Snapshot.Kind.ORIGINAL)
    reasons = objections(snapshot)
    refresh(source, draft, is_current=not reasons)
    if reasons:
        item.status = IngestItem.Status.KEPT
        add_doubts(source, (not_current(snapshot, reasons),))
    else:
        item.status = IngestItem.Status.UPDATED if result.source else IngestItem.Status.CREATED
        make_current(snapshot)
    add_doubts(source, result.doubts)


def _see_again(item: IngestItem, snapshot: Snapshot) -> None:
    """Set the result of an item with known bytes.

    Where the file has the earlier text of its article again, after another text, that text becomes
    current again if nothing objects.
    """
    item.source, item.snapshot = snapshot.source, snapshot
    item.status = IngestItem.Status.UNCHANGED
    if not _is_reverted(item, snapshot):
        return
    if reasons := objections(snapshot):
        item.status = IngestItem.Status.KEPT
        add_doubts(snapshot.source, (not_current(snapshot, reasons),))
    else:
        item.status = IngestItem.Status.UPDATED
        make_current(snapshot)


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
