"""The columns through which rows refer to a record, found in the models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext as _

from events.editing.tag_rows import Key
from events.models import Claim, Event, EventPlatform, Platform, Tagged
from sources.models.history import history_of

Write = Any
"""A row of a history: one write to one row, with the values after it."""


@dataclass(frozen=True)
class Reference:
    """A column of a tracked model that holds the primary key of records of `target`.

    The tags of events and claims also name the model of the record.
    """

    model: type[models.Model]
    name: str
    target: type[models.Model]

    @property
    def column(self) -> str:
        """The attribute that holds the key."""
        return self.name if self.is_generic else f"{self.name}_id"

    @property
    def is_generic(self) -> bool:
        """Whether another column says of which model the record is."""
        return self.name == "object_id"

    def rows(self, pk: int) -> models.QuerySet:
        """Return the rows that refer to a record."""
        return self.model._base_manager.filter(**self.key(pk))

    def history(self) -> models.QuerySet[Any]:
        """Return all writes to rows that may refer to records of the model."""
        return history_of(self.model).filter(**self._type())

    def key(self, pk: int) -> dict[str, int]:
        """Return the columns of a row that refers to a record."""
        return {self.column: pk, **self._type()}

    def same_kind(self) -> list[str]:
        """Return the other columns of a row that refer to records of the same model."""
        return [
            field.attname
            for field in self.model._meta.concrete_fields
            if field.remote_field
            and field.remote_field.model is self.target
            and field.attname != self.column
            and self.model is not self.target
        ]

    def identities(self) -> list[list[str]]:
        """Return the sets of other columns that make a row unique together with this one."""
        return [
            [name for name in columns if name != self.column]
            for columns in unique_columns(self.model)
            if self.column in columns
        ]

    def label(self) -> str:
        """Return what moves with this reference, for a person, such as "events" or "aliases"."""
        labels = {
            "merged_into": _("records merged earlier"),
            "parent": _("parts") if self.target is Platform else _("narrower tags"),
            "repost_of": _("reposts"),
        }
        end = self._other_end()
        model: Any = end.related_model if end else self.model
        return labels.get(self.name) or str(model._meta.verbose_name_plural)

    def shown(self, row: Any) -> models.Model:
        """Return what a person calls a row: the event of the link between one and a platform."""
        if isinstance(row, Tagged):
            return cast(models.Model, row.tag if self.is_generic else row.content_object)
        end = self._other_end()
        return getattr(row, end.name) if end else row

    def _other_end(self) -> models.Field | None:
        """Return the field of the record that a link ties to those of `target`."""
        if self.model is Tagged:
            return Tagged._meta.get_field("tag") if self.is_generic else None
        if not (self.model._meta.proxy or self.model is EventPlatform):
            return None
        return next(
            field
            for field in self.model._meta.concrete_fields
            if field.remote_field and field.name != self.name
        )

    def _type(self) -> dict[str, int]:
        if not self.is_generic:
            return {}
        return {"content_type_id": ContentType.objects.get_for_model(self.target).pk}


@cache
def references_to(model: type[models.Model]) -> tuple[Reference, ...]:
    """Return the columns that refer to records of a model, of all tracked models.

    What is derived (the lives of platforms) and what records a past (runs of ingest) is not tracked
    and stays. Records that were merged earlier come last.
    """
    found = [
        Reference(other, field.name, model)
        for other in _tracked()
        for field in other._meta.concrete_fields
        if field.remote_field and field.remote_field.model is model
    ]
    if model in (Event, Claim):
        found.append(Reference(Tagged, "object_id", model))
    return tuple(sorted(found, key=lambda reference: reference.name == "merged_into"))


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


def _tracked() -> Iterator[type[models.Model]]:
    """Yield the models with a history; of a relation without a model of its own, its proxy."""
    for model in apps.get_models():
        concrete = model._meta.concrete_model
        assert concrete is not None
        is_relation = bool(concrete._meta.auto_created)
        if model._meta.proxy == is_relation and any(
            relation.get_accessor_name() == "history" for relation in model._meta.related_objects
        ):
            yield model


def keys_of_annotated(rows: Iterable[models.Model]) -> set[Key]:
    """Return the events and claims that rows are, or belong to."""
    types = {model: ContentType.objects.get_for_model(model).pk for model in (Event, Claim)}
    keys: set[Key] = set()
    for row in rows:
        if isinstance(row, Event | Claim):
            keys.add((types[type(row)], row.pk))
        if isinstance(row, Tagged):
            keys.add((row.content_type_id, row.object_id))
        for model, type_ in types.items():
            if pk := getattr(row, f"{model._meta.model_name}_id", None):
                keys.add((type_, pk))
    return keys
