"""Read the documents of existing articles again, with adapters that have improved since."""

from __future__ import annotations

import functools
import operator
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q

from sources.adapters import ADAPTERS
from sources.adapters.base import Draft, SourceError
from sources.identity.records import add_doubts, changes_of, refresh
from sources.intake.locks import lock_writing
from sources.intake.reading import read_document
from sources.intake.snapshots import (
    holds,
    make_current,
    mark_as_read,
    not_current,
    objections,
    store_aside,
)
from sources.models import Snapshot
from sources.models.snapshot import SnapshotQuerySet


@dataclass
class Rereading:
    """What a new reading of an article's current text changes.

    `fields` maps the names of bibliographic fields to (old, new) values. `added` and `removed` are
    blocks of text. `reasons` say why the new text does not become current. `error` is set if the
    document can no longer be read.
    """

    snapshot: Snapshot
    fields: dict[str, tuple[object, object]] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    has_new_text: bool = False
    reasons: list[str] = field(default_factory=list)
    error: str = ""

    @property
    def changes_anything(self) -> bool:
        """Whether there is a difference to report."""
        return bool(self.fields or self.has_new_text or self.error)


def outdated(snapshots: SnapshotQuerySet) -> SnapshotQuerySet:
    """Keep the snapshots that an older version of an adapter read."""
    present = (Q(adapter=adapter.name, adapter_version=adapter.version) for adapter in ADAPTERS)
    return snapshots.exclude(functools.reduce(operator.or_, present))


def reread(snapshot: Snapshot, *, apply: bool) -> Rereading:
    """Read the bytes of a current original again and return the differences.

    With `apply`, save them: a new text becomes a snapshot, which is current unless something
    objects, and evidence follows it. A text that is read like before is marked as read by the
    present adapter. Nothing is compared if another process replaces the text meanwhile.
    """
    result = Rereading(snapshot)
    try:
        draft = read_document(bytes(snapshot.content), snapshot.source.slug)
    except SourceError as error:
        result.error = str(error)
        return result
    with transaction.atomic():
        # A report without `apply` writes too, until it is rolled back.
        lock_writing()
        rows = Snapshot.objects.current().filter(pk=snapshot.pk)
        if unchanged := rows.select_related("source").first():
            result.snapshot = unchanged
            _compare(result, draft)
        if not apply:
            transaction.set_rollback(True)
    return result


def _compare(result: Rereading, draft: Draft) -> None:
    snapshot, source = result.snapshot, result.snapshot.source
    result.has_new_text = not holds(snapshot, draft)
    result.fields = changes_of(source, draft)
    if result.has_new_text:
        old = dict.fromkeys(snapshot.passages.order_by("position").values_list("text", flat=True))
        new = dict.fromkeys(block.text for block in draft.blocks)
        result.added = [text for text in new if text not in old]
        result.removed = [text for text in old if text not in new]
        _store(result, draft)
    else:
        mark_as_read(snapshot, draft)
    if result.reasons:
        result.fields = {}
    else:
        refresh(source, draft, may_replace=True)


def _store(result: Rereading, draft: Draft) -> None:
    """Store a new text, if it was not stored before, and make it current if nothing objects."""
    snapshot, source = result.snapshot, result.snapshot.source
    known = _stored_before(snapshot, draft)
    stored = known or store_aside(source, draft, bytes(snapshot.content), Snapshot.Kind.ORIGINAL)
    stored.source = source
    result.reasons = objections(stored, is_same_page=True)
    if not result.reasons:
        make_current(stored)
    elif not known:  # Or a person may have removed the doubt.
        add_doubts(source, (not_current(stored, result.reasons),))


def _stored_before(snapshot: Snapshot, draft: Draft) -> Snapshot | None:
    """Return the snapshot that an earlier run stored of the same bytes, read in the same way."""
    same = Snapshot.objects.originals().filter(
        source=snapshot.source_id,
        sha256=snapshot.sha256,
        text_sha256=Snapshot.digest_of(draft.text),
        adapter=draft.adapter,
        adapter_version=draft.adapter_version,
    )
    rows = same.exclude(pk=snapshot.pk).order_by("-pk")
    return next((row for row in rows if holds(row, draft)), None)
