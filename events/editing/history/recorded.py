"""The content of a record at an earlier time, read from the history that the database records."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from events.editing.proposals.content import (
    Content,
    Fields,
    PartContent,
    Relations,
    Value,
    plain,
)
from events.editing.proposals.records import RECORD_TYPES, Part
from sources.models.history import history_of, writes_by_row

Written = Any
"""A row of a history: one write to one row, with the values after it."""

Pick = Callable[[list[Written]], Written | None]
"""Chooses the write to a row, of all of them, oldest first, that shows the row at some time."""


class RecordHistory:
    """All writes to a record and to the rows that belong to it, loaded with one query a table."""

    def __init__(self, model: type[models.Model], pk: int) -> None:
        self.pk = pk
        self.record_type = RECORD_TYPES[model]
        self._record = writes_by_row(history_of(model).filter(pgh_obj=pk))
        self._relations = {
            name: _relation_writes(model, name, [pk]) for name in self.record_type.relations
        }
        self._parts = {part.name: _part_writes(part, model, pk) for part in self.record_type.parts}
        self._part_relations = {
            (part.name, name): _relation_writes(part.model, name, list(self._parts[part.name]))
            for part in self.record_type.parts
            for name in part.relations
        }

    def at(self, moment: datetime) -> Content | None:
        """Return the content after all that was written until a moment; None if it did not exist.

        The moment of a write is the begin of its transaction.
        """
        return self._content(
            lambda writes: _last(write for write in writes if write.pgh_created_at <= moment)
        )

    def before(self, act: UUID) -> Content | None:
        """Return the content that an act found; None if the record did not exist.

        The rows that the act did not write are as they are now.
        """
        return self._content(lambda writes: _around(writes, act, is_after=False))

    def after(self, act: UUID) -> Content | None:
        """Return the content that an act left; None if the record did not exist then.

        It differs from `before` only by what the act wrote, also if others wrote meanwhile.
        """
        return self._content(lambda writes: _around(writes, act, is_after=True))

    def _content(self, pick: Pick) -> Content | None:
        record = _existing(pick(self._record.get(self.pk, [])))
        if record is None:
            return None
        model = self.record_type.model
        return {
            "fields": _fields(record, self.record_type.fields),
            "relations": {
                name: _related(model, name, self._relations[name], self.pk, pick)
                for name in self.record_type.relations
            },
            "parts": {part.name: self._rows(part, pick) for part in self.record_type.parts},
        }

    def _rows(self, part: Part, pick: Pick) -> dict[str, PartContent]:
        rows: dict[str, PartContent] = {}
        owner = part.key_of(self.record_type.model, self.pk)
        for key, writes in self._parts[part.name].items():
            row = _existing(pick(writes))
            # A row can have belonged to another record before or after.
            if row is None or any(getattr(row, name) != value for name, value in owner.items()):
                continue
            relations: Relations = {
                name: _related(part.model, name, self._part_relations[part.name, name], key, pick)
                for name in part.relations
            }
            rows[str(key)] = {"fields": _fields(row, part.fields), "relations": relations}
        return rows


def content_at(row: models.Model, moment: datetime) -> Content | None:
    """Return the content of a record at a moment, in at most one query for each of its tables."""
    return RecordHistory(type(row), row.pk).at(moment)


@cache
def relation_model(model: type[models.Model], name: str) -> type[models.Model]:
    """Return the tracked model of the rows of a many-to-many relation."""
    through = getattr(model, name).through
    return next(
        proxy
        for proxy in apps.get_models()
        if proxy._meta.proxy and proxy._meta.concrete_model is through
    )


def _part_writes(part: Part, model: type[models.Model], pk: int) -> dict[int, list[Written]]:
    history = history_of(part.model)
    ids = history.filter(**part.key_of(model, pk)).values("pgh_obj_id")
    return writes_by_row(history.filter(pgh_obj_id__in=ids))


def _relation_writes(
    model: type[models.Model], name: str, keys: Collection[int]
) -> dict[int, list[Written]]:
    if not keys:
        return {}
    field: Any = model._meta.get_field(name)
    owners = {f"{field.m2m_field_name()}_id__in": list(keys)}
    return writes_by_row(history_of(relation_model(model, name)).filter(**owners))


def _related(
    model: type[models.Model], name: str, rows: dict[int, list[Written]], key: int, pick: Pick
) -> list[int]:
    """Return the ids of the rows to which the row `key` is related."""
    field: Any = model._meta.get_field(name)
    owner, related = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
    picked = (_existing(pick(writes)) for writes in rows.values())
    return sorted(
        getattr(row, related) for row in picked if row is not None and getattr(row, owner) == key
    )


def _existing(write: Written | None) -> Written | None:
    return None if write is None or write.pgh_label == "delete" else write


def _around(writes: list[Written], act: UUID, *, is_after: bool) -> Written | None:
    """Return the last write of an act, or the one before its first; the last one without any."""
    of_act = [index for index, write in enumerate(writes) if write.pgh_context_id == act]
    if not of_act:
        return writes[-1] if writes else None
    index = of_act[-1] if is_after else of_act[0] - 1
    return writes[index] if index >= 0 else None


def _last(writes: Iterable[Written]) -> Written | None:
    last = None
    for write in writes:
        last = write
    return last


def _fields(write: Written, fields: tuple[models.Field, ...]) -> Fields:
    """Return the values of a write. A column that is younger than the write is left out."""
    values: Fields = {}
    for field in fields:
        value: Value = plain(field.value_from_object(write))
        if value is not None or field.null:
            values[field.name] = value
    return values
