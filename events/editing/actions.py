"""Writes across several models.

Each public function is an action: it checks the permissions of its user first, is atomic, and
records the user, and a reason where one is required. It decides by the state of the row under a
lock, because somebody else may have changed the row since the caller read it. `deletion`, `sources`
and `tags` beside this module hold further actions, `proposals.decisions` those of reviewers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pghistory
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from events.annotation.anchors import Anchor
from events.annotation.quotations import split_into_blocks
from events.editing.permissions import requires
from events.editing.proposals.changes import changing, lock, propose_to_publish
from events.editing.proposals.records import is_public
from events.editing.quotations.choice import save_with_choice
from events.editing.quoting import quoted_already, quotes_of
from events.editing.reanchoring import anchored
from events.editing.support import Annotated
from events.models import Dispute, Event, Evidence, Proposal, State
from sources.models import Snapshot
from sources.models.deadlocks import atomic_despite_deadlocks

Row = TypeVar("Row", bound=models.Model)


@requires("change", "row")
@atomic_despite_deadlocks
def submit(*, row: Annotated, by: User, reason: str = "") -> Proposal:
    """Submit a draft, or a retracted record, for review and return the proposal to publish it.

    Raise PermissionDenied unless `by` may change it. Raise ValidationError if it is public or in
    review, or was deleted meanwhile.
    """

    def check(current: Annotated) -> None:
        if current.state not in (State.DRAFT, State.RETRACTED):
            message = _("Only drafts and retracted records can be submitted for review.")
            raise ValidationError(message, code="no_draft")

    _set_state(row, State.IN_REVIEW, check, by=by, reason=reason)
    with pghistory.context(user=by.pk, reason=reason or "submit"):
        return propose_to_publish(row, by=by, reason=reason)


@requires("publish", "row")
@atomic_despite_deadlocks
def retract(*, row: Annotated, by: User, reason: str) -> None:
    """Retract a published event or claim at once. Readers see the reason in its place.

    Unlike a change, a retraction waits for nobody: it makes no statement public. Raise
    PermissionDenied unless `by` may publish. Raise ValidationError for an empty reason or a row
    that is not published.
    """
    _set_state(row, State.RETRACTED, _retractable(reason), by=by, reason=reason)
    Proposal.objects.note_retractions([row], by=by, reason=reason)


@requires("change", "row")
@atomic_despite_deadlocks
def propose_retraction(*, row: models.Model, by: User, reason: str) -> Proposal:
    """Propose that a public record is taken from readers, and return the proposal.

    For users who may not retract it, and for records without a state. Raise PermissionDenied unless
    `by` may change it. Raise ValidationError for an empty reason, a record that is not public, or
    an open proposal of the same user to retract it.
    """
    current = lock(row)
    if not reason.strip():
        raise ValidationError(_("Give a reason for the retraction."), code="no_reason")
    if not is_public(current):
        raise ValidationError(_("Only published records can be retracted."), code="not_published")
    kind = Proposal.Kind.RETRACT
    if Proposal.objects.open().for_record(row).filter(kind=kind, author=by).exists():
        raise ValidationError(_("You have already proposed this."), code="twice")
    with pghistory.context(user=by.pk, reason=reason):
        return Proposal.objects.create(
            kind=kind, record=current, author=by, edited_by=by, reason=reason.strip()
        )


@requires("change", "row", "events.add_evidence")
def annotate(
    *,
    row: Annotated,
    snapshot: Snapshot,
    start: int,
    end: int,
    by: User,
    stance: str = Evidence.Stance.SUPPORTS,
) -> list[Evidence]:
    """Create evidence for an event or claim from text[start:end] of a snapshot, in code points.

    A span over several passages becomes one piece of evidence for each, all or none of them; see
    `split_into_blocks`. The rule of `quotations.choice` proposes which words readers see. For a
    published row they are proposed, and saved by the approval. Raise PermissionDenied unless `by`
    may change it and add evidence. Raise ValidationError if the span is empty, only white space,
    outside the text, or quoted already.
    """
    try:
        Anchor.of(snapshot.text, start, end)
    except ValueError as error:
        raise ValidationError(str(error), code="span") from error
    passages = list(snapshot.passages.order_by("position"))
    quotes = quotes_of(snapshot, split_into_blocks(snapshot.text, passages, start, end))
    with changing(row, by=by, reason="annotate"):
        # Here, because the user's open proposal may have added it.
        if quoted_already(row, snapshot, quotes):
            raise ValidationError(_("This passage has already been added."), code="twice")
        owner = {"event" if isinstance(row, Event) else "claim": row}
        return [
            save_with_choice(
                Evidence(**owner, snapshot=snapshot, stance=stance, **anchored(*quote))
            )
            for quote in quotes
        ]


@requires("change", "dispute")
@atomic_despite_deadlocks
def resolve(*, dispute: Dispute, by: User, resolution_en: str, resolution_zh: str = "") -> None:
    """Resolve a dispute. Readers see the resolution when it is approved.

    Raise PermissionDenied unless `by` may change it. Raise ValidationError without a resolution,
    and if it is resolved already, also by somebody else meanwhile.
    """
    if not (resolution_en.strip() or resolution_zh.strip()):
        raise ValidationError(_("Describe how the dispute was resolved."), code="no_reason")
    with changing(lock(dispute), by=by, reason="resolve"):
        dispute.refresh_from_db()
        if dispute.state == Dispute.State.RESOLVED:
            raise ValidationError(_("This dispute has already been resolved."), code="resolved")
        dispute.state = Dispute.State.RESOLVED
        dispute.resolution_en, dispute.resolution_zh = resolution_en, resolution_zh
        dispute.save()
    dispute.refresh_from_db()


def _set_state(
    row: Annotated, state: State, check: Callable[[Annotated], None], *, by: User, reason: str
) -> None:
    """Set the state of a row that passes `check`, which gets the row as it is now, locked."""
    current = lock(row)
    check(current)
    with pghistory.context(user=by.pk, reason=reason or state.value):
        current.state = state
        current.save(update_fields=["state", "updated_at"])
    row.state, row.version, row.updated_at = current.state, current.version, current.updated_at


def _retractable(reason: str) -> Callable[[Annotated], None]:
    """Return the check of a retraction, which requires a reason and a published row."""

    def check(current: Annotated) -> None:
        if not reason.strip():
            raise ValidationError(_("Give a reason for the retraction."), code="no_reason")
        if current.state != State.PUBLISHED:
            message = _("Only published records can be retracted.")
            raise ValidationError(message, code="not_published")

    return check
