"""Decisions on proposals: approval of exactly what was seen, return, withdrawal."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from events.editing.proposals.changes import changing
from events.editing.proposals.content import content_of, write
from events.editing.proposals.decisions import approve, send_back, withdraw
from events.editing.proposals.records import RECORD_TYPES, is_public
from events.editing.proposals.review import Review
from events.models import Event, Proposal, Tag
from sources.models import Source
from tests.events.editing.proposals.complete import (
    complete,
    fields,
    relations,
    with_other_value,
)
from tests.events.editing.proposals.proposing import (
    first_place,
    fresh,
    kinds,
    propose,
    refused,
    seen,
)
from tests.factories import (
    PlatformFactory,
    user_in,
)

pytestmark = pytest.mark.django_db

every_model = pytest.mark.parametrize("model", RECORD_TYPES, ids=lambda model: model.__name__)
OF_ANY_RECORD = ("publish", "change", "retract")
KINDS = pytest.mark.parametrize("kind", OF_ANY_RECORD)


KINDS_OF = [
    (kind, model)
    for model in RECORD_TYPES
    for kind in OF_ANY_RECORD
    if model is not Source or kind == "change"
]


every_kind = kinds(*KINDS_OF, ("merge", Tag))


@pytest.mark.slow
@every_kind
def test_approval_carries_out_what_is_proposed(kind, model, editor_user, curator_user):
    row = complete(model)
    proposal = propose(kind, row, editor_user)
    review = Review.of(proposal)
    assert approve(proposals={proposal.pk: review.seen}, by=curator_user) == [proposal]
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by) == ("approved", curator_user)
    assert (proposal.base, proposal.content) == (review.before, review.after)
    assert is_public(fresh(row)) == (kind not in ("retract", "merge"))
    if kind == "change":
        assert content_of(row) == review.after
    with refused("decided"):
        approve(proposals={proposal.pk: review.seen}, by=curator_user)


@pytest.mark.slow
@kinds(*KINDS_OF)
def test_what_was_changed_since_it_was_seen_is_not_approved(kind, model, editor_user, curator_user):
    row = complete(model)
    proposal = propose(kind, row, editor_user)
    before = seen(proposal)
    place = [place for place in [*fields(), *relations()] if place[0] is model][-1]
    write(fresh(row), with_other_value(content_of(row), place))
    content = content_of(row)
    with refused("changed"):
        approve(proposals=before, by=curator_user)
    assert content_of(row) == content
    assert is_public(fresh(row)) == (kind != "publish")
    approve(proposals=seen(proposal), by=curator_user)


@pytest.mark.slow
@every_model
def test_proposal_that_was_edited_since_it_was_seen_is_not_approved(
    model, editor_user, curator_user
):
    row = complete(model)
    proposal = propose("change", row, editor_user)
    before = seen(proposal)
    with changing(fresh(row), by=editor_user):
        write(fresh(row), with_other_value(content_of(row), first_place(model)))
    with refused("changed"):
        approve(proposals=before, by=curator_user)


@pytest.mark.slow
@every_kind
def test_last_editor_may_not_approve(kind, model, curator_user):
    proposal = propose(kind, complete(model), curator_user)
    with pytest.raises(PermissionDenied, match="Somebody else"):
        approve(proposals=seen(proposal), by=curator_user)
    approve(proposals=seen(proposal), by=user_in("curator"))


@every_kind
@pytest.mark.usefixtures("self_approval")
def test_curator_may_approve_own_proposals_where_that_is_allowed(kind, model, curator_user):
    proposal = propose(kind, complete(model), curator_user)
    if kind in ("change", "merge"):
        assert Proposal.objects.get().state == "approved"
        return
    approve(proposals=seen(proposal), by=curator_user)


@pytest.mark.slow
@every_kind
def test_editor_neither_approves_nor_returns(kind, model, editor_user):
    proposal = propose(kind, complete(model), editor_user)
    for user in (editor_user, user_in("editor")):
        with pytest.raises(PermissionDenied):
            approve(proposals=seen(proposal), by=user)
        with pytest.raises(PermissionDenied):
            send_back(proposals=[proposal], by=user, answer="No.")
    proposal.refresh_from_db()
    assert proposal.state == "proposed"


@pytest.mark.slow
@every_kind
def test_withdrawal_is_for_the_author(kind, model, editor_user, curator_user):
    row = complete(model)
    proposal = propose(kind, row, editor_user)
    for user in (user_in("editor"), curator_user):
        with pytest.raises(PermissionDenied):
            withdraw(proposals=[proposal], by=user)
    withdraw(proposals=[proposal], by=editor_user)
    proposal.refresh_from_db()
    assert proposal.state == "withdrawn"
    assert is_public(fresh(row)) == (kind != "publish")


@pytest.mark.slow
@pytest.mark.parametrize("first", ["approve", "return", "withdraw"])
@pytest.mark.parametrize("second", ["approve", "return", "withdraw"])
def test_proposal_is_decided_once(first, second, editor_user, curator_user):
    proposal = propose("change", complete(Event), editor_user)
    shown = seen(proposal)
    steps = {
        "approve": lambda: approve(proposals=shown, by=curator_user),
        "return": lambda: send_back(proposals=[proposal], by=curator_user, answer="No."),
        "withdraw": lambda: withdraw(proposals=[proposal], by=editor_user),
    }
    steps[first]()
    if (first, second) == ("return", "withdraw"):
        steps[second]()
        return
    with refused("decided"):
        steps[second]()


@KINDS
@pytest.mark.parametrize("make", [lambda: complete(Event), PlatformFactory])
def test_proposal_about_a_deleted_record_is_not_decided(make, kind, editor_user, curator_user):
    row = make()
    proposal = propose(kind, row, editor_user)
    shown = seen(proposal)
    type(row)._base_manager.filter(pk=row.pk).delete()
    with refused("deleted"):
        approve(proposals=shown, by=curator_user)
    with refused("deleted"):
        send_back(proposals=[proposal], by=curator_user, answer="No.")


def test_proposal_that_does_not_exist_is_not_approved(curator_user):
    with refused("deleted"):
        approve(proposals={2**40: ""}, by=curator_user)


@pytest.mark.parametrize("answer", ["", "  \n"])
def test_return_needs_a_reason(answer, editor_user, curator_user):
    proposal = propose("change", complete(Event), editor_user)
    with refused("no_reason"):
        send_back(proposals=[proposal], by=curator_user, answer=answer)
