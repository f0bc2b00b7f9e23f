"""Two people: one submits a record or proposes a change, the other approves it."""

from __future__ import annotations

from django.contrib.auth.models import User

from events.editing.actions import submit
from events.editing.proposals.decisions import approve
from events.editing.proposals.review import Review
from events.models import Claim, Event, Proposal
from tests.factories import user_in


def approve_now(proposal: Proposal, by: User) -> None:
    """Approve a proposal as it is now."""
    approve(proposals={proposal.pk: Review.of(proposal).seen}, by=by)
    proposal.refresh_from_db()


def publish(row: Event | Claim, by: User, reason: str = "") -> Proposal:
    """Let an editor submit a record, and a reviewer approve it."""
    proposal = submit(row=row, by=user_in("editor"), reason=reason)
    approve_now(proposal, by)
    row.refresh_from_db()
    return proposal
