"""Decisions on proposals: approve, return, withdraw.

Each public function is an action: it checks the permissions of its user, is atomic, and decides by
what is in the database under a lock. Records are locked first, then proposals, both in the order of
their ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

import pghistory
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from events.editing.current_texts import follow_current_texts
from events.editing.indexing import index_row
from events.editing.merging.merge import lock_for_merge, merge, referring
from events.editing.merging.unmerge import unmerge
from events.editing.permissions import may_approve_own, may_review
from events.editing.proposals.content import write
from events.editing.proposals.records import RECORD_TYPES, is_public, set_public
from events.editing.proposals.refusals import require_complete
from events.editing.proposals.review import Review, is_correction
from events.editing.proposals.vocabulary import require_approved, require_unused
from events.editing.quotations.budget import keep_within_budget, require_own_words, sources_of
from events.editing.support import (
    dependants,
    evidence_of,
    require_no_dependants,
    require_support,
)
from events.editing.tag_rows import lock_rows
from events.models import Claim, Dispute, Event, Proposal, State
from sources.models import Source
from sources.models.deadlocks import atomic_despite_deadlocks
from sources.models.history import history_of
from sources.models.merging import Mergeable


def approve(*, proposals: Mapping[int, str], by: User) -> list[Proposal]:
    """Approve proposals, all of them or none, and return them.

    `proposals` maps each id to `Review.seen` of what the user saw. Raise PermissionDenied unless
    `by` may review such records, or if `by` made the last change and `settings.SELF_APPROVAL` is
    off. Raise ValidationError if a proposal is decided already, is not what the user saw any more,
    contradicts what was saved meanwhile, breaks a constraint, retracts what is not public, or would
    publish a record without support or with vocabulary that is not approved.
    """
    return _approve(dict(proposals), by)


@atomic_despite_deadlocks
def _approve(seen: dict[int, str], by: User) -> list[Proposal]:
    proposals = _locked(seen)
    for proposal in proposals:
        _require_reviewer(proposal, by)
        if proposal.edited_by_id == by.pk and not may_approve_own(by, proposal.model):
            raise PermissionDenied(_("Somebody else has to approve what you changed yourself."))
    for proposal in proposals:
        review = Review.of(proposal)
        _require_approvable(review, seen[proposal.pk])
        context = {"user": by.pk, "author": proposal.author_id, "proposal": proposal.pk}
        with pghistory.context(**context, reason=proposal.reason or proposal.kind):
            _carry_out(review)
            proposal.base, proposal.content = review.before, review.after
            proposal.is_correction = is_correction(review)
            _decide(proposal, Proposal.State.APPROVED, by)
            if proposal.kind == Proposal.Kind.MERGE:
                _return_other_merges(proposal, by)
    with pghistory.context(user=by.pk):
        _keep_within_budget(proposals)
    return proposals


def _return_other_merges(approved: Proposal, by: User) -> None:
    """Return the open proposals of others to merge the same record: it is merged now, or again."""
    others = Proposal.objects.open().for_record(cast(models.Model, approved.record))
    for proposal in others.filter(kind=Proposal.Kind.MERGE).exclude(pk=approved.pk).locked():
        proposal.answer = _("Another merge of this record was approved.")
        _decide(proposal, Proposal.State.RETURNED, by)


def send_back(*, proposals: Iterable[Proposal], by: User, answer: str) -> list[Proposal]:
    """Return proposals to their authors with a reason, all of them or none.

    An event or a claim becomes a draft again. Raise PermissionDenied unless `by` may review such
    records. Raise ValidationError for an empty reason, or if a proposal is decided already.
    """
    if not answer.strip():
        raise ValidationError(_("Say what should be different."), code="no_reason")
    return _send_back([proposal.pk for proposal in proposals], by, answer.strip())


@atomic_despite_deadlocks
def _send_back(keys: list[int], by: User, answer: str) -> list[Proposal]:
    proposals = _locked(keys)
    for proposal in proposals:
        _require_reviewer(proposal, by)
        with pghistory.context(user=by.pk, reason=answer):
            proposal.answer = answer
            _decide(proposal, Proposal.State.RETURNED, by)
            _leave_review(proposal)
    return proposals


def withdraw(*, proposals: Iterable[Proposal], by: User) -> list[Proposal]:
    """Withdraw proposals, all of them or none. Drafts and proposed records stay.

    Raise PermissionDenied unless `by` is the author of each. Raise ValidationError if a proposal
    is decided already.
    """
    return _withdraw([proposal.pk for proposal in proposals], by)


@atomic_despite_deadlocks
def _withdraw(keys: list[int], by: User) -> list[Proposal]:
    proposals = _locked(keys, Proposal.State.open())
    for proposal in proposals:
        if proposal.author_id != by.pk:
            raise PermissionDenied(_("Only its author can withdraw a proposal."))
        with pghistory.context(user=by.pk, reason="withdraw"):
            proposal.state = Proposal.State.WITHDRAWN
            proposal.save()
            _leave_review(proposal)
    return proposals


def _locked(
    keys: Iterable[int], states: Iterable[str] = (Proposal.State.PROPOSED,)
) -> list[Proposal]:
    """Lock the records of proposals, then the proposals, and return these in their order."""
    keys = list(keys)
    _lock_records(Proposal.objects.filter(pk__in=keys).select_related("content_type"))
    proposals = list(Proposal.objects.filter(pk__in=keys).locked())
    for proposal in proposals:
        if proposal.record is None:
            raise ValidationError(_("This record was deleted meanwhile."), code="deleted")
        if proposal.state not in states:
            raise ValidationError(
                _("“%(record)s”: this proposal has been decided meanwhile (%(state)s)."),
                params={"record": proposal.record, "state": proposal.get_state_display()},
                code="decided",
            )
    if len(proposals) < len(set(keys)):
        raise ValidationError(_("This proposal was deleted meanwhile."), code="deleted")
    return proposals


def _lock_records(proposals: models.QuerySet[Proposal]) -> None:
    """Lock the records of proposals; of merges also what refers to them."""
    for proposal in proposals.filter(kind=Proposal.Kind.MERGE):
        # Before the record, as all that write tags do.
        lock_rows(referring(proposal.model, proposal.object_id))
        lock_for_merge(proposal.model, [proposal.object_id])
    records = {(row.content_type_id, row.object_id, row.model) for row in proposals}
    for _content_type, object_id, model in sorted(records, key=lambda record: record[:2]):
        rows = model._base_manager.filter(pk=object_id)
        list(rows.select_for_update(of=("self",), no_key=True).values_list("pk"))


def _require_reviewer(proposal: Proposal, by: User) -> None:
    if not may_review(by, proposal.model):
        raise PermissionDenied(_("Only a curator can review this."))


def _require_approvable(review: Review, seen: str) -> None:
    if review.seen != seen:
        raise ValidationError(
            _("“%(record)s” was changed meanwhile. Look at it again before you approve it."),
            params={"record": review.record},
            code="changed",
        )
    if review.proposal.kind == Proposal.Kind.RETRACT and not is_public(review.record):
        raise ValidationError(_("Only published records can be retracted."), code="not_published")
    require_complete(review.missing)
    if review.conflicts:
        raise ValidationError(
            _(
                "“%(record)s”: somebody else changed the same values meanwhile. Edit the proposal "
                "and decide which ones are right."
            ),
            params={"record": review.record},
            code="conflict",
        )


def _carry_out(review: Review) -> None:
    """Do what the proposal proposes, and check what readers will see."""
    record, kind = review.record, review.proposal.kind
    if kind == Proposal.Kind.RETRACT:
        _take_from_public(record)
        return
    if kind == Proposal.Kind.MERGE:
        into, mergeable = review.after["fields"]["merged_into"], cast(Mergeable, record)
        if into is None:
            unmerge(type(mergeable), record.pk)
        else:
            merge(type(mergeable), record.pk, cast(int, into))
        return
    # A published record from before the rule, without support, can still be corrected.
    needs_support = kind == Proposal.Kind.PUBLISH or is_supported(record)
    if kind == Proposal.Kind.CHANGE:
        write(record, review.after)
        follow_current_texts(record)
        index_row(record, review.before)
    else:
        set_public(record)
    if is_public(record):
        if needs_support and isinstance(record, Event | Claim):
            require_support(record)
        require_approved(RECORD_TYPES[type(record)], review.after)


def _keep_within_budget(proposals: Iterable[Proposal]) -> None:
    """Withhold quotations of the articles whose words readers get now, if there are too many.

    Once for all proposals, because it measures each article.
    """
    sources: list[Source] = []
    newest: list[Event | Claim] = []
    for proposal in proposals:
        key = proposal.object_id
        if proposal.kind == Proposal.Kind.MERGE:  # The texts and passages are with the target.
            key = cast(int, proposal.content["fields"]["merged_into"] or key)
        record = proposal.model._base_manager.filter(pk=key).first()
        if isinstance(record, Event | Claim):
            if is_public(record):
                require_own_words(record)
            newest.append(record)
        elif isinstance(record, Dispute):
            positions = record.positions.all()
            about = Event.objects.filter(positions__in=positions)
            claims = Claim.objects.filter(positions__in=positions)
            sources += sources_of([*about, *claims])
        elif isinstance(record, Source):
            sources.append(record)
    keep_within_budget([*sources, *sources_of(newest)], newest=newest)


def is_supported(record: models.Model) -> bool:
    """Return whether a record is an event or a claim with support."""
    return isinstance(record, Event | Claim) and record.evidence.supporting().exists()


def _take_from_public(record: models.Model) -> None:
    """Save that readers see the record no longer; raise ValidationError if others rest on it."""
    if isinstance(record, Event | Claim):
        record.state = State.RETRACTED
        record.save(update_fields=["state", "updated_at"])
        return
    if isinstance(record, Source):
        require_no_dependants(dependants(evidence_of([record])))
        record.state = Source.State.REJECTED
        record.save(update_fields=["state"])
        return
    require_unused(record)
    record.is_approved = False  # type: ignore[attr-defined]  # of all other kinds of records
    record.save(update_fields=["is_approved"])


def _leave_review(proposal: Proposal) -> None:
    """Make an event or a claim whose review ended a draft again, or retracted, as it was."""
    row = proposal.record
    if proposal.kind != Proposal.Kind.PUBLISH or not isinstance(row, Event | Claim):
        return
    if row.state == State.IN_REVIEW:
        was_public = history_of(type(row)).filter(pgh_obj=row.pk, state=State.RETRACTED).exists()
        row.state = State.RETRACTED if was_public else State.DRAFT
        row.save(update_fields=["state", "updated_at"])


def _decide(proposal: Proposal, state: str, by: User) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, by, timezone.now()
    proposal.save()
