"""Every cell of the tables of docs/review.md, with the actions."""

from __future__ import annotations

from contextlib import suppress

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model

from events.editing import actions
from events.editing.deletion import delete
from events.editing.history.acts import Act
from events.editing.history.restoring import restoration, restore
from events.editing.history.undoing import undo
from events.editing.merging.actions import merge_records, unmerge_record
from events.editing.permissions import may_review
from events.editing.proposals.changes import approve_own, changing
from events.editing.proposals.decisions import approve, send_back, withdraw
from events.editing.proposals.review import Review
from events.editing.tags import add_tags
from events.models import Claim, Event, Proposal
from tests.events.editing.matrix import (
    Case,
    cases,
    change,
    fingerprint,
    outcome_of,
    record_in,
    user_for,
)
from tests.factories import TagFactory, user_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def edit(row: Model, by: object) -> None:
    """Edit as forms do: they check the permission to change the record."""
    if not by.has_perm(f"{row._meta.app_label}.change_{row._meta.model_name}"):
        raise PermissionDenied
    with changing(row, by=by):
        change(row)


def retract(row: Model, by: object) -> None:
    """Retract, or propose it."""
    if isinstance(row, Event | Claim) and may_review(by, type(row)):
        actions.retract(row=row, by=by, reason="Wrong.")
    else:
        proposal = actions.propose_retraction(row=row, by=by, reason="Wrong.")
        approve_own(proposal, by)


def run(case: Case, row: Model, proposal: Proposal | None, by: object) -> None:
    verb = case.action.split()[0]
    if verb == "approve":
        approve(proposals={proposal.pk: Review.of(proposal).seen}, by=by)
    elif verb == "return":
        send_back(proposals=[proposal], by=by, answer="Which month?")
    elif verb == "withdraw":
        withdraw(proposals=[proposal], by=by)
    elif verb == "submit":
        actions.submit(row=row, by=by)
    elif verb == "tag":
        add_tags(rows=[row], tags=[TagFactory()], by=by)
    elif verb == "delete":
        delete(row=row, by=by)
    elif verb == "restore":
        restore(row=row, moment=row.moment, seen=restoration(row, row.moment).seen, by=by)
    elif verb == "merge":
        merge_records(record=row, into=row.other, by=by)
    elif case.action == "undo a merge":
        unmerge_record(record=row, by=by)
    elif verb == "undo":
        undo(act=Act.load(row.act), by=by)
    else:
        {"edit": edit, "retract": retract}[verb](row, by)


@pytest.mark.parametrize("case", cases(), ids=str)
def test_action_does_what_the_table_says(case: Case, settings: object) -> None:
    settings.SELF_APPROVAL = "alone" in case.role
    user = user_for(case.role)
    row, proposal = record_in(case, user if case.is_own else user_in("editor"))
    before = fingerprint(row)
    open_before = set(Proposal.objects.open().values_list("pk", flat=True))
    with suppress(PermissionDenied, ValidationError):
        run(case, row, proposal, user)
    assert outcome_of(row, before, open_before, proposal) == case.outcome
