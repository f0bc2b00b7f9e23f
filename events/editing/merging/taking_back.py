"""Undo the merge of a record: what the merge moved refers to it again, and nothing else.

The history of the rows has what each merge wrote. A row that a later merge took on comes back from
there, and one that a person changed or removed since stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events.editing.merging import texts
from events.editing.merging.moving import keys_change, lock_strongly, name_of, referring
from events.editing.merging.names import take_back_names
from events.editing.merging.references import Reference, Write, annotated, references_to
from events.editing.proposals.refusals import check_constraints, forbidden
from events.editing.proposals.vocabulary import public_uses
from events.editing.tag_rows import index_rows, lock_rows
from events.models import Claim, Event
from sources.models import Snapshot
from sources.models.deadlocks import atomic_despite_deadlocks
from sources.models.history import history_of
from sources.models.merging import Mergeable


@dataclass(frozen=True)
class Merge:
    """The merge of a record, read from its history."""

    before: Write | None
    """The record before it was merged; None if the history does not know how it was merged."""
    acts: frozenset[UUID] = frozenset()
    """The contexts of its merge, and of the merges of its targets since."""
    first: UUID | None = None
    """The context of its merge."""
    at: datetime | None = None
    """The moment of its merge."""

    @classmethod
    def of(cls, record: Mergeable) -> Merge:
        """Return the merge of a record that is merged now."""
        merge, acts, former = cls(None), set[UUID](), None
        for write in history_of(type(record)).filter(pgh_obj=record.pk).order_by("pgh_id"):
            target: int | None = former.merged_into_id if former else None
            if write.merged_into_id != target:
                if target is None or write.merged_into_id is None:
                    acts = set()
                    merge = cls(former, first=write.pgh_context_id, at=write.pgh_created_at)
                acts |= {write.pgh_context_id} - {None}
            former = write
        return replace(merge, acts=frozenset(acts))


@dataclass
class Moved:
    """The rows of one table that a merge wrote, and what is to become of them."""

    reference: Reference
    back: list[int] = field(default_factory=list)
    """They refer to the record again."""
    again: list[Write] = field(default_factory=list)
    """They were deleted by a merge, as the other record had the same; the last write before it."""
    changed: list[int] = field(default_factory=list)
    """Somebody changed or removed them since: they stay as they are."""
    former: dict[int, Write] = field(default_factory=dict)
    """The write to each of `back` before the merge."""

    @property
    def count(self) -> int:
        """The number of rows that refer to the record again."""
        return len(self.back) + len(self.again)


@atomic_despite_deadlocks
def unmerge(model: type[Mergeable], pk: int) -> int:
    """Undo the merge of a record and return the number of rows that refer to it again.

    Raise ValidationError if it is not merged, or was deleted; if readers saw rows that refer to it
    and it was not approved; or if a rule of the database forbids the former rows.
    """
    record = model._base_manager.filter(pk=pk).first()
    lock_rows(_concerned(record))
    target = record.merged_into_id if record else None
    record, into = lock_strongly(model, [pk, target or pk])
    if record is None or record.merged_into_id is None:
        raise ValidationError(_("This record has not been merged."), code="not_merged")
    if into is None or record.merged_into_id != into.pk:
        # Its target was merged meanwhile.
        [into] = lock_strongly(model, [record.merged_into_id])
        assert into is not None
    keys = lock_rows(_concerned(record))
    with pghistory.context(reason=f"unmerge from {name_of(into)}"):
        try:
            with transaction.atomic():
                count = _take_back(record, into)
                check_constraints()
        except IntegrityError as error:
            raise forbidden(record, error) from error
        record.refresh_from_db()
        _require_approved(record)
        index_rows({*keys, *referring(model, into.pk)} if keys_change(model) else keys)
    return count


def _concerned(record: Mergeable | None) -> set[tuple[int, int]]:
    """Return the events and claims whose rows come back, and the record itself if it is one."""
    if record is None or record.merged_into_id is None:
        return set()
    keys = referring(type(record), record.pk)
    for moved in moved_rows(record):
        rows = moved.reference.model._base_manager.filter(pk__in=moved.back)
        keys |= annotated(rows)
        keys |= annotated(_row(moved.reference.model, write) for write in moved.again)
    return keys


def moved_rows(record: Mergeable) -> list[Moved]:
    """Return what the merge of a record moved, for each reference, and what comes back of it."""
    merge, into = Merge.of(record), record.merged_into_id
    if merge.first is None or into is None:
        return []
    return [_moved(reference, record, merge) for reference in references_to(type(record))]


def _moved(reference: Reference, record: Mergeable, merge: Merge) -> Moved:
    """Return what the merge moved of one kind of rows."""
    moved = Moved(reference)
    history = reference.history()
    written = history.filter(pgh_context=merge.first).values("pgh_obj_id")
    writes: dict[int, list[Write]] = {}
    for write in history.filter(pgh_obj_id__in=written).order_by("pgh_id"):
        writes.setdefault(write.pgh_obj_id, []).append(write)
    for pk, of_row in writes.items():
        first = _first_move(of_row, reference.column, record.pk, merge.first)
        if first is None:
            continue
        _decide(moved, pk, of_row[first - 1 :], record, merge)
    return moved


def _first_move(writes: list[Write], column: str, pk: int, act: UUID | None) -> int | None:
    """Return the index of the write with which an act took a row from a record."""
    for index in range(len(writes) - 1, 0, -1):
        write, before = writes[index], writes[index - 1]
        was_there = before.pgh_label != "delete" and getattr(before, column) == pk
        left = write.pgh_label == "delete" or getattr(write, column) != pk
        if write.pgh_context_id == act and was_there and left:
            return index
    return None


def _decide(moved: Moved, pk: int, writes: list[Write], record: Mergeable, merge: Merge) -> None:
    """Decide what becomes of a row; `writes` begin with the one before the merge."""
    column, last = moved.reference.column, writes[-1]
    if _is_changed(writes, column, merge):
        moved.changed.append(pk)
    elif last.pgh_label != "delete":
        moved.back.append(pk)
        moved.former[pk] = writes[0]
    else:
        existing = [write for write in writes if write.pgh_label != "delete"][-1]
        if _is_wanted(moved.reference, existing, record, merge):
            moved.again.append(existing)
        else:
            moved.changed.append(pk)


def _is_changed(writes: list[Write], column: str, merge: Merge) -> bool:
    """Return whether somebody, not a merge, let a row refer to another record, or deleted it."""
    for before, write in pairwise(writes):
        left = write.pgh_label == "delete" or getattr(before, column) != getattr(write, column)
        if left and write.pgh_context_id not in merge.acts:
            return True
    return False


def _is_wanted(reference: Reference, write: Write, record: Mergeable, merge: Merge) -> bool:
    """Return whether a row that a merge deleted comes back.

    The other record had the same row. If somebody removed that one since, both are gone.
    """
    targets = {record.pk, record.merged_into_id, *_targets(record, merge)}
    if any(getattr(write, column) in targets for column in reference.same_kind()):
        return True  # it tied the two records to each other
    for names in reference.identities():
        values = {name: getattr(write, _attname(reference.model, name)) for name in names}
        same = {_attname(reference.model, name): value for name, value in values.items()}
        if reference.rows(record.merged_into_id).filter(**same).exists():  # type: ignore[arg-type]
            return True
    return False


def _targets(record: Mergeable, merge: Merge) -> set[int]:
    history = history_of(type(record)).filter(pgh_obj=record.pk, pgh_context__in=merge.acts)
    return set(history.exclude(merged_into=None).values_list("merged_into_id", flat=True))


def _attname(model: type[models.Model], name: str) -> str:
    return str(model._meta.get_field(name).attname)  # type: ignore[union-attr]


def _take_back(record: Mergeable, into: Mergeable) -> int:
    merge, moved = Merge.of(record), moved_rows(record)
    model = type(record)
    values: dict[str, object] = {"merged_into": None}
    if merge.before is not None:
        state = "state" if hasattr(record, "state") else "is_approved"
        values[state] = getattr(merge.before, state)
    if issubclass(model, Event | Claim):
        values |= {"version": models.F("version") + 1, "updated_at": timezone.now()}
    model._base_manager.filter(pk=record.pk).update(**values)
    take_back_names(record, merge.acts)
    for rows in moved:
        _give_back(rows, record.pk, merge)
    return sum(rows.count for rows in moved)


def _give_back(moved: Moved, pk: int, merge: Merge) -> None:
    reference = moved.reference
    if reference.model is Snapshot:
        texts.give_back(moved.former, pk, merge.acts)
        return
    rows = reference.model._base_manager.filter(pk__in=moved.back)
    rows.update(**{reference.column: pk})
    again = [_row(reference.model, write) for write in moved.again]
    for row in again:
        setattr(row, reference.column, pk)
    reference.model._base_manager.bulk_create(again)


def _row(model: type[models.Model], write: Write) -> models.Model:
    """Return the row of a write, unsaved."""
    values: dict[str, Any] = {
        column.attname: getattr(write, column.attname)
        for column in model._meta.concrete_fields
        if not column.primary_key
    }
    return model(pk=write.pgh_obj_id, **values)


def _require_approved(record: Any) -> None:
    """Raise ValidationError if readers see what refers to a record that is not approved."""
    if getattr(record, "is_approved", True):
        return
    if any(users.exists() for users in public_uses(record)):
        raise ValidationError(
            _("Not approved yet: %(names)s. Review that first."),
            params={"names": record},
            code="not_approved",
        )


def kept_since(record: Mergeable) -> Iterable[tuple[Reference, list[models.Model]]]:
    """Yield the rows that came to the other record after the merge, and stay with it."""
    merge, into = Merge.of(record), record.merged_into_id
    if merge.before is None or into is None:
        return
    for moved in moved_rows(record):
        reference = moved.reference
        writes = reference.history().filter(**{reference.column: into})
        since = writes.filter(pgh_created_at__gt=merge.at).exclude(pgh_context__in=merge.acts)
        had = writes.filter(pgh_created_at__lte=merge.at).values("pgh_obj_id")
        rows = reference.rows(into).filter(pk__in=since.values("pgh_obj_id"))
        rows = rows.exclude(pk__in=had).exclude(pk__in=moved.back)
        if listed := list(rows.order_by("pk")[:100]):
            yield reference, listed
