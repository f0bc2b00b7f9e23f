"""Merging two records of one kind, and undoing it.

Each public function is an action, as in `actions`. The merge of records of which readers see one is
proposed, like every change of what they see; see `events.editing.merging` for what a merge does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import pghistory
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models, transaction

from events.editing.merging.aliases import names_to_add
from events.editing.merging.merge import (
    lock_for_merge,
    merge,
    referring,
    require_mergeable,
)
from events.editing.merging.moved_rows import Merge, added_since, moved_rows
from events.editing.merging.references import references_to
from events.editing.merging.unmerge import unmerge
from events.editing.permissions import requires
from events.editing.proposals.changes import approve_own, note_editor, propose_merge
from events.editing.proposals.content import content_of
from events.editing.proposals.records import is_public, was_public
from events.editing.proposals.review import Review
from events.editing.tag_rows import lock_rows
from events.models import Proposal
from sources.models.deadlocks import atomic_despite_deadlocks
from sources.models.merging import Mergeable

MAX_LISTED = 20
"""The rows that a preview names of each kind; further ones are counted."""


@dataclass(frozen=True)
class Added:
    """What was added to the other record since a merge: a plural name, and the first MAX_LISTED."""

    label: str
    records: list[models.Model]
    more: int


@dataclass(frozen=True)
class Preview:
    """What a merge, or its undoing, would do.

    `counts` has what moves: a plural name and a number each. `names` become aliases of the other
    record. `added` and `changed` are rows that the undoing leaves: those that came since, or were
    changed since. `review` is the other record now and after the merge. `problems` say why it is
    refused.
    """

    counts: Sequence[tuple[str, int]]
    names: Sequence[str] = ()
    added: Sequence[Added] = ()
    changed: Sequence[tuple[str, int]] = ()
    review: Review | None = None
    problems: Sequence[str] = ()


@requires("change", "record")
def merge_records(*, record: Mergeable, into: Mergeable, by: User) -> int:
    """Merge a record into another one, and return the number of rows that referred to it.

    If readers see one of the two, the merge is proposed: 0 until it is approved. The merged record
    remains and refers to the other, so that links to it redirect and the merge can be undone. Raise
    PermissionDenied unless `by` may change such records. Raise ValidationError if the records are
    equal, merged already or deleted, also by somebody else meanwhile; if they contradict each
    other in a dispute; if readers see the merged one and not the other; or if a rule of the
    database forbids what would refer to the other one.
    """
    return _merge(type(record), record.pk, into.pk, by)


@atomic_despite_deadlocks
def _merge(model: type[Mergeable], pk: int, into: int, by: User) -> int:
    lock_rows(referring(model, pk))
    record, target = lock_for_merge(model, [pk, into])
    require_mergeable(record, target)
    assert record is not None
    assert target is not None
    with pghistory.context(user=by.pk):
        if not (was_public(record) or is_public(target)):
            count = merge(model, pk, into)
            # Somebody else has to approve what is added to a record that waits for review.
            note_editor([target], by)
            return count
        count = sum(reference.rows(pk).count() for reference in references_to(model))
        return _proposed(record, into, by, count)


@requires("change", "record")
def unmerge_record(*, record: Mergeable, by: User) -> int:
    """Undo the merge of a record, and return the number of rows that refer to it again.

    Proposed like the merge itself. Records that were merged into it earlier move back with it. What
    came to the other record since stays there. Raise PermissionDenied unless `by` may change such
    records. Raise ValidationError if the record is not merged, or was deleted.
    """
    return _unmerge(type(record), record.pk, by)


@atomic_despite_deadlocks
def _unmerge(model: type[Mergeable], pk: int, by: User) -> int:
    [record] = lock_for_merge(model, [pk])
    with pghistory.context(user=by.pk):
        if record is None or record.merged_into is None or not _is_seen(record):
            ends = [record, record.merged_into] if record else []
            count = unmerge(model, pk)
            for end in ends:
                if end is not None:
                    end.refresh_from_db()
                    note_editor([end], by)
            return count
        return _proposed(record, None, by, sum(rows.count for rows in moved_rows(record)))


def _is_seen(record: Mergeable) -> bool:
    """Return whether the undoing of a merge changes what readers see."""
    before = Merge.of(record).before
    is_seen = before is not None and is_public(_as_before(record, before))
    return is_seen or was_public(record) or is_public(cast(models.Model, record.merged_into))


def _as_before(record: Mergeable, write: object) -> models.Model:
    name = "state" if hasattr(record, "state") else "is_approved"
    return type(record)(**{name: getattr(write, name)})


def _proposed(record: Mergeable, into: int | None, by: User, count: int) -> int:
    """Propose a merge or its undoing; return the count if it is approved at once, else 0."""
    proposal = propose_merge(record, into, by=by)
    if refusal := approve_own(proposal, by):
        raise ValidationError(refusal)
    proposal.refresh_from_db()
    return 0 if proposal.is_open else count


def merge_preview(record: Mergeable, into: Mergeable) -> Preview:
    """Return what a merge would do. It is done, read and taken back."""
    counts = _counts(record)
    try:
        with transaction.atomic():
            names, before = names_to_add(record, into), content_of(into)
            merge(type(record), record.pk, into.pk, index=False)
            after = content_of(into)
            transaction.set_rollback(True)
    except ValidationError as error:
        return Preview(counts, problems=error.messages)
    review = Review(Proposal(kind=Proposal.Kind.CHANGE, record=into), into, before, after)
    return Preview(counts, names, review=review)


def unmerge_preview(record: Mergeable) -> Preview:
    """Return what the undoing of a merge would move back, and what would stay."""
    moved = [rows for rows in moved_rows(record) if rows.count or rows.changed]
    return Preview(
        counts=[(rows.reference.label(), rows.count) for rows in moved if rows.count],
        added=[
            Added(
                reference.label(),
                [reference.shown(row) for row in rows[:MAX_LISTED]],
                max(0, rows.count() - MAX_LISTED),
            )
            for reference, rows in added_since(record)
            if rows.exists()
        ],
        changed=[(rows.reference.label(), len(rows.changed)) for rows in moved if rows.changed],
    )


def preview_of(proposal: Proposal) -> Preview | None:
    """Return what the approval of an open proposal would merge, or take apart; else None."""
    record = proposal.record
    if proposal.kind != Proposal.Kind.MERGE or not proposal.is_open or record is None:
        return None
    into = Review.of(proposal).after["fields"]["merged_into"]
    if into is None:
        return unmerge_preview(record)
    target = type(record)._base_manager.filter(pk=into).first()
    return merge_preview(record, target) if target else None


def _counts(record: Mergeable) -> list[tuple[str, int]]:
    """Return what refers to a record: a plural name and a number each, without zeros."""
    counts: dict[str, int] = {}
    for reference in references_to(type(record)):
        if count := reference.rows(record.pk).count():
            counts[reference.label()] = counts.get(reference.label(), 0) + count
    return list(counts.items())
