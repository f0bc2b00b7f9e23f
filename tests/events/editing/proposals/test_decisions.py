"""Decisions on proposals: approval of exactly what was seen, return, withdrawal."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from events.editing.actions import propose_retraction, retract, submit
from events.editing.proposals.changes import changing, propose_to_publish
from events.editing.proposals.content import content_of, write
from events.editing.proposals.decisions import approve, send_back, withdraw
from events.editing.proposals.records import RECORD_TYPES, is_public
from events.editing.proposals.review import Review
from events.models import Claim, Event, Proposal, Tag
from sources.models import Source
from tests.events.editing.proposals.complete import (
    complete,
    fields,
    relations,
    with_other_value,
)
from tests.factories import (
    ClaimFactory,
    EventFactory,
    PlatformFactory,
    evidence_for,
    published_claim,
    published_event,
    user_in,
)

pytestmark = pytest.mark.django_db

every_model = pytest.mark.parametrize("model", RECORD_TYPES, ids=lambda model: model.__name__)
KINDS = pytest.mark.parametrize("kind", Proposal.Kind.values)


def fresh(row):
    return type(row)._base_manager.get(pk=row.pk)


def first_place(model):
    field = next(field for field in RECORD_TYPES[model].fields if not field.is_relation)
    return (model, "", field.name)


def hide(row):
    """Make a record one that readers do not see yet."""
    state = {"is_approved": False} if hasattr(row, "is_approved") else {"state": "draft"}
    type(row)._base_manager.filter(pk=row.pk).update(**state)
    return fresh(row)


def propose(kind, row, by):
    """Propose to publish, to change or to retract a complete record."""
    if kind == "publish":
        row = hide(row)
        if isinstance(row, Event | Claim):
            return submit(row=row, by=by)
        return propose_to_publish(row, by=by)
    if kind == "retract":
        return propose_retraction(row=row, by=by, reason="Wrong.")
    with changing(fresh(row), by=by) as change:
        write(fresh(row), with_other_value(content_of(row), first_place(type(row))))
    return change.proposal


def seen(*proposals):
    return {proposal.pk: Review.of(proposal).seen for proposal in proposals}


def refused(code):
    return pytest.raises(ValidationError, check=lambda error: error.code == code)


KINDS_OF = [
    (kind, model)
    for model in RECORD_TYPES
    for kind in Proposal.Kind.values
    if model is not Source or kind == "change"
]
every_kind = pytest.mark.parametrize(
    ("kind", "model"), KINDS_OF, ids=lambda item: getattr(item, "__name__", item)
)


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
    assert is_public(fresh(row)) == (kind != "retract")
    if kind == "change":
        assert content_of(row) == review.after
    with refused("decided"):
        approve(proposals={proposal.pk: review.seen}, by=curator_user)


@pytest.mark.slow
@every_kind
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
    if kind == "change":
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


DRAFTS = {EventFactory: published_event, ClaimFactory: published_claim}


@pytest.mark.parametrize("make", DRAFTS)
@pytest.mark.parametrize("was_public", [True, False])
@pytest.mark.parametrize("end", ["return", "withdraw"])
def test_record_whose_review_ended_is_what_it_was(end, was_public, make, editor_user, curator_user):
    row = DRAFTS[make]() if was_public else make()
    if was_public:
        retract(row=row, by=curator_user, reason="Wrong.")
    else:
        evidence_for(row)
    proposal = submit(row=row, by=editor_user)
    if end == "return":
        send_back(proposals=[proposal], by=curator_user, answer="Which month?")
    else:
        withdraw(proposals=[proposal], by=editor_user)
    assert fresh(row).state == ("retracted" if was_public else "draft")
    again = submit(row=fresh(row), by=editor_user)
    assert (again == proposal) == (end == "return")
    approve(proposals=seen(again), by=curator_user)
    assert fresh(row).state == "published"


def test_returned_record_without_a_state_is_proposed_again_when_it_is_saved(
    editor_user, curator_user
):
    tag = complete(Tag)
    proposal = propose("publish", tag, editor_user)
    send_back(proposals=[proposal], by=curator_user, answer="In Chinese, too.")
    with changing(fresh(tag), by=editor_user):
        Tag.objects.filter(pk=tag.pk).update(name_zh="起因")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.answer) == ("proposed", "")


def test_batch_is_approved_as_a_whole_or_not_at_all(editor_user, curator_user):
    one, two = published_event(), published_event()
    first, second = (propose("change", row, editor_user) for row in (one, two))
    shown, contents = seen(first, second), [content_of(one), content_of(two)]
    withdraw(proposals=[second], by=editor_user)
    for decide in (
        lambda: approve(proposals=shown, by=curator_user),
        lambda: send_back(proposals=[first, second], by=curator_user, answer="No."),
        lambda: withdraw(proposals=[first, second], by=editor_user),
    ):
        with refused("decided"):
            decide()
    assert [content_of(one), content_of(two)] == contents
    first.refresh_from_db()
    assert first.state == "proposed"


def test_record_that_is_not_public_any_more_is_not_retracted(editor_user, curator_user):
    """It may be in review again."""
    event = published_event()
    proposal = propose("retract", event, editor_user)
    retract(row=event, by=curator_user, reason="Wrong.")
    submit(row=event, by=editor_user)
    with refused("not_published"):
        approve(proposals=seen(proposal), by=curator_user)
    assert fresh(event).state == "in_review"
