"""What is left after a decision: the state of the record, batches, and what a page shows."""

from __future__ import annotations

import pytest

from events.editing.actions import retract, submit
from events.editing.merging.merge import merge
from events.editing.proposals.changes import changing
from events.editing.proposals.content import content_of
from events.editing.proposals.decisions import approve, send_back, withdraw
from events.editing.proposals.differences import difference
from events.editing.proposals.review import Review
from events.models import Event, Proposal, Tag
from tests.events.editing.proposals.complete import (
    complete,
)
from tests.events.editing.proposals.proposing import (
    fresh,
    kinds,
    propose,
    refused,
    seen,
)
from tests.factories import (
    ClaimFactory,
    EventFactory,
    TagFactory,
    evidence_for,
    published_claim,
    published_event,
)

pytestmark = pytest.mark.django_db

DRAFTS = {EventFactory: published_event, ClaimFactory: published_claim}


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
def test_record_that_is_not_public_any_more_is_not_retracted(editor_user, curator_user):
    """It may be in review again."""
    event = published_event()
    proposal = propose("retract", event, editor_user)
    retract(row=event, by=curator_user, reason="Wrong.")
    submit(row=event, by=editor_user)
    with refused("not_published"):
        approve(proposals=seen(proposal), by=curator_user)
    assert fresh(event).state == "in_review"


def test_tag_that_was_merged_elsewhere_meanwhile_is_not_merged(editor_user, curator_user):
    tag, other = complete(Tag), TagFactory()
    proposal = propose("merge", tag, editor_user)
    shown = seen(proposal)
    merge(Tag, tag.pk, other.pk)
    with refused("changed"):
        approve(proposals=shown, by=curator_user)
    assert fresh(tag).merged_into == other


@kinds(("publish", Event), ("publish", Tag), ("retract", Event), ("change", Event), ("merge", Tag))
def test_withdrawn_proposal_can_be_looked_at(kind, model, editor_user):
    proposal = propose(kind, complete(model), editor_user)
    withdraw(proposals=[proposal], by=editor_user)
    difference(Review.of(Proposal.objects.get(pk=proposal.pk)))


def test_retraction_at_once_can_be_looked_at(curator_user):
    event = published_event()
    retract(row=event, by=curator_user, reason="Wrong.")
    difference(Review.of(Proposal.objects.get()))
