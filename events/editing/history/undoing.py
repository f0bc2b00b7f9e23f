"""Undo an act: what it wrote of each record becomes as it was, and all else stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from events.editing.current_texts import follow_current_texts
from events.editing.history.acts import Act
from events.editing.history.recorded import RecordHistory
from events.editing.permissions import require
from events.editing.proposals.changes import changing, open_change
from events.editing.proposals.content import Content, content_of, write
from events.editing.proposals.merging import merge
from events.editing.proposals.missing import without_missing
from events.editing.proposals.records import RECORD_TYPES, is_public
from events.editing.proposals.review import Review
from events.models import Proposal
from sources.models.deadlocks import atomic_despite_deadlocks
from sources.models.history import history_of
from sources.models.merging import is_merged


@dataclass(frozen=True)
class Written:
    """What an act changed of one record, or of a proposal about it."""

    record: models.Model
    before: Content
    after: Content


@dataclass
class Undone:
    """What became of the records of an act."""

    written: list[models.Model] = field(default_factory=list)
    proposed: list[models.Model] = field(default_factory=list)
    left: list[models.Model] = field(default_factory=list)
    """Somebody changed the same values since, or merged the record into another one."""


def reversals(act: Act, by: User) -> list[Review]:
    """Return each record that a user would change by undoing an act: as it is now, and without it.

    The conflicts of a review are the values that were changed again since. Raise PermissionDenied
    unless `by` may change them all.
    """
    changes = _written(act, by)
    require(by, "change", [change.record for change in changes])
    reviews = []
    for change in changes:
        if is_merged(change.record):
            continue
        proposal = open_change(change.record, by) if is_public(change.record) else None
        live = content_of(change.record) if proposal is None else Review.of(proposal).after
        reviews.append(_reversal(change, live))
    return [review for review in reviews if not review.changes_nothing]


def key_of(row: models.Model) -> str:
    """Return a key of a record among those of an act."""
    return f"{row._meta.label_lower}-{row.pk}"


@atomic_despite_deadlocks
def undo(*, act: Act, by: User, seen: Mapping[str, str] | None = None) -> Undone:
    """Undo what an act changed of existing records, and of the proposals that the user made in it.

    The changes of public records are proposed, in one batch. A record whose values were changed
    again since is left, unless `seen` has its `Review.seen` by `key_of`: the user saw what would be
    lost, and it is still the same. Records that the act created stay. Raise
    PermissionDenied unless `by` may change every record. Raise ValidationError, and change nothing,
    if the act merged records, or a constraint forbids the former values.
    """
    if act.merged:
        message = _("Records were merged here. Undo that on their own pages: %(names)s.")
        names = ", ".join(map(str, act.merged))
        raise ValidationError(message, params={"names": names}, code="merged")
    changes = _written(act, by)
    require(by, "change", [change.record for change in changes])
    undone, batch = Undone(), uuid4()
    for change in changes:
        row = change.record
        if is_merged(row):
            undone.left.append(row)
            continue
        # The body finds the open proposal of the user, if there is one.
        with changing(row, by=by, reason=_("undone"), batch=batch) as edit:
            review = _reversal(change, content_of(row))
            is_left = bool(review.conflicts) and (seen or {}).get(key_of(row)) != review.seen
            if review.changes_nothing or is_left:
                edit.cancel()  # an open proposal of the user is left as it is
                undone.left += [row] if is_left else []
                continue
            write(row, review.after)
            follow_current_texts(row)
        waits = edit.proposal is not None and edit.proposal.is_open
        (undone.proposed if waits else undone.written).append(row)
    return undone


def _written(act: Act, by: User) -> list[Written]:
    """Return what an act changed, in the order in which records are locked."""
    changes = [*_of_records(act), *_of_proposals(act, by)]
    types = ContentType.objects.get_for_models(*{type(change.record) for change in changes})
    return sorted(changes, key=lambda change: (types[type(change.record)].pk, change.record.pk))


def _of_records(act: Act) -> Iterator[Written]:
    for row in act.records:
        history = RecordHistory(type(row), row.pk)
        before, after = history.before(act.pk), history.after(act.pk)
        # A record that the act created is not undone, but deleted.
        if before is not None and after is not None and before != after:
            yield Written(row, before, after)


def _of_proposals(act: Act, by: User) -> Iterator[Written]:
    """Yield what the act changed of open proposals of the user, and of approved ones of anybody."""
    for proposal in act.proposals:
        row = proposal.record
        if row is None or row in act.records or proposal.kind != Proposal.Kind.CHANGE:
            continue
        is_own = proposal.is_open and proposal.author_id == by.pk
        if is_own or proposal.state == Proposal.State.APPROVED:
            before, after = _contents(proposal, act.pk)
            if before and after and before != after:
                yield Written(row, before, after)


def _contents(proposal: Proposal, act: UUID) -> tuple[Content, Content]:
    """Return the proposed content before and after an act; empty from before it was recorded.

    An edit of a proposal merges it with what was approved meanwhile. That is no part of the act, so
    the content before it is merged in the same way.
    """
    model = proposal.model
    writes: list[Any] = list(history_of(Proposal).filter(pgh_obj=proposal.pk).order_by("pgh_id"))
    of_act = [index for index, write in enumerate(writes) if write.pgh_context_id == act]
    first, last = of_act[0], writes[of_act[-1]]
    if first == 0:
        return last.base, last.content
    former = writes[first - 1]
    if not (former.content and last.content):
        return former.content, last.content
    rebased = merge(RECORD_TYPES[model], former.base, last.base, former.content)
    return rebased.content, last.content


def _reversal(change: Written, live: Content) -> Review:
    """Return the review of taking a change back, on top of what was saved since."""
    model = type(change.record)
    wanted, missing = without_missing(model, change.before)
    base, _gone = without_missing(model, change.after)
    merged = merge(RECORD_TYPES[model], base, live, wanted)
    proposal = Proposal(kind=Proposal.Kind.CHANGE, record=change.record)
    return Review(
        proposal, change.record, live, merged.content, tuple(merged.conflicts), tuple(missing)
    )
