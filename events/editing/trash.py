"""The trash: deleted records are put back as they were, or deleted for ever.

`put_back` and `empty_trash` are actions, as in `actions`; `deletion.delete` fills the trash.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, cast

import pghistory
from django.apps import apps
from django.contrib.admin.utils import NestedObjects
from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DEFAULT_DB_ALIAS, IntegrityError, models, transaction
from django.utils.translation import gettext as _

from events.editing.indexing import index_row
from events.editing.proposals.changes import note_editor
from events.editing.proposals.refusals import check_constraints
from events.editing.support import evidence_of
from events.models import Claim, Event, PlatformLife, State, TrashedRecord
from events.models.users import AnyUser
from sources.models import Source
from sources.models.deadlocks import atomic_despite_deadlocks
from sources.models.merging import Mergeable

DERIVED = (PlatformLife,)
"""Rows that triggers write again."""


@dataclass
class Restored:
    """A record that was put back. `left` names what did not come back with it, and why not."""

    record: models.Model
    left: list[str] = field(default_factory=list)


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


def rows_of(trashed: TrashedRecord) -> list[tuple[str, int]]:
    """Return what comes back with a record: a plural name and a number each."""
    counts: dict[str, int] = {}
    for item in json.loads(trashed.content)[1:]:
        counts[item["model"]] = counts.get(item["model"], 0) + 1
    return [
        (str(apps.get_model(label)._meta.verbose_name_plural), count)
        for label, count in counts.items()
    ]


def may_put_back(trashed: TrashedRecord, by: AnyUser) -> bool:
    """Return whether a user may put a record back: who may delete any, or created or deleted it."""
    options = trashed.model._meta
    verbs = {
        verb: by.has_perm(f"{options.app_label}.{get_permission_codename(verb, options)}")
        for verb in ("change", "delete")
    }
    is_own = by.is_authenticated and by.pk in (trashed.created_by_id, trashed.deleted_by_id)
    return verbs["change"] and (verbs["delete"] or is_own)


@atomic_despite_deadlocks
def put_back(*, trashed: TrashedRecord, by: User) -> Restored:
    """Put a deleted record back, with all that was deleted with it.

    A record that waited for review is a draft again, or is proposed again. What refers to records
    that were merged since refers to the others; what refers to deleted ones is left out and named.
    Raise PermissionDenied unless `by` may put it back. Raise ValidationError if it was put back
    already, if the record itself refers to a deleted one, or if its address or name is in use.
    """
    locked = TrashedRecord.objects.select_for_update().filter(pk=trashed.pk).first()
    if locked is None:
        raise ValidationError(_("It is in the trash no longer."), code="gone")
    if not may_put_back(locked, by):
        raise PermissionDenied
    with pghistory.context(user=by.pk, reason="put back"):
        try:
            with transaction.atomic():
                restored = _write(locked)
                check_constraints()
        except IntegrityError as error:
            raise ValidationError(
                _("“%(name)s” cannot be put back: its address or its name is in use."),
                params={"name": locked.name},
                code="in_use",
            ) from error
        locked.delete()
        record = restored.record
        if isinstance(record, Event | Claim) and record.state == State.IN_REVIEW:
            record.state = State.DRAFT
            record.save(update_fields=["state", "updated_at"])
        index_row(record)
        note_editor([record], by)
    return restored


def _write(trashed: TrashedRecord) -> Restored:
    """Write the rows of a deleted record."""
    # Columns that are gone since are left out, and those that are new have their defaults.
    content = json.loads(trashed.content)
    rows = list(serializers.deserialize("python", content, ignorenonexistent=True))
    restored = Restored(rows[0].object)
    written = {type(item.object)._meta.concrete_model: set[int]() for item in rows}
    for item in rows:
        written[type(item.object)._meta.concrete_model].add(item.object.pk)
    left_out: set[tuple[type[models.Model], int]] = set()
    for item in rows:
        missing = _missing(item.object, written, left_out, restored)
        if missing and item.object is restored.record:
            raise ValidationError(
                _("It refers to what was deleted since: %(names)s. Put that back first."),
                params={"names": ", ".join(missing)},
                code="missing",
            )
        if missing:
            left_out.add((type(item.object), item.object.pk))
            restored.left.append(f"{item.object._meta.verbose_name}: {', '.join(missing)}")
            continue
        relations = item.m2m_data or {}
        item.m2m_data = {}
        item.save()
        for name, keys in relations.items():
            _relate(item.object, name, keys, restored)
    for label, name, pks in trashed.links:
        model = apps.get_model(label)
        model._base_manager.filter(pk__in=pks, **{name: None}).update(**{name: restored.record.pk})
    return restored


def _missing(
    row: models.Model,
    written: dict[Any, set[int]],
    left_out: set[tuple[type[models.Model], int]],
    restored: Restored,
) -> list[str]:
    """Let a row refer to the targets of merged records; return the names of what is deleted.

    What the record itself can do without, such as its parent, is left empty and named.
    """
    missing = []
    for column in row._meta.concrete_fields:
        related: Any = column.related_model
        key = getattr(row, column.attname) if column.is_relation else None
        if key is None or (key in written.get(related, ()) and (related, key) not in left_out):
            continue
        target = _target(related, key)
        if target is not None:
            setattr(row, column.attname, target)
        elif column.null and row is restored.record:
            setattr(row, column.attname, None)
            restored.left.append(f"{column.verbose_name} {key}")
        else:
            missing.append(f"{column.verbose_name} {key}")
    return missing


def _relate(row: models.Model, name: str, keys: Iterable[Any], restored: Restored) -> None:
    """Write a many-to-many relation with the records that exist."""
    relation: Any = row._meta.get_field(name)
    targets = {key: _target(relation.related_model, getattr(key, "pk", key)) for key in keys}
    getattr(row, name).set({target for target in targets.values() if target is not None})
    for key, target in targets.items():
        if target is None:
            restored.left.append(f"{relation.verbose_name} {key}")


def _target(model: type[models.Model], key: int) -> int | None:
    """Return the key of a record, or of the one that it was merged into; None if it is deleted."""
    row = model._base_manager.filter(pk=key).first()
    if isinstance(row, Mergeable):
        return cast(int, row.merged_into_id or row.pk)
    return key if row is not None else None


def empty_trash(*, trashed: Iterable[TrashedRecord], by: User) -> int:
    """Delete records in the trash for ever, and return their number; their history remains.

    Raise PermissionDenied unless `by` is a superuser.
    """
    if not by.is_superuser:
        raise PermissionDenied(_("Only a superuser empties the trash."))
    keys = [row.pk for row in trashed]
    with transaction.atomic(), pghistory.context(user=by.pk, reason="empty the trash"):
        rows = TrashedRecord.objects.select_for_update().filter(pk__in=keys)
        count = len(rows)
        TrashedRecord.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return count
