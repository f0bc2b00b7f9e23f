"""The queues of proposals: mine, returned to me, waiting for me."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.contenttypes.models import ContentType

from events.editing.permissions import may_review
from events.editing.proposals.records import RECORD_TYPES
from events.models import Proposal
from events.models.proposal import ProposalQuerySet
from events.models.users import AnyUser


def mine(user: AnyUser) -> ProposalQuerySet:
    """Return what the user proposed and somebody has to review."""
    return Proposal.objects.proposed().filter(author=user.pk)


def returned(user: AnyUser) -> ProposalQuerySet:
    """Return what the user proposed and a reviewer returned."""
    return Proposal.objects.filter(state=Proposal.State.RETURNED, author=user.pk)


def waiting(user: AnyUser) -> ProposalQuerySet:
    """Return what the user may approve: not what he or she changed last, see `KB_SELF_APPROVAL`."""
    models = [model for model in RECORD_TYPES if may_review(user, model)]
    types = ContentType.objects.get_for_models(*models).values()
    rows = Proposal.objects.proposed().filter(content_type__in=types)
    return rows if settings.SELF_APPROVAL else rows.exclude(edited_by=user.pk)


QUEUES: dict[str, Callable[[AnyUser], ProposalQuerySet]] = {
    "waiting": waiting,
    "returned": returned,
    "mine": mine,
}


def following(queue: str, user: AnyUser, proposal: Proposal) -> Proposal | None:
    """Return the next proposal of a queue after one, or from its start; None if it is empty.

    Other proposals of the same batch are decided with it.
    """
    rows = QUEUES[queue](user).exclude(batch=proposal.batch).order_by("pk")
    return rows.filter(pk__gt=proposal.pk).first() or rows.first()
