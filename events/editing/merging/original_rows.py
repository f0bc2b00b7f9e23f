"""Rows as people wrote them, without what merges made of them, read from the history.

A merge lets rows refer to another record, and deletes what would be there twice. The history has
what a person wrote into a row last. Together with the merges of today that says what the row is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import models
from pghistory.models import Context

from events.editing.merging.references import Reference, Write
from events.models import Tagged
from sources.models.history import history_of, writes_by_row
from sources.models.merging import Mergeable

MERGE_MARK = "merges"
"""The key that marks the contexts of the history in which a merge, or its undoing, writes."""


@dataclass(frozen=True)
class OriginalRow:
    """One row as people wrote it.

    `values` are all columns as they were written last, at `written_at`. `references` are those that
    refer to records which can be merged, as people set them. `is_deleted` is whether a person
    deleted the row, `is_stored` whether it is in its table.
    """

    model: type[models.Model]
    pk: int
    values: dict[str, Any]
    references: dict[str, int | None]
    is_deleted: bool
    is_stored: bool
    written_at: datetime

    def original(self, column: str) -> Any:
        """Return the value of a column, as a person set it."""
        return self.references.get(column, self.values[column])

    def model_of(self, column: str) -> type[models.Model]:
        """Return the model of the records to which a column refers."""
        if column != "object_id":
            return mergeable_columns(self.model)[column]
        model = ContentType.objects.get_for_id(self.values["content_type_id"]).model_class()
        assert model is not None
        return model


def original_rows(
    reference: Reference,
    keys: Collection[int],
    contexts: Collection[UUID],
    *,
    deleted: bool = False,
) -> list[OriginalRow]:
    """Return the rows that people let refer to one of these records, in the order of their ids.

    `contexts` are those of merges from before these were marked. With `deleted` only rows that are
    not in their table. One query for the rows, and one for their contexts.
    """
    history = reference.history().filter(**{f"{reference.column}__in": list(keys)})
    if deleted:
        history = history.exclude(pgh_obj_id__in=reference.model._base_manager.values("pk"))
    ids = history.values("pgh_obj_id")
    writes = writes_by_row(history_of(reference.model).filter(pgh_obj_id__in=ids))
    by_merges = merge_contexts(write for of_row in writes.values() for write in of_row)
    rows = [
        _original(reference.model, pk, of_row, by_merges | set(contexts))
        for pk, of_row in sorted(writes.items())
    ]
    return [row for row in rows if row.original(reference.column) in keys]


def _original(
    model: type[models.Model], pk: int, writes: list[Write], by_merges: Collection[UUID]
) -> OriginalRow:
    columns = [*mergeable_columns(model), *(["object_id"] if model is Tagged else [])]
    former: Write | None = None
    references: dict[str, int | None] = {}
    is_deleted = False
    for write in writes:
        is_merge = write.pgh_context_id in by_merges
        if write.pgh_label == "delete":
            is_deleted |= not is_merge
            continue
        if former is None or not is_merge:
            is_deleted = False
            for column in columns:
                value = getattr(write, column)
                if former is None or value != getattr(former, column):
                    references[column] = value
        former = write
    is_stored, written_at = writes[-1].pgh_label != "delete", writes[-1].pgh_created_at
    values = _values(model, former)
    return OriginalRow(model, pk, values, references, is_deleted, is_stored, written_at)


def _values(model: type[models.Model], write: Write) -> dict[str, Any]:
    """Return the columns of a write, without those that the history leaves out."""
    return {
        field.attname: getattr(write, field.attname)
        for field in model._meta.concrete_fields
        if not field.primary_key and hasattr(write, field.attname)
    }


def merge_contexts(writes: Iterable[Write]) -> set[UUID]:
    """Return the contexts of those of the writes that a merge, or its undoing, made; one query."""
    ids = {write.pgh_context_id for write in writes} - {None}
    marked = Context.objects.filter(pk__in=ids, metadata__contains={MERGE_MARK: True})
    return set(marked.values_list("pk", flat=True))


@cache
def mergeable_columns(model: type[models.Model]) -> dict[str, type[models.Model]]:
    """Return the columns that refer to records which can be merged, with the models of these."""
    return {
        field.attname: field.related_model
        for field in model._meta.concrete_fields
        if field.name != "merged_into"
        and isinstance(field.related_model, type)
        and issubclass(field.related_model, Mergeable)
    }
