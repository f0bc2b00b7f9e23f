"""Put records that are in the trash back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pghistory
from django.apps import apps
from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from events.editing.current_texts import evidence_text, follow_current_texts
from events.editing.indexing import index_row
from events.editing.merging.intended import unique_columns
from events.editing.proposals.changes import changing, note_editor
from events.editing.proposals.records import is_public
from events.editing.proposals.refusals import UNIQUE_VIOLATION, check_constraints, message_of
from events.editing.reanchoring import on_new_snapshot
from events.models import (
    Claim,
    Event,
    Evidence,
    Proposal,
    State,
    Succession,
    TrashedRecord,
)
from events.models.users import AnyUser
from sources.models import Snapshot, Source
from sources.models.deadlocks import atomic_despite_deadlocks
from sources.models.history import history_of
from sources.models.merging import Mergeable


@dataclass
class Restored:
    """A record that was put back. `left` names what did not come back with it, and why not."""

    record: models.Model
    left: list[str] = field(default_factory=list)


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
                restored, for_public = _write(locked)
                check_constraints()
        except IntegrityError as error:
            raise _refusal(locked, error) from error
        locked.delete()
        record = restored.record
        if isinstance(record, Event | Claim) and record.state == State.IN_REVIEW:
            record.state = State.DRAFT
            record.save(update_fields=["state", "updated_at"])
        follow_current_texts(record)
        if isinstance(record, Source) and (text := evidence_text(record)) is not None:
            on_new_snapshot(text)
        index_row(record)
        _propose_again(record, by)
    for evidence in for_public:
        # Readers see the event or claim: somebody has to approve what it gets.
        with changing(evidence.owner, by=by, reason=_("put back")):
            evidence.save(force_insert=True)
    return restored


def _refusal(trashed: TrashedRecord, error: IntegrityError) -> ValidationError:
    diagnosis = getattr(error.__cause__, "diag", None)
    if getattr(diagnosis, "sqlstate", None) == UNIQUE_VIOLATION:
        text = _("“%(name)s” cannot be put back: its address or its name is in use.")
        return ValidationError(text, params={"name": trashed.name}, code="in_use")
    text = _("“%(name)s” cannot be put back: %(reason)s")
    reason = message_of(trashed.model, getattr(diagnosis, "constraint_name", None) or "")
    return ValidationError(text, params={"name": trashed.name, "reason": reason}, code="constraint")


def _propose_again(record: models.Model, by: User) -> None:
    """Let a record wait for review as it did before it was deleted; by its own author."""
    former = Proposal.objects.for_record(record).filter(
        kind=Proposal.Kind.PUBLISH, state=Proposal.State.WITHDRAWN
    )
    proposal = former.order_by("-pk").first()
    if proposal is None or isinstance(record, Event | Claim | Source):
        note_editor([record], by)
        return
    proposal.reopen()
    proposal.save()


def _write(trashed: TrashedRecord) -> tuple[Restored, list[Evidence]]:
    """Write the rows of a deleted record; return the evidence of records that are public now."""
    # Columns that are gone since are left out, and those that are new have their defaults.
    content = json.loads(trashed.content)
    rows = list(serializers.deserialize("python", content, ignorenonexistent=True))
    restored, for_public = Restored(rows[0].object), list[Evidence]()
    written: dict[Any, set[int]] = {}
    for item in rows:
        written.setdefault(type(item.object)._meta.concrete_model, set()).add(item.object.pk)
    for item in rows:
        row = item.object
        missing = _missing(row, written, restored)
        if missing and row is restored.record:
            raise ValidationError(
                _("It refers to what was deleted since: %(names)s. Put that back first."),
                params={"names": ", ".join(missing)},
                code="missing",
            )
        if missing:
            written[type(row)._meta.concrete_model].discard(row.pk)
            restored.left.append(f"{row._meta.verbose_name}: {', '.join(missing)}")
        elif row is not restored.record and (_is_taken(row) or _is_loop(row)):
            # Two records that it named are one now, which has such a row.
            written[type(row)._meta.concrete_model].discard(row.pk)
        elif isinstance(row, Evidence) and row.owner != restored.record and is_public(row.owner):
            for_public.append(row)
        else:
            relations, item.m2m_data = item.m2m_data or {}, {}
            item.save()
            for name, keys in relations.items():
                _relate(row, name, keys, restored)
    for label, name, pks in trashed.links:
        _link(label, name, pks, restored)
    return restored, for_public


def _link(label: str, name: str, pks: list[int], restored: Restored) -> None:
    """Let rows that referred to a record refer to it again, where that is still possible."""
    rows = apps.get_model(label)._base_manager.filter(pk__in=pks, **{name: None})
    for row in rows.order_by("pk"):
        try:
            with transaction.atomic():
                type(row)._base_manager.filter(pk=row.pk).update(**{name: restored.record.pk})
        except IntegrityError:
            restored.left.append(f"{row._meta.verbose_name}: {row}")


def _is_taken(row: models.Model) -> bool:
    """Return whether a table has a row with the values of this one that are unique in it."""
    for columns in unique_columns(type(row)):
        same = {column: getattr(row, column) for column in columns}
        if None not in same.values() and type(row)._base_manager.filter(**same).exists():
            return True
    return False


def _is_loop(row: models.Model) -> bool:
    """Return whether a row would tie a record to itself."""
    return isinstance(row, Succession) and row.predecessor_id == row.successor_id


def _missing(row: models.Model, written: dict[Any, set[int]], restored: Restored) -> list[str]:
    """Let a row refer to the targets of merged records; return the names of what is deleted.

    What the record itself can do without, such as its parent, is left empty and named. Raise
    ValidationError for what is in the trash: it can be put back first.
    """
    missing = []
    for column in row._meta.concrete_fields:
        related: Any = column.related_model
        key = getattr(row, column.attname) if column.is_relation else None
        if key is None or key in written.get(related, ()):
            continue
        target = _target(related, key)
        if target is None:
            _require_not_in_trash(related, key)
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
            _require_not_in_trash(relation.related_model, getattr(key, "pk", key))
            restored.left.append(f"{relation.verbose_name} {key}")


def _require_not_in_trash(model: type[models.Model], key: int) -> None:
    """Raise ValidationError if a deleted record, or the article of a text, is in the trash."""
    if model is Snapshot:
        write = history_of(Snapshot).filter(pgh_obj_id=key).order_by("-pgh_id").first()
        model, key = Source, write.source_id if write else key
    content_type = ContentType.objects.get_for_model(model)
    waiting = TrashedRecord.objects.filter(content_type=content_type, object_id=key)
    if names := list(waiting.values_list("name", flat=True)):
        raise ValidationError(
            _("It refers to what was deleted since: %(names)s. Put that back first."),
            params={"names": ", ".join(f"“{name}”" for name in names)},
            code="in_trash",
        )


def _target(model: type[models.Model], key: int) -> int | None:
    """Return the key of a record, or of the one that it was merged into; None if it is deleted."""
    row = model._base_manager.filter(pk=key).first()
    if isinstance(row, Mergeable):
        row = row.merged_into or row
    # A repost refers to an article that is no repost.
    return None if row is None else row.original.pk if isinstance(row, Source) else row.pk
