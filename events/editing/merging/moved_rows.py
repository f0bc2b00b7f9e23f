"""What refers to a merged record again if its merge is undone, and what stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models

from events.editing.merging import texts
from events.editing.merging.current_rows import current_references, with_equivalent
from events.editing.merging.original_rows import OriginalRow, original_rows
from events.editing.merging.references import Reference, Write, references_to
from sources.models import Snapshot
from sources.models.history import history_of
from sources.models.merging import Mergeable


@dataclass(frozen=True)
class Merge:
    """The merge of a record, read from its history."""

    before: Write | None
    """The record before it was merged; None if the history does not know how it was merged."""
    context: UUID | None = None
    """The context of its merge in the history."""
    contexts: frozenset[UUID] = frozenset()
    """That context, and those of the merges of its targets since."""
    at: datetime | None = None
    """The moment of its merge."""

    @classmethod
    def of(cls, record: Mergeable) -> Merge:
        """Return the merge of a record that is merged now."""
        merge, contexts, former = cls(None), set[UUID](), None
        for write in history_of(type(record)).filter(pgh_obj=record.pk).order_by("pgh_id"):
            target: int | None = former.merged_into_id if former else None
            if write.merged_into_id != target:
                if target is None or write.merged_into_id is None:
                    contexts = set()
                    merge = cls(former, context=write.pgh_context_id, at=write.pgh_created_at)
                contexts |= {write.pgh_context_id} - {None}
            former = write
        return replace(merge, contexts=frozenset(contexts))


@dataclass
class MovedRows:
    """The rows of one table that refer to the record again if its merge is undone."""

    reference: Reference
    stored: list[int] = field(default_factory=list)
    """The ids of those in the table."""
    deleted: list[OriginalRow] = field(default_factory=list)
    """Those that a merge deleted, as the other record had the same."""
    changed: list[int] = field(default_factory=list)
    """The ids of those that somebody changed or removed since: they stay as they are."""

    @property
    def count(self) -> int:
        """The number of rows that refer to the record again."""
        return len(self.stored) + len(self.deleted)


def moved_rows(record: Mergeable) -> list[MovedRows]:
    """Return what refers to a record again if its merge is undone, for each reference."""
    merge = Merge.of(record)
    if merge.context is None or record.merged_into_id is None:
        return []
    moved, followers = [], _followers(record, merge)
    for reference in references_to(type(record)):
        if reference.name == "merged_into":
            moved.append(MovedRows(reference, followers))
        elif reference.model is Snapshot:
            found = texts.moved_texts(record.pk, record.merged_into_id, merge.contexts)
            moved.append(MovedRows(reference, list(found)))
        else:
            moved.append(_moved(reference, {record.pk, *followers}, merge))
    return moved


def _moved(reference: Reference, keys: set[int], merge: Merge) -> MovedRows:
    moved = MovedRows(reference)
    rows = original_rows(reference, keys, merge.contexts)
    found, as_merged = with_equivalent(rows), _as_merged(rows, reference)
    for row in rows:
        if row.is_deleted or row.pk not in found:
            # A row that was deleted before the merge has nothing to do with it.
            if merge.at is None or row.written_at >= merge.at:
                moved.changed.append(row.pk)
        elif not row.is_stored:
            moved.deleted.append(row)
        elif row.pk in as_merged:
            moved.stored.append(row.pk)
    return moved


def _as_merged(rows: list[OriginalRow], reference: Reference) -> set[int]:
    """Return the ids of the rows that refer to what merges let them refer to."""
    stored = reference.model._base_manager.filter(pk__in=[row.pk for row in rows])
    actual = dict(stored.values_list("pk", reference.column))
    current = current_references(rows)
    return {
        row.pk
        for row in rows
        if row.pk in actual and actual[row.pk] == current[row.pk][reference.column]
    }


def _followers(record: Mergeable, merge: Merge) -> list[int]:
    """Return the records that were merged into a record before, and went on with it."""
    model, followers = type(record), []
    merged: Iterable[Any] = record.merged_into.merged.all() if record.merged_into else ()  # type: ignore[attr-defined]
    for pk in [row.pk for row in merged if row != record]:
        writes = list(history_of(model).filter(pgh_obj=pk).order_by("pgh_id"))
        here = [index for index, write in enumerate(writes) if write.merged_into_id == record.pk]
        since = writes[here[-1] + 1 :] if here else []
        stayed_merged = all(write.merged_into_id is not None for write in since)
        if since and stayed_merged and merge.contexts & {write.pgh_context_id for write in since}:
            followers.append(pk)
    return sorted(followers)


def added_since(record: Mergeable) -> Iterator[tuple[Reference, models.QuerySet]]:
    """Yield the rows that came to the other record after the merge, and stay with it."""
    merge, into = Merge.of(record), record.merged_into_id
    if merge.before is None or into is None:
        return
    for moved in moved_rows(record):
        reference = moved.reference
        writes = reference.history().filter(**{reference.column: into})
        since = writes.filter(pgh_created_at__gt=merge.at).exclude(pgh_context__in=merge.contexts)
        before = writes.filter(pgh_created_at__lte=merge.at).values("pgh_obj_id")
        rows = reference.rows(into).filter(pk__in=since.values("pgh_obj_id"))
        yield reference, rows.exclude(pk__in=before).exclude(pk__in=moved.stored).order_by("pk")
