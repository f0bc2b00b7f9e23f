"""Undo the merge of a record: rows are again as people wrote them, with the merges that remain.

What a person changed or removed since stays as it is, and what came to the other record since stays
with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events.editing.merging import texts
from events.editing.merging.intended import MARK, Intended, intended_rows
from events.editing.merging.moving import keys_change, lock_strongly, name_of, referring
from events.editing.merging.names import settle_names
from events.editing.merging.references import Reference, Write, annotated, references_to
from events.editing.proposals.content import content_of
from events.editing.proposals.records import RECORD_TYPES, is_public
from events.editing.proposals.refusals import check_constraints, forbidden
from events.editing.proposals.vocabulary import public_uses, require_approved
from events.editing.tag_rows import index_rows, lock_rows
from events.models import Claim, Event, Evidence, State
from sources.models import Snapshot
from sources.models.deadlocks import atomic_despite_deadlocks
from sources.models.history import history_of
from sources.models.merging import Mergeable
from sources.models.naming import NameKeyField


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
    """The rows of one table that refer to the record again if its merge is undone."""

    reference: Reference
    back: list[int] = field(default_factory=list)
    """They are in the table."""
    again: list[Intended] = field(default_factory=list)
    """A merge deleted them, as the other record had the same."""
    changed: list[int] = field(default_factory=list)
    """Somebody changed or removed them since: they stay as they are."""

    @property
    def count(self) -> int:
        """The number of rows that refer to the record again."""
        return len(self.back) + len(self.again)


@atomic_despite_deadlocks
def unmerge(model: type[Mergeable], pk: int) -> int:
    """Undo the merge of a record and return the number of rows that refer to it again.

    Raise ValidationError if it is not merged, or was deleted; if readers would see vocabulary that
    is not approved; if the text of an article is the current one of the other; or if a rule of the
    database forbids the former rows.
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
    with pghistory.context(reason=f"unmerge from {name_of(into)}", **{MARK: True}):
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
        keys |= annotated(moved.reference.model._base_manager.filter(pk__in=moved.back))
        keys |= annotated(row.row() for row in moved.again)
    return keys


def moved_rows(record: Mergeable) -> list[Moved]:
    """Return what refers to a record again if its merge is undone, for each reference."""
    merge = Merge.of(record)
    if merge.first is None or record.merged_into_id is None:
        return []
    moved, followers = [], _followers(record, merge)
    for reference in references_to(type(record)):
        if reference.name == "merged_into":
            moved.append(Moved(reference, followers))
        elif reference.model is Snapshot:
            found = texts.moved_texts(record.pk, record.merged_into_id, merge.acts)
            moved.append(Moved(reference, list(found)))
        else:
            moved.append(_moved(reference, {record.pk, *followers}, merge))
    return moved


def _moved(reference: Reference, keys: set[int], merge: Merge) -> Moved:
    moved = Moved(reference)
    rows = intended_rows(reference, keys, merge.acts)
    as_merged = _as_merged(rows, reference)
    for row in rows:
        if not row.is_meant or not row.is_represented:
            if not _is_old(row, merge):
                moved.changed.append(row.pk)
        elif not row.is_there:
            moved.again.append(row)
        elif row.pk in as_merged:
            moved.back.append(row.pk)
    return moved


def _is_old(row: Intended, merge: Merge) -> bool:
    """Return whether a row was deleted before the merge, which did not concern it then."""
    writes = history_of(row.model).filter(pgh_obj_id=row.pk).order_by("-pgh_id")
    last = writes.first()
    return last is None or (merge.at is not None and last.pgh_created_at < merge.at)


def _as_merged(rows: list[Intended], reference: Reference) -> set[int]:
    """Return the ids of the rows that are where merges left them; a query for each record."""
    column = reference.column
    there = reference.model._base_manager.filter(pk__in=[row.pk for row in rows])
    current = dict(there.values_list("pk", column))
    expected: dict[tuple[int | None, bool], int | None] = {}
    found = set()
    for row in rows:
        # A row of the model itself may be the target, to which it cannot refer.
        place = (row.references[column], row.model is reference.target)
        if place not in expected or place[1]:
            expected[place] = row.resolved()[column]
        if row.pk in current and current[row.pk] == expected[place]:
            found.add(row.pk)
    return found


def _followers(record: Mergeable, merge: Merge) -> list[int]:
    """Return the records that were merged into a record before, and went on with it."""
    model, followers = type(record), []
    merged: Iterable[Any] = record.merged_into.merged.all() if record.merged_into else ()  # type: ignore[attr-defined]
    for pk in [row.pk for row in merged if row != record]:
        writes = list(history_of(model).filter(pgh_obj=pk).order_by("pgh_id"))
        here = [index for index, write in enumerate(writes) if write.merged_into_id == record.pk]
        since = writes[here[-1] + 1 :] if here else []
        stayed_merged = all(write.merged_into_id is not None for write in since)
        if since and stayed_merged and merge.acts & {write.pgh_context_id for write in since}:
            followers.append(pk)
    return sorted(followers)


def _take_back(record: Mergeable, into: Mergeable) -> int:
    model, merge, moved = type(record), Merge.of(record), moved_rows(record)
    siblings = {row.pk for row in into.merged.all()}  # type: ignore[attr-defined]  # of each model
    # Rows that merges deleted because another row said the same, which may be another one soon.
    waiting = [
        row
        for rows in moved
        if merge.first is not None and rows.reference.name != "merged_into"
        if rows.reference.model is not Snapshot
        for row in intended_rows(rows.reference, siblings | {into.pk}, merge.acts, deleted=True)
        if row.is_meant and row.is_represented
    ]
    model._base_manager.filter(pk=record.pk).update(**_former(record, merge))
    _set_name_keys(record)
    for rows in moved:
        _give_back(rows, record, merge)
    for row in sorted(waiting, key=lambda row: row.pk):
        if row.is_complete and not row.is_loop and row.is_free:
            again = row.row()
            row.model._base_manager.bulk_create([again])
            if isinstance(again, Evidence):
                texts.follow_current(again.snapshot.source_id)
    for end in (record, into):
        settle_names(end, merge.acts)
    return sum(rows.count for rows in moved)


def _former(record: Mergeable, merge: Merge) -> dict[str, object]:
    """Return the columns of the record itself, as they were before the merge.

    A record that was in review is a draft: its proposal was returned.
    """
    values: dict[str, object] = {"merged_into": None}
    if merge.before is not None:
        name = "state" if hasattr(record, "state") else "is_approved"
        state = getattr(merge.before, name)
        values[name] = State.DRAFT if state == State.IN_REVIEW else state
    if isinstance(record, Event | Claim):
        values |= {"version": models.F("version") + 1, "updated_at": timezone.now()}
    return values


def _set_name_keys(record: Mergeable) -> None:
    """Let the name of a record be one in use; one from before the rule may have that of another."""
    names = [field.name for field in record._meta.fields if isinstance(field, NameKeyField)]
    if names:
        record.refresh_from_db()
        record.save(update_fields=names)


def _give_back(moved: Moved, record: Mergeable, merge: Merge) -> None:
    reference = moved.reference
    if reference.model is Snapshot:
        assert record.merged_into_id is not None  # of the record as it was read
        texts.give_back(record.pk, record.merged_into_id, merge.acts)
    else:
        rows = reference.model._base_manager.filter(pk__in=moved.back)
        rows.update(**{reference.column: record.pk})


def _require_approved(record: Mergeable) -> None:
    """Raise ValidationError if readers see vocabulary that is not approved."""
    if is_public(record):
        require_approved(RECORD_TYPES[type(record)], content_of(record))
    elif any(users.exists() for users in public_uses(record)):
        raise ValidationError(
            _("Not approved yet: %(names)s. Review that first."),
            params={"names": record},
            code="not_approved",
        )


def kept_since(record: Mergeable) -> Iterable[tuple[Reference, list[Any]]]:
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
