"""Writes across several models.

Each public function is an action: it checks the permissions of its user first, is atomic, and
records the user, and a reason where one is required. It decides by the state of the row under a
lock, because somebody else may have changed the row since the caller read it. `tags` and `sources`
beside this module hold further actions.
"""

from __future__ import annotations

from collections.abc import Callable

import pghistory
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events.annotation.anchors import Anchor
from events.annotation.quotations import split_into_blocks
from events.editing.permissions import requires
from events.editing.quoting import quoted_already, quotes_of
from events.editing.reanchoring import anchored
from events.editing.support import Annotated, require_support
from events.models import Claim, Dispute, Event, Evidence, State
from sources.models import Snapshot
from sources.models.deadlocks import atomic_despite_deadlocks


@requires("publish", "row")
def publish(*, row: Annotated, by: User, reason: str = "") -> None:
    """Publish an event or claim, so that every reader may see it.

    Raise PermissionDenied unless `by` may publish. Raise ValidationError unless evidence that is
    found in an accepted article supports it, and if it was saved or retracted after `row` was read:
    what is published is what the user saw.
    """
    seen = row.version

    def check(current: Annotated) -> None:
        if current.version != seen:
            raise ValidationError(
                _("“%(row)s” was changed meanwhile. Look at it again before you publish it."),
                params={"row": current},
                code="changed",
            )
        require_support(current)

    _set_state(row, State.PUBLISHED, check, by=by, reason=reason)


@requires("publish", "row")
def retract(*, row: Annotated, by: User, reason: str) -> None:
    """Retract a published event or claim. Its history keeps the reason.

    Raise PermissionDenied unless `by` may publish. Raise ValidationError for an empty reason or a
    row that is not published.
    """
    if not reason.strip():
        raise ValidationError(_("Give a reason for the retraction."), code="no_reason")

    def check(current: Annotated) -> None:
        if current.state != State.PUBLISHED:
            message = _("Only published records can be retracted.")
            raise ValidationError(message, code="not_published")

    _set_state(row, State.RETRACTED, check, by=by, reason=reason)


@requires("change", "row")
def submit(*, row: Annotated, by: User) -> None:
    """Submit a draft for review.

    Raise PermissionDenied unless `by` may change it. Raise ValidationError unless it is a draft.
    """

    def check(current: Annotated) -> None:
        if current.state != State.DRAFT:
            message = _("Only drafts can be submitted for review.")
            raise ValidationError(message, code="no_draft")

    _set_state(row, State.IN_REVIEW, check, by=by, reason="")


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
    `split_into_blocks`. Raise PermissionDenied unless `by` may change it and add evidence. Raise
    ValidationError if the span is empty, only white space, outside the text, or quoted already.
    """
    try:
        Anchor.of(snapshot.text, start, end)
    except ValueError as error:
        raise ValidationError(str(error), code="span") from error
    passages = list(snapshot.passages.order_by("position"))
    quotes = quotes_of(snapshot, split_into_blocks(snapshot.text, passages, start, end))
    if quoted_already(row, snapshot, quotes):
        raise ValidationError(_("This passage has already been added."), code="twice")
    with transaction.atomic(), pghistory.context(user=by.pk, reason="annotate"):
        return [
            Evidence.objects.create(
                event=row if isinstance(row, Event) else None,
                claim=row if isinstance(row, Claim) else None,
                snapshot=snapshot,
                stance=stance,
                **anchored(*quote),
            )
            for quote in quotes
        ]


@requires("change", "dispute")
def resolve(*, dispute: Dispute, by: User, resolution_en: str, resolution_zh: str = "") -> None:
    """Mark a dispute as resolved.

    Raise PermissionDenied unless `by` may change it. Raise ValidationError without a resolution,
    and if it is resolved already, also by somebody else meanwhile.
    """
    if not (resolution_en.strip() or resolution_zh.strip()):
        raise ValidationError(_("Describe how the dispute was resolved."), code="no_reason")
    _resolve(dispute, by, {"resolution_en": resolution_en, "resolution_zh": resolution_zh})
    dispute.refresh_from_db()


@atomic_despite_deadlocks
def _resolve(dispute: Dispute, by: User, resolution: dict[str, str]) -> None:
    current = Dispute.objects.select_for_update(no_key=True).filter(pk=dispute.pk).first()
    if current is None or current.state == Dispute.State.RESOLVED:
        raise ValidationError(_("This dispute has already been resolved."), code="resolved")
    with pghistory.context(user=by.pk, reason="resolve"):
        Dispute.objects.filter(pk=dispute.pk).update(state=Dispute.State.RESOLVED, **resolution)


@atomic_despite_deadlocks
def _set_state(
    row: Annotated, state: State, check: Callable[[Annotated], None], *, by: User, reason: str
) -> None:
    """Set the state of a row that passes `check`, which gets the row as it is now, locked."""
    current = type(row)._default_manager.filter(pk=row.pk).locked().first()
    if current is None:
        raise ValidationError(_("This record was deleted meanwhile."), code="deleted")
    check(current)
    with pghistory.context(user=by.pk, reason=reason or state.value):
        current.state = state
        current.save(update_fields=["state", "updated_at"])
    row.state, row.version, row.updated_at = current.state, current.version, current.updated_at
