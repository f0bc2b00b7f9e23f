"""What rests on evidence: published records that would have no support without it.

Each way to take support away asks here first, refuses with the number of records, or retracts them
in the same transaction. The triggers of `events.models.support` refuse what does not ask.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import Claim, Event, Evidence, Proposal, State
from events.models.evidence import EvidenceQuerySet
from events.models.users import AnyUser
from sources.models import Source

Annotated = Event | Claim

PUBLISHING = ("events.publish_event", "events.publish_claim")
"""The permissions to retract any dependant: those of curators."""


def evidence_of(sources: Iterable[Source]) -> EvidenceQuerySet:
    """Return the evidence from these articles."""
    return Evidence.objects.filter(snapshot__source__in=sources)


def dependants(evidence: EvidenceQuerySet, *, healed: Collection[int] = ()) -> list[Annotated]:
    """Return the published records that lose their last support without `evidence`; two queries.

    `healed` holds the ids of evidence that is found again in the same step. Records that have no
    support today are not dependants.
    """
    is_found = ~models.Q(anchor=Evidence.Anchor.ORPHAN) | models.Q(pk__in=healed)
    remaining = Evidence.objects.for_readers().filter(is_found, stance=Evidence.Stance.SUPPORTS)
    remaining = remaining.exclude(pk__in=evidence.order_by().values("pk"))
    rows: list[Annotated] = []
    for model, owner in ((Event, "event"), (Claim, "claim")):
        of_row = {owner: models.OuterRef("pk")}
        rows += model._default_manager.filter(
            models.Exists(evidence.supporting().filter(**of_row)),
            ~models.Exists(remaining.filter(**of_row)),
            state=State.PUBLISHED,
        ).order_by("pk")
    return rows


def unsupported(rows: Iterable[Annotated]) -> list[Annotated]:
    """Return those of the rows that are published without support; two queries."""
    rows = list(rows)
    result: list[Annotated] = []
    for model in (Event, Claim):
        keys = [row.pk for row in rows if isinstance(row, model)]
        supported = Evidence.objects.supporting().filter(
            **{str(model._meta.model_name): models.OuterRef("pk")}
        )
        result += model._default_manager.filter(
            ~models.Exists(supported), pk__in=keys, state=State.PUBLISHED
        )
    return result


def require_support(row: Annotated) -> None:
    """Raise ValidationError with what is missing unless the row has support."""
    if row.evidence.supporting().exists():
        return
    supports = row.evidence.filter(stance=Evidence.Stance.SUPPORTS)
    if not supports.exists():
        message, code = (
            _("“%(row)s” has no supporting evidence. Add a passage first."),
            "no_evidence",
        )
    elif not supports.for_readers().exists():
        message, code = (
            _(
                "“%(row)s” is supported only by articles that are not accepted yet. Accept one "
                "of them first."
            ),
            "no_accepted_source",
        )
    else:
        message, code = (
            _(
                "The passages that support “%(row)s” are no longer in their articles. Add "
                "another passage first."
            ),
            "not_found",
        )
    raise ValidationError(message, params={"row": row}, code=code)


def resting(count: int) -> str:
    """Return the sentence that says how many published records rest on something."""
    return (
        ngettext(
            "%d published record would lose its last support.",
            "%d published records would lose their last support.",
            count,
        )
        % count
    )


def require_no_dependants(rows: Sequence[Annotated], by: AnyUser | None = None) -> None:
    """Refuse a step that leaves these records without support; the message says how many.

    Raise PermissionDenied for a user who may not retract them, else ValidationError.
    """
    if not rows:
        return
    if by is not None and not by.has_perms(PUBLISHING):
        message = _("Only a curator can retract them.")
        raise PermissionDenied(f"{resting(len(rows))} {message}")
    message = _("Retract them in the same step, or leave it as it is.")
    raise ValidationError(f"{resting(len(rows))} {message}", code="supports")


def require_right_to_set(before: str, after: str, by: AnyUser) -> None:
    """Raise PermissionDenied if an article stops being accepted and `by` may not publish."""
    withdraws = before == Source.State.ACCEPTED and after != Source.State.ACCEPTED
    if withdraws and not by.has_perms(PUBLISHING):
        raise PermissionDenied(_("Only a curator can withdraw an article that was accepted."))


def retract_all(rows: Sequence[Annotated], reason: str, by: User | None) -> None:
    """Retract published records, in five queries however many there are.

    The caller has checked the permissions, and records the user and the reason in the history; `by`
    is None for a command. Raise ValidationError for an empty reason.
    """
    if not rows:
        return
    if not reason.strip():
        raise ValidationError(_("Give a reason for the retraction."), code="no_reason")
    for model in (Event, Claim):
        keys = [row.pk for row in rows if isinstance(row, model)]
        model._default_manager.filter(pk__in=keys).update(
            state=State.RETRACTED, version=models.F("version") + 1, updated_at=timezone.now()
        )
    Proposal.objects.note_retractions(rows, by=by, reason=reason)
