"""The queues: what each person finds in them, and how they advance."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.core.exceptions import PermissionDenied

from events.editing.proposals.changes import changing
from events.editing.proposals.content import content_of, write
from events.editing.proposals.decisions import approve, send_back, withdraw
from events.editing.proposals.queues import QUEUES, following, mine, returned, waiting
from events.editing.proposals.records import RECORD_TYPES
from events.editing.proposals.review import Review
from events.editing.tags import add_tags
from events.models import Proposal
from tests.events.editing.proposals.complete import complete, with_other_value
from tests.factories import TagFactory, UserFactory, published_event, user_in

pytestmark = pytest.mark.django_db

every_model = pytest.mark.parametrize("model", RECORD_TYPES, ids=lambda model: model.__name__)


def propose(row, by):
    field = next(field for field in RECORD_TYPES[type(row)].fields if not field.is_relation)
    with changing(row, by=by) as change:
        write(row, with_other_value(content_of(row), (type(row), "", field.name)))
    return change.proposal


def approve_now(proposal, by):
    approve(proposals={proposal.pk: Review.of(proposal).seen}, by=by)


def queues_of(user):
    return {name: list(queue(user)) for name, queue in QUEUES.items() if queue(user)}


@pytest.mark.slow
@every_model
def test_proposal_is_in_the_queues_of_its_author_and_its_reviewers(model, editor_user):
    curator, other = user_in("curator"), user_in("editor")
    proposal = propose(complete(model), editor_user)
    assert queues_of(editor_user) == {"mine": [proposal]}
    assert queues_of(curator) == {"waiting": [proposal]}
    assert queues_of(other) == queues_of(AnonymousUser()) == {}
    send_back(proposals=[proposal], by=curator, answer="Which month?")
    assert queues_of(editor_user) == {"returned": [proposal]}
    assert queues_of(curator) == {}


@pytest.mark.slow
@pytest.mark.parametrize("decide", ["approve", "withdraw"])
def test_decided_proposal_is_in_no_queue(decide, editor_user, curator_user):
    proposal = propose(published_event(), editor_user)
    if decide == "approve":
        approve_now(proposal, curator_user)
    else:
        withdraw(proposals=[proposal], by=editor_user)
    assert queues_of(editor_user) == queues_of(curator_user) == {}


@every_model
def test_own_proposal_waits_for_somebody_else(model, curator_user, settings):
    proposal = propose(complete(model), curator_user)
    assert queues_of(curator_user) == {"mine": [proposal]}
    settings.SELF_APPROVAL = True
    assert queues_of(curator_user) == {"mine": [proposal], "waiting": [proposal]}


@pytest.mark.slow
def test_proposal_that_a_reviewer_edited_waits_for_another_one(editor_user, curator_user):
    event, other = published_event(), user_in("curator")
    proposal = propose(event, editor_user)
    with changing(event, by=curator_user, proposal=proposal):
        type(event).objects.filter(pk=event.pk).update(importance=5)
    assert queues_of(curator_user) == {}
    assert queues_of(other) == {"waiting": [proposal]}


@pytest.mark.slow
@every_model
def test_queue_has_what_its_user_may_approve(model, editor_user):
    """A user with one permission to review finds only the proposals that it covers."""
    proposal = propose(complete(model), editor_user)
    for codename in ("publish_event", "publish_claim", "review_proposal"):
        user = UserFactory(is_staff=True)
        user.user_permissions.add(Permission.objects.get(codename=codename))
        if list(waiting(user)) == [proposal]:
            approve_now(proposal, user)
            Proposal.objects.filter(pk=proposal.pk).update(
                state="proposed", decided_by=None, base={}, content={}
            )
            proposal = Proposal.objects.get(pk=proposal.pk)
            break
        with pytest.raises(PermissionDenied):
            approve_now(proposal, user)
    else:
        pytest.fail("nobody may approve it")


@pytest.mark.slow
def test_oldest_comes_first_and_the_queue_starts_again(editor_user, curator_user):
    one, two, three = (propose(published_event(), editor_user) for _number in range(3))
    assert list(waiting(curator_user)) == [one, two, three]
    for queue, user in (("waiting", curator_user), ("mine", editor_user)):
        assert following(queue, user, one) == two
        assert following(queue, user, two) == three
        assert following(queue, user, three) == one
    withdraw(proposals=[two], by=editor_user)
    assert following("waiting", curator_user, one) == three
    withdraw(proposals=[three], by=editor_user)
    assert following("waiting", curator_user, one) is None


@pytest.mark.slow
def test_other_proposals_of_a_batch_are_passed_over(editor_user, curator_user):
    rows = [published_event(), published_event()]
    add_tags(rows=rows, tags=[TagFactory()], by=editor_user)
    one, two = mine(editor_user)
    assert one.batch == two.batch
    assert following("waiting", curator_user, one) is None
    last = propose(published_event(), editor_user)
    assert following("waiting", curator_user, one) == last
    assert following("waiting", curator_user, last) == one


@pytest.mark.slow
def test_queues_need_a_fixed_number_of_queries(
    editor_user, curator_user, django_assert_max_num_queries
):
    for _number in range(3):
        propose(published_event(), editor_user)
    list(waiting(curator_user))
    with django_assert_max_num_queries(3):
        assert len(waiting(curator_user)) == len(mine(editor_user)) == 3
        assert len(returned(editor_user)) == 0


@pytest.mark.slow
def test_batch_of_a_proposal_is_its_own(editor_user):
    batch = uuid4()
    event = published_event()
    with changing(event, by=editor_user, batch=batch) as change:
        type(event).objects.filter(pk=event.pk).update(importance=5)
    assert change.proposal.batch == batch
    assert propose(published_event(), editor_user).batch != batch
