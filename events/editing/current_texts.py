"""Evidence follows the current texts of its articles."""

from __future__ import annotations

from django.db import models

from events.editing.reanchoring import on_new_snapshot
from events.models import Claim, Event
from sources.models import Snapshot, Source


def follow_current_texts(row: models.Model) -> None:
    """Move the evidence of a record to the current texts: it was quoted before they came."""
    if not isinstance(row, Event | Claim):
        return
    articles = row.evidence.exclude(snapshot__is_current=True).values("snapshot__source")
    current = Snapshot.objects.current().filter(source__in=articles)
    # Of an article without an original, the digest.
    snapshots = {snapshot.source_id: snapshot for snapshot in current.digests()}
    snapshots |= {snapshot.source_id: snapshot for snapshot in current.originals()}
    for snapshot in snapshots.values():
        on_new_snapshot(snapshot)


def evidence_text(source: Source) -> Snapshot | None:
    """Return the text of an article that its evidence quotes: the original, else the digest."""
    current = {snapshot.kind: snapshot for snapshot in source.snapshots.current()}
    return current.get(Snapshot.Kind.ORIGINAL) or current.get(Snapshot.Kind.DIGEST)
