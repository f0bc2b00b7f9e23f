"""Decisions and edits at the same time, each in its own transaction."""

from __future__ import annotations

from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from events.editing.actions import propose_retraction, submit
from events.editing.deletion import delete
from events.editing.proposals.changes import changing, propose_to_publish
from events.editing.proposals.decisions import approve, send_back, withdraw
from events.editing.proposals.review import Review
from events.models import Claim, Event, Platform, Proposal, Tag
from tests.events.editing.racing import Step, together
from tests.factories import (
    ClaimFactory,
    PlatformFactory,
    TagFactory,
    UserFactory,
    evidence_for,
    published_event,
    user_in,
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ROUNDS = 5


@pytest.fixture
def author():
    return user_in("editor")


@pytest.fixture
def curator(author):
    return user_in("curator")


def rename(row, by, text, proposal=None):
    name = "title_en" if isinstance(row, Event) else "name_en"
    with changing(row, by=by, proposal=proposal) as change:
        type(row).objects.filter(pk=row.pk).update(**{name: text})
    return change.proposal


def approval(proposal, by):
    """Return the approval of what is seen now, to be run later."""
    return partial(approve, proposals={proposal.pk: Review.of(proposal).seen}, by=by)


def code_of(outcome):
    if isinstance(outcome, Exception):
        assert isinstance(outcome, ValidationError), outcome
        return outcome.code
    return ""


def test_proposal_is_approved_once(author, curator):
    for _round in range(ROUNDS):
        event = published_event()
        approve_it = approval(rename(event, author, "New"), curator)
        version = Event.objects.get(pk=event.pk).version
        outcomes = together(approve_it, approve_it, approve_it)
        assert sorted(map(code_of, outcomes)) == ["", "decided", "decided"]
        assert Event.objects.get(pk=event.pk).version == version + 1


@pytest.mark.parametrize("end", ["withdraw", "return"])
def test_proposal_is_either_approved_or_ended(end, author, curator):
    for _round in range(ROUNDS):
        event = published_event(title_en="Old")
        proposal = rename(event, author, "New")
        other = partial(withdraw, proposals=[proposal], by=author)
        if end == "return":
            other = partial(send_back, proposals=[proposal], by=curator, answer="No.")
        outcomes = together(approval(proposal, curator), other)
        assert sorted(map(code_of, outcomes)) == ["", "decided"]
        is_approved = Event.objects.get(pk=event.pk).title_en == "New"
        proposal.refresh_from_db()
        assert is_approved == (proposal.state == "approved") == (code_of(outcomes[0]) == "")


def test_edit_of_a_proposal_that_is_approved_meanwhile_is_a_new_proposal(author, curator):
    event = published_event()
    proposal = rename(event, author, "New")
    with transaction.atomic():
        approval(proposal, curator)()
        step = Step(partial(rename, event, author, "Newer", proposal))
        step.run_until_blocked()
    edited = step.finish()
    proposal.refresh_from_db()
    assert (proposal.state, proposal.content["fields"]["title_en"]) == ("approved", "New")
    assert (edited.state, edited.base["fields"]["title_en"]) == ("proposed", "New")


def test_proposal_that_is_edited_meanwhile_is_not_approved(author, curator):
    event = published_event(title_en="Old")
    proposal = rename(event, author, "New")
    approve_it = approval(proposal, curator)
    with transaction.atomic():
        rename(event, author, "Newer", proposal)
        step = Step(approve_it)
        step.run_until_blocked()
    assert code_of(step.finish()) == "changed"
    assert Event.objects.get().title_en == "Old"


def test_edits_of_one_proposal_by_two_are_one_after_the_other(author, curator):
    event = published_event()
    proposal = rename(event, author, "New")

    def mark(by, field, value):
        with changing(event, by=by, proposal=proposal):
            Event.objects.filter(pk=event.pk).update(**{field: value})

    outcomes = together(
        partial(mark, author, "importance", 5), partial(mark, curator, "kind", "pilot")
    )
    assert outcomes == [None, None]
    fields = Proposal.objects.get().content["fields"]
    assert (fields["title_en"], fields["importance"], fields["kind"]) == ("New", 5, "pilot")


def test_two_first_edits_of_one_user_are_one_proposal(author):
    for _round in range(ROUNDS):
        event = published_event()
        steps = [partial(rename, event, author, text) for text in ("One", "Two")]
        one, two = together(*steps)
        assert one == two
        assert Proposal.objects.for_record(event).count() == 1


@pytest.mark.parametrize("first", ["approval", "retraction"])
def test_claim_is_not_published_with_a_tag_that_is_retracted_meanwhile(first, author, curator):
    claim, tag = ClaimFactory(), TagFactory()
    evidence_for(claim)
    claim.tags.add(tag)
    steps = {
        "approval": approval(submit(row=claim, by=author), curator),
        "retraction": approval(
            propose_retraction(row=tag, by=author, reason="Wrong."), user_in("curator")
        ),
    }
    with transaction.atomic():
        steps.pop(first)()
        step = Step(next(iter(steps.values())))
        step.run_until_blocked()
    assert code_of(step.finish()) == {"approval": "in_use", "retraction": "not_approved"}[first]
    is_published = Claim.objects.get().state == "published"
    assert is_published == Tag.objects.get().is_approved == (first == "approval")


def test_claims_and_their_tag_at_any_moment(author, curator):
    for _round in range(ROUNDS):
        claim, tag = ClaimFactory(), TagFactory()
        evidence_for(claim)
        claim.tags.add(tag)
        outcomes = together(
            approval(submit(row=claim, by=author), curator),
            approval(propose_retraction(row=tag, by=author, reason="Wrong."), curator),
        )
        assert sorted(map(code_of, outcomes)) in (["", "in_use"], ["", "not_approved"])


@pytest.mark.parametrize("first", ["approval", "deletion"])
def test_platform_is_either_approved_or_deleted(first, author):
    admin = UserFactory(is_superuser=True)
    platform = PlatformFactory(is_approved=False)
    with transaction.atomic():
        proposal = propose_to_publish(platform, by=author)
    steps = {
        "approval": approval(proposal, admin),
        "deletion": partial(delete, row=platform, by=admin),
    }
    with transaction.atomic():
        steps.pop(first)()
        step = Step(next(iter(steps.values())))
        step.run_until_blocked()
    assert code_of(step.finish()) == {"approval": "published", "deletion": "deleted"}[first]
    assert Platform.objects.filter(is_approved=True).exists() == (first == "approval")
    proposal.refresh_from_db()
    assert proposal.state == ("approved" if first == "approval" else "withdrawn")


def test_two_batches_about_the_same_records_in_either_order(author, curator):
    rows = [published_event() for _number in range(4)]
    other = user_in("editor")
    one = [rename(row, author, "Same") for row in rows]
    two = [rename(row, other, "Same") for row in reversed(rows)]
    batches = [{item.pk: Review.of(item).seen for item in batch} for batch in (one, two)]
    outcomes = together(*[partial(approve, proposals=seen, by=curator) for seen in batches])
    assert sorted(map(code_of, outcomes)) == ["", "changed"]
    assert set(Event.objects.values_list("title_en", flat=True)) == {"Same"}
