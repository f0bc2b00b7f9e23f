"""What people wrote into rows, apart from what merges made of it, read from the history.

A merge lets rows refer to another record and deletes what would be there twice. Each row keeps in
its history what a person wrote last. With the merges of today that says what the row should be.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import models
from pghistory.models import Context

from events.editing.merging.references import Reference, Write
from events.models import Evidence, Tagged
from sources.models.history import history_of
from sources.models.merging import Mergeable

MARK = "merges"
"""The key in the context of the history of what merges, and their undoing, write."""


@dataclass(frozen=True)
class Intended:
    """One row as people wrote it.

    `references` are the columns that refer to records which can be merged, as people set them.
    `values` are all columns as they were written last. `is_meant` is whether no person deleted it,
    `is_there` whether it is in its table.
    """

    model: type[models.Model]
    pk: int
    values: dict[str, Any]
    references: dict[str, int | None]
    is_meant: bool
    is_there: bool

    def resolved(self) -> dict[str, int | None]:
        """Return the references with the targets of merged records; None for deleted ones.

        A row that would refer to itself refers to nothing.
        """
        result: dict[str, int | None] = {}
        for column, key in self.references.items():
            target = self._target(column)
            present = None if key is None else target_of(target, key)
            result[column] = None if target is self.model and present == self.pk else present
        return result

    def row(self) -> models.Model:
        """Return the row with its references resolved, unsaved."""
        return self.model(pk=self.pk, **{**self.values, **self.resolved()})

    @property
    def is_loop(self) -> bool:
        """Whether it would tie a record to itself."""
        present = self.resolved()
        by_model: dict[Any, list[int | None]] = {}
        for column, key in present.items():
            by_model.setdefault(self._target(column), []).append(key)
        return any(len(keys) > 1 and len(set(keys)) == 1 for keys in by_model.values())

    @property
    def is_complete(self) -> bool:
        """Whether all that it refers to exists."""
        present = self.resolved()
        return all(present[name] is not None for name, key in self.references.items() if key)

    @property
    def is_represented(self) -> bool:
        """Whether its table has a row in its place: this one, or one that says the same."""
        if self.is_there or self.is_loop:
            return True
        rows = self.model._base_manager.exclude(pk=self.pk)
        if self.model is Evidence:
            # The place of the same words changes with the texts of their article.
            owner = {name: self.resolved()[name] for name in ("event_id", "claim_id")}
            return rows.filter(**owner, span_sha256=self.values["span_sha256"]).exists()
        return any(rows.filter(**same).exists() for same in self._places())

    @property
    def is_free(self) -> bool:
        """Whether its table has no row in its place."""
        rows = self.model._base_manager
        return not any(rows.filter(**same).exists() for same in [{"pk": self.pk}, *self._places()])

    def _places(self) -> Iterable[dict[str, Any]]:
        """Yield the values that are unique in the table."""
        values = {**self.values, **self.resolved()}
        for columns in unique_columns(self.model):
            same = {column: values[column] for column in columns}
            if None not in same.values():
                yield same

    def _target(self, column: str) -> type[models.Model]:
        if column == "object_id":
            model = ContentType.objects.get_for_id(self.values["content_type_id"]).model_class()
            assert model is not None
            return model
        return merging_columns(self.model)[column]


def intended_rows(
    reference: Reference,
    keys: Collection[int],
    acts: Collection[UUID],
    *,
    deleted: bool = False,
    column_is_reference: bool = True,
) -> list[Intended]:
    """Return the rows that people let refer to one of these records, in the order of their ids.

    `acts` are further contexts of merges, from before these were marked. With `deleted` only rows
    that are not in their table. A column that holds no
    records which can be merged counts as it was written last.
    """
    history = reference.history()
    history = history.filter(**{f"{reference.column}__in": list(keys)})
    if deleted:
        history = history.exclude(pgh_obj_id__in=reference.model._base_manager.values("pk"))
    ids = history.values("pgh_obj_id")
    writes: dict[int, list[Write]] = {}
    for write in history_of(reference.model).filter(pgh_obj_id__in=ids).order_by("pgh_id"):
        writes.setdefault(write.pgh_obj_id, []).append(write)
    by_merges = merging_contexts(write for of in writes.values() for write in of) | set(acts)
    rows = [_intended(reference.model, pk, of, by_merges) for pk, of in sorted(writes.items())]
    if not column_is_reference:
        return [row for row in rows if row.values[reference.column] in keys]
    return [row for row in rows if row.references[reference.column] in keys]


def _intended(
    model: type[models.Model], pk: int, writes: list[Write], by_merges: Collection[UUID]
) -> Intended:
    columns = [*merging_columns(model), *(["object_id"] if model is Tagged else [])]
    former: Write | None = None
    references: dict[str, int | None] = {}
    is_meant = False
    for write in writes:
        is_merge = write.pgh_context_id in by_merges
        if write.pgh_label == "delete":
            is_meant &= is_merge
            continue
        if former is None or not is_merge:
            is_meant = True
            for column in columns:
                value = getattr(write, column)
                if former is None or value != getattr(former, column):
                    references[column] = value
        former = write
    values = {
        field.attname: getattr(former, field.attname)
        for field in model._meta.concrete_fields
        if not field.primary_key and hasattr(former, field.attname)
    }
    return Intended(model, pk, values, references, is_meant, writes[-1].pgh_label != "delete")


def merging_contexts(writes: Iterable[Write]) -> set[UUID]:
    """Return the contexts of those of the writes that are part of a merge, or of its undoing."""
    ids = {write.pgh_context_id for write in writes} - {None}
    marked = Context.objects.filter(pk__in=ids, metadata__contains={MARK: True})
    return set(marked.values_list("pk", flat=True))


def target_of(model: type[models.Model], pk: int) -> int | None:
    """Return the key of a record, or of the one it is merged into; None if it is deleted."""
    row: Any = model._base_manager.filter(pk=pk).first()
    return None if row is None else row.merged_into_id or row.pk


@cache
def merging_columns(model: type[models.Model]) -> dict[str, type[models.Model]]:
    """Return the columns that refer to records which can be merged, with the models of these."""
    return {
        field.attname: field.related_model
        for field in model._meta.concrete_fields
        if field.name != "merged_into"
        and isinstance(field.related_model, type)
        and issubclass(field.related_model, Mergeable)
    }


@cache
def unique_columns(model: type[models.Model]) -> list[list[str]]:
    """Return the sets of columns of which a table has each combination once."""
    concrete = model._meta.concrete_model
    assert concrete is not None
    sets = [
        list(constraint.fields)
        for constraint in concrete._meta.constraints
        if isinstance(constraint, models.UniqueConstraint)
    ]
    sets += [list(names) for names in concrete._meta.unique_together]
    return [
        [getattr(model._meta.get_field(name), "attname", name) for name in names] for names in sets
    ]
