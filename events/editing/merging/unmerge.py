"""Undo the merge of a record: rows are again as people wrote them, with the other merges of today.

What a person changed or removed since stays as it is, and what came to the other record since stays
with it.
"""

from __future__ import annotations

from typing import cast

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from events.editing.merging import texts
from events.editing.merging.aliases import update_aliases
from events.editing.merging.current_rows import store, with_equivalent
from events.editing.merging.merge import (
    affects_search,
    lock_for_merge,
    name_of,
    next_version,
    note_change,
    referring,
)
from events.editing.merging.moved_rows import Merge, MovedRows, moved_rows
from events.editing.merging.original_rows import MERGE_MARK, OriginalRow, original_rows
from events.editing.merging.references import keys_of_annotated
from events.editing.proposals.content import content_of
from events.editing.proposals.records import RECORD_TYPES, is_public
from events.editing.proposals.refusals import check_constraints, forbidden
from events.editing.proposals.vocabulary import public_uses, require_approved
from events.editing.tag_rows import Key, index_rows, lock_rows
from events.models import Evidence, State
from sources.models import Snapshot, Source
from sources.models.deadlocks import atomic_despite_deadlocks
from sources.models.merging import Mergeable
from sources.models.naming import NameKeyField


@atomic_despite_deadlocks
def unmerge(model: type[Mergeable], pk: int) -> int:
    """Undo the merge of a record and return the number of rows that refer to it again.

    Raise ValidationError if it is not merged, or was deleted; if readers would see vocabulary that
    is not approved; if the text of an article is the current one of the other; or if a rule of the
    database forbids the former rows.
    """
    record = model._base_manager.filter(pk=pk).first()
    if record is not None:
        lock_rows(_concerned(record, moved_rows(record)))
    record, into = _lock(model, pk, record.merged_into_id if record else None)
    moved = moved_rows(record)
    keys = lock_rows(_concerned(record, moved))
    with pghistory.context(reason=f"unmerge from {name_of(into)}", **{MERGE_MARK: True}):
        try:
            with transaction.atomic():
                _undo(record, into, moved)
                check_constraints()
        except IntegrityError as error:
            raise forbidden(record, error) from error
        record.refresh_from_db()
        _require_approved(record)
        index_rows({*keys, *referring(model, into.pk)} if affects_search(model) else keys)
    return sum(rows.count for rows in moved)


def _lock(model: type[Mergeable], pk: int, target: int | None) -> tuple[Mergeable, Mergeable]:
    """Lock a merged record and its target, and return them as they are now."""
    record, into = lock_for_merge(model, [pk, target or pk])
    if record is None or record.merged_into_id is None:
        raise ValidationError(_("This record has not been merged."), code="not_merged")
    if into is None or record.merged_into_id != into.pk:
        # Its target was merged meanwhile.
        [into] = lock_for_merge(model, [record.merged_into_id])
        assert into is not None
    return record, into


def _concerned(record: Mergeable, moved: list[MovedRows]) -> set[Key]:
    """Return the events and claims whose rows come back, and the record itself if it is one."""
    keys = referring(type(record), record.pk)
    for rows in moved:
        keys |= keys_of_annotated(rows.reference.model._base_manager.filter(pk__in=rows.stored))
        keys |= keys_of_annotated(row.model(**row.values) for row in rows.deleted)
    return keys


def _undo(record: Mergeable, into: Mergeable, moved: list[MovedRows]) -> None:
    """Undo the merge of a record, whose locks the caller holds."""
    model, merge = type(record), Merge.of(record)
    waiting = _waiting(moved, into, merge)
    model._base_manager.filter(pk=record.pk).update(**_former(record, merge))
    _set_name_keys(record)
    for rows in moved:
        if rows.reference.model is Snapshot:
            texts.return_texts(record.pk, into.pk, merge.contexts)
        else:
            stored = rows.reference.model._base_manager.filter(pk__in=rows.stored)
            stored.update(**{rows.reference.column: record.pk})
    for row in store(waiting):
        if isinstance(row, Evidence):
            texts.follow_current(row.snapshot.source_id)
    for end in (record, into):
        update_aliases(end, merge.contexts)
    note_change(into)


def _waiting(moved: list[MovedRows], into: Mergeable, merge: Merge) -> list[OriginalRow]:
    """Return the rows that merges deleted because another row said the same.

    That row may say something else when the merge is undone.
    """
    followers = into.merged.all()  # type: ignore[attr-defined]  # of each model
    keys = {into.pk, *(row.pk for row in followers)}
    waiting: dict[tuple[type[models.Model], int], OriginalRow] = {}
    for rows in moved:
        reference = rows.reference
        if reference.name != "merged_into" and reference.model is not Snapshot:
            found = original_rows(reference, keys, merge.contexts, deleted=True)
            same = with_equivalent(found)
            kept = [row for row in found if not row.is_deleted and row.pk in same]
            waiting |= {(row.model, row.pk): row for row in kept}
    return list(waiting.values())


def _former(record: Mergeable, merge: Merge) -> dict[str, object]:
    """Return the columns of the record itself, as they were before the merge.

    A record that was in review is a draft: its proposal was returned.
    """
    values: dict[str, object] = {"merged_into": None}
    if merge.before is not None:
        name = "state" if hasattr(record, "state") else "is_approved"
        state = getattr(merge.before, name)
        values[name] = State.DRAFT if state == State.IN_REVIEW else state
    if isinstance(record, Source) and record.merged_into is not None:
        # A takedown meanwhile was of its texts, too.
        into = cast(Source, record.merged_into)
        if into.taken_down_at is not None and record.taken_down_at is None:
            values["taken_down_at"] = into.taken_down_at
            values["takedown_reason"] = into.takedown_reason
    values |= next_version(type(record))
    return values


def _set_name_keys(record: Mergeable) -> None:
    """Let the name of a record be one in use; one from before the rule may have that of another."""
    names = [field.name for field in record._meta.fields if isinstance(field, NameKeyField)]
    if names:
        record.refresh_from_db()
        record.save(update_fields=names)


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
