"""Move records to the trash, and empty it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pghistory
from django.apps import apps
from django.contrib.admin.utils import NestedObjects
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.exceptions import PermissionDenied
from django.db import DEFAULT_DB_ALIAS, models, transaction
from django.utils.translation import gettext as _

from events.editing.support import evidence_of
from events.models import (
    Claim,
    Event,
    PlatformLife,
    TrashedRecord,
)
from sources.models import Source

DERIVED = (PlatformLife,)
"""Rows that triggers write again."""


def move_to_trash(row: models.Model, *, by: User, created_by: int | None) -> TrashedRecord:
    """Delete a record with the rows that belong to it, and keep them in the trash.

    An article takes its texts along, and the evidence from them. The caller has checked that it can
    be deleted, and holds its lock.
    """
    links = list(_links(row))
    evidence = list(evidence_of([row]).order_by("pk")) if isinstance(row, Source) else []
    for item in evidence:
        pk = item.pk
        item.delete()
        item.pk = pk
    rows = [row, *_belonging(row), *evidence]
    if isinstance(row, Event | Claim):
        row.search_vector = None  # indexed again
    trashed = TrashedRecord.objects.create(
        content_type=ContentType.objects.get_for_model(type(row)),
        object_id=row.pk,
        name=str(row)[:300],
        content=json.dumps(serializers.serialize("python", rows), default=_plain),
        links=links,
        created_by_id=created_by,
        deleted_by=by,
    )
    type(row)._base_manager.get(pk=row.pk).delete()
    return trashed


def _plain(value: Any) -> str:
    """Return a value as text, of which a serializer reads the same value."""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _belonging(row: models.Model) -> list[models.Model]:
    """Return the rows that are deleted with a record, in an order in which they can be written."""
    collector = NestedObjects(using=DEFAULT_DB_ALIAS, origin=row)
    collector.collect([row])
    collector.sort()
    rows: list[models.Model] = []
    for model, instances in reversed(list(collector.data.items())):
        # The rows of relations without a model of their own are written with their owners.
        if model not in DERIVED and not model._meta.auto_created:
            rows += sorted((item for item in instances if item != row), key=lambda item: item.pk)
    return rows


def _links(row: models.Model) -> Iterable[list[Any]]:
    """Yield the columns of other rows that become empty when a record is deleted."""
    relations: Iterable[Any] = row._meta.related_objects
    for relation in relations:
        if relation.on_delete is models.SET_NULL:
            model, name = relation.related_model, relation.field.name
            if pks := list(
                model._base_manager.filter(**{name: row.pk}).values_list("pk", flat=True)
            ):
                yield [model._meta.label, name, pks]


def rows_of(pk: str | int) -> list[tuple[str, int]] | None:
    """Return what comes back with a record in the trash: a plural name and a number each.

    None if it is in the trash no longer.
    """
    key = str(pk)
    rows = TrashedRecord.objects.filter(pk=key) if key.isascii() and key.isdecimal() else None
    content = rows.values_list("content", flat=True).first() if rows is not None else None
    if content is None:
        return None
    counts: dict[str, int] = {}
    for item in json.loads(content)[1:]:
        counts[item["model"]] = counts.get(item["model"], 0) + 1
    return [
        (str(apps.get_model(label)._meta.verbose_name_plural), count)
        for label, count in counts.items()
    ]


def empty_trash(*, trashed: Iterable[TrashedRecord], by: User) -> int:
    """Delete records in the trash for ever, and return their number; their history remains.

    Raise PermissionDenied unless `by` is a superuser.
    """
    if not by.is_superuser:
        raise PermissionDenied(_("Only a superuser empties the trash."))
    keys = [row.pk for row in trashed]
    with transaction.atomic(), pghistory.context(user=by.pk, reason="empty the trash"):
        rows = TrashedRecord.objects.select_for_update().filter(pk__in=keys)
        locked = list(rows.values_list("pk", flat=True))
        TrashedRecord.objects.filter(pk__in=locked).defer("content").delete()
    return len(locked)
