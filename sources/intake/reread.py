"""Read the documents of existing articles again, with adapters that have improved since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import QuerySet

from sources import adapters
from sources.adapters.base import Draft, SourceError
from sources.identity.records import add_doubts, changes_of, refresh
from sources.intake.reading import read_document
from sources.intake.snapshots import make_current, not_current, objections, store_aside
from sources.models import Snapshot


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


def outdated(snapshots: QuerySet[Snapshot]) -> Iterator[Snapshot]:
    """Yield the snapshots that an older version of an adapter read."""
    for snapshot in snapshots.iterator(chunk_size=100):
        if not adapters.is_current(snapshot):
            yield snapshot


def reread(snapshot: Snapshot, *, apply: bool) -> Rereading:
    """Read the bytes of a current original again and return the differences.

    With `apply`, save them: a new text becomes a snapshot, which is current unless something
    objects, and evidence follows it.
    """
    result = Rereading(snapshot)
    try:
        draft = read_document(bytes(snapshot.content), snapshot.source.slug)
    except SourceError as error:
        result.error = str(error)
        return result
    with transaction.atomic():
        _compare(result, draft)
        if not apply:
            transaction.set_rollback(True)
    return result


def _compare(result: Rereading, draft: Draft) -> None:
    snapshot, source = result.snapshot, result.snapshot.source
    old = [(row.kind, row.level, row.text) for row in snapshot.passages.order_by("position")]
    new = [(block.kind, block.level, block.text) for block in draft.blocks]
    result.has_new_text = old != new
    result.added = [text for _kind, _level, text in new if text not in {row[2] for row in old}]
    result.removed = [text for _kind, _level, text in old if text not in {row[2] for row in new}]
    result.fields = changes_of(source, draft)
    if result.has_new_text:
        stored = store_aside(source, draft, bytes(snapshot.content), Snapshot.Kind.ORIGINAL)
        result.reasons = objections(stored, is_same_page=True)
        if result.reasons:
            add_doubts(source, (not_current(stored, result.reasons),))
            result.fields = {}
            return
        make_current(stored)
    refresh(source, draft, may_replace=True)
