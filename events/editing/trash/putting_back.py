"""Put records that are in the trash back."""

from __future__ import annotations

import json
from collections import defaultdict
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
from events.editing.merging.references import unique_columns
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
    """A record that was put back. `left_out` names what did not come back with it."""

    record: models.Model
    left_out: list[str] = field(default_factory=list)


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
        writing = _Writing(locked)
        try:
            with transaction.atomic():
                writing.write()
                check_constraints()
        except IntegrityError as error:
            raise _refusal(locked, error) from error
        locked.delete()
        _let_follow(writing.restored.record, by)
    for evidence in writing.to_propose:
        # Readers see the event or claim: somebody has to approve what it gets.
        with changing(evidence.owner, by=by, reason=_("put back")):
            evidence.save(force_insert=True)
    return writing.restored


def _let_follow(record: models.Model, by: User) -> None:
    """Let what depends on a record follow: its state, evidence, search texts and proposal."""
    if isinstance(record, Event | Claim) and record.state == State.IN_REVIEW:
        record.state = State.DRAFT
        record.save(update_fields=["state", "updated_at"])
    follow_current_texts(record)
    if isinstance(record, Source) and (text := evidence_text(record)) is not None:
        on_new_snapshot(text)
    index_row(record)
    _propose_again(record, by)


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


class _Writing:
    """The rows of one deleted record while they are written.

    `restored` is the result. `to_propose` is evidence of events and claims that readers see now.
    """

    def __init__(self, trashed: TrashedRecord) -> None:
        # Columns that are gone since are left out, and those that are new have their defaults.
        content = json.loads(trashed.content)
        self.rows = list(serializers.deserialize("python", content, ignorenonexistent=True))
        self.links = trashed.links
        self.restored = Restored(self.rows[0].object)
        self.to_propose: list[Evidence] = []
        self.keys: dict[Any, set[int]] = defaultdict(set)
        """The ids of the rows that come back, by model."""
        for item in self.rows:
            self.keys[type(item.object)._meta.concrete_model].add(item.object.pk)

    def write(self) -> None:
        """Write the rows, the record first, and what referred to the record."""
        for item in self.rows:
            row = item.object
            missing = self._missing(row)
            if missing and row is self.restored.record:
                raise _needed(missing, "missing")
            if missing:
                self.restored.left_out.append(f"{row._meta.verbose_name}: {', '.join(missing)}")
            if missing or self._is_doubled(row):
                self.keys[type(row)._meta.concrete_model].discard(row.pk)
            elif isinstance(row, Evidence) and self._needs_approval(row):
                self.to_propose.append(row)
            else:
                self._save(item)
        for label, name, pks in self.links:
            self._link(label, name, pks)

    def _save(self, item: Any) -> None:
        """Write a row, and its relations to records that exist."""
        relations, item.m2m_data = item.m2m_data or {}, {}
        item.save()
        for name, values in relations.items():
            relation: Any = item.object._meta.get_field(name)
            keys = [getattr(value, "pk", value) for value in values]
            targets = {key: _current_key(relation.related_model, key) for key in keys}
            getattr(item.object, name).set(set(targets.values()) - {None})
            self.restored.left_out += [
                _name_of_deleted(relation.related_model, key)
                for key, target in targets.items()
                if target is None
            ]

    def _link(self, label: str, name: str, pks: list[int]) -> None:
        """Let rows that referred to the record refer to it again, where that is possible."""
        rows = apps.get_model(label)._base_manager.filter(pk__in=pks, **{name: None})
        for row in rows.order_by("pk"):
            try:
                with transaction.atomic():
                    values = {name: self.restored.record.pk}
                    type(row)._base_manager.filter(pk=row.pk).update(**values)
            except IntegrityError:
                self.restored.left_out.append(f"{row._meta.verbose_name}: {row}")

    def _missing(self, row: models.Model) -> list[str]:
        """Let a row refer to the targets of merged records; return the names of deleted ones.

        What the record itself can do without, such as its parent, is left empty and named.
        """
        missing: list[str] = []
        for column in row._meta.concrete_fields:
            related: Any = column.related_model
            key = getattr(row, column.attname) if column.is_relation else None
            if key is None or key in self.keys[related]:
                continue
            target = _current_key(related, key)
            if target is not None or (column.null and row is self.restored.record):
                setattr(row, column.attname, target)
            if target is None:
                name = _name_of_deleted(related, key)
                can_be_empty = column.null and row is self.restored.record
                (self.restored.left_out if can_be_empty else missing).append(name)
        return missing

    def _is_doubled(self, row: models.Model) -> bool:
        """Return whether a row is there already, as two records that it named were merged."""
        if row is self.restored.record:
            return False
        if isinstance(row, Succession) and row.predecessor_id == row.successor_id:
            return True
        for columns in unique_columns(type(row)):
            unique = {column: getattr(row, column) for column in columns}
            if None not in unique.values() and type(row)._base_manager.filter(**unique).exists():
                return True
        return False

    def _needs_approval(self, evidence: Evidence) -> bool:
        """Return whether evidence is of another record, which readers see now."""
        return evidence.owner != self.restored.record and is_public(evidence.owner)


def _current_key(model: type[models.Model], key: int) -> int | None:
    """Return the key of a record, or of the one that it was merged into; None if it is deleted.

    Raise ValidationError if it is in the trash: it can be put back first.
    """
    row = model._base_manager.filter(pk=key).first()
    if row is None:
        _require_not_in_trash(model, key)
        return None
    if isinstance(row, Mergeable):
        row = row.merged_into or row
    # A repost refers to an article that is no repost.
    return row.original.pk if isinstance(row, Source) else row.pk


def _require_not_in_trash(model: type[models.Model], key: int) -> None:
    """Raise ValidationError if a deleted record, or the article of a text, is in the trash."""
    if model is Snapshot:
        write = history_of(Snapshot).filter(pgh_obj_id=key).order_by("-pgh_id").first()
        model, key = Source, write.source_id if write else key
    content_type = ContentType.objects.get_for_model(model)
    waiting = TrashedRecord.objects.filter(content_type=content_type, object_id=key)
    if names := list(waiting.values_list("name", flat=True)):
        raise _needed([f"“{name}”" for name in names], "in_trash")


def _needed(names: list[str], code: str) -> ValidationError:
    text = _("It refers to what was deleted since: %(names)s. Put that back first.")
    return ValidationError(text, params={"names": ", ".join(names)}, code=code)


def _name_of_deleted(model: type[models.Model], key: int) -> str:
    """Return the name that a deleted row had last, from its history, with its kind."""
    write = history_of(model).filter(pgh_obj_id=key).order_by("-pgh_id").first()
    names = {field.attname for field in model._meta.concrete_fields}
    values = {name: value for name, value in vars(write).items() if name in names} if write else {}
    name = str(model(**values)) if write and model is not Snapshot else str(key)
    return f"{model._meta.verbose_name} “{name}”"
