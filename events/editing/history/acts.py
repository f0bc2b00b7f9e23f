"""Acts: what one request or command of one person wrote, to one record or to many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from events.editing.history.recorded import relation_model
from events.editing.proposals.records import RECORD_TYPES, Part
from events.models import Proposal
from sources.models.history import history_of
from sources.models.merging import Mergeable

MAX_RECORDS = 500
"""Of an act that can be undone: each record takes some queries."""

Key = tuple[type[models.Model], int]
"""The model and the primary key of a record."""


@dataclass(frozen=True)
class Act:
    """The records that an act wrote, and the proposals that it made or changed."""

    pk: UUID
    records: tuple[models.Model, ...]
    proposals: tuple[Proposal, ...]
    merged: tuple[models.Model, ...]
    """Records that it merged, or whose merge it undid."""

    @classmethod
    def load(cls, pk: UUID) -> Act:
        """Return an act by the id of its context in the history, without records deleted since.

        Raise ValidationError for one that wrote more than MAX_RECORDS, such as a load of all seeds.
        """
        keys = set(_records(pk))
        written = history_of(Proposal).filter(pgh_context=pk).values("pgh_obj_id")
        proposals = Proposal.objects.filter(pk__in=written).order_by("pk")
        count = max(len(keys), proposals.count())
        if count > MAX_RECORDS:
            raise ValidationError(
                _("This wrote %(count)d records, too many to be undone at once (%(most)d)."),
                params={"count": count, "most": MAX_RECORDS},
                code="too_many",
            )
        records: list[models.Model] = []
        for model in RECORD_TYPES:
            ids = sorted(key for of, key in keys if of is model)
            records += model._base_manager.filter(pk__in=ids).order_by("pk")
        merged = tuple(_merged(pk, records))
        return cls(pk, tuple(records), tuple(proposals.prefetch_related("record")), merged)


def _records(act: UUID) -> Iterator[Key]:
    """Yield the records that an act wrote, by their own rows and by those that belong to them."""
    for model, record_type in RECORD_TYPES.items():
        for pk in history_of(model).filter(pgh_context=act).values_list("pgh_obj_id", flat=True):
            yield model, pk
        for name in record_type.relations:
            yield from ((model, pk) for pk in _owners(model, name, act))
        for part in record_type.parts:
            history = history_of(part.model).filter(pgh_context=act)
            yield from _owners_of_part(part, model, history)
            for name in part.relations:
                rows = history_of(part.model).filter(pgh_obj_id__in=_owners(part.model, name, act))
                yield from _owners_of_part(part, model, rows)


def _owners(model: type[models.Model], name: str, act: UUID) -> set[int]:
    """Return the ids of the rows whose relation an act changed."""
    field: Any = model._meta.get_field(name)
    history = history_of(relation_model(model, name)).filter(pgh_context=act)
    return set(history.values_list(f"{field.m2m_field_name()}_id", flat=True))


def _owners_of_part(
    part: Part, model: type[models.Model], history: models.QuerySet
) -> Iterator[Key]:
    if part.owner:
        column = f"{part.owner}_id"
    else:
        column = "object_id"
        history = history.filter(content_type=ContentType.objects.get_for_model(model))
    yield from ((model, pk) for pk in history.values_list(column, flat=True) if pk is not None)


def _merged(act: UUID, records: Iterable[models.Model]) -> Iterator[models.Model]:
    """Yield those of the records that the act merged, or whose merge it undid."""
    for row in records:
        if isinstance(row, Mergeable):
            writes = history_of(type(row)).filter(pgh_obj=row.pk).order_by("pgh_id")
            if any(
                write.pgh_context_id == act and write.merged_into_id != before.merged_into_id
                for before, write in pairwise(writes)
            ):
                yield row
