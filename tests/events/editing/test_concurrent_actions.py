"""Actions at the same time, each in its own transaction."""

from __future__ import annotations

import random
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from events.editing.actions import resolve, retract, submit
from events.editing.merging.actions import merge_records, unmerge_record
from events.editing.proposals.decisions import approve
from events.editing.proposals.review import Review
from events.editing.tags import add_tags, remove_tags
from events.models import Claim, Dispute, Event, Evidence, Proposal, Tag, Tagged
from tests.events.editing.racing import Step, together
from tests.factories import (
    ClaimFactory,
    DisputeFactory,
    EventFactory,
    TagFactory,
    UserFactory,
    evidence_for,
    published_claim,
    published_event,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("self_approval"),
]
RACERS = 40


@pytest.fixture
def admin():
    return UserFactory(is_superuser=True)


def supported(make):
    row = make()
    evidence_for(row)
    return row


def submitted(row, by):
    """Submit a row and return the approval of what is seen now, to be run later."""
    proposal = submit(row=row, by=by)
    return partial(approve, proposals={proposal.pk: Review.of(proposal).seen}, by=by)


def publish(row, by):
    """Submit and approve a row, as far as others have not done so."""
    proposal = Proposal.objects.open().for_record(row).first() or submit(row=row, by=by)
    approve(proposals={proposal.pk: Review.of(proposal).seen}, by=by)


def code_of(outcome):
    return outcome.code if isinstance(outcome, ValidationError) else outcome


@pytest.mark.parametrize("make", [EventFactory, ClaimFactory])
def test_row_that_is_edited_meanwhile_is_not_published(make, admin):
    row = supported(make)
    approval = submitted(row, admin)
    with transaction.atomic():
        row = type(row).objects.get()
        setattr(row, "title_en" if make is EventFactory else "statement_en", "Edited")
        row.save()
        step = Step(approval)
        step.run_until_blocked()
    assert code_of(step.finish()) == "changed"
    assert type(row).objects.get().state == "in_review"


def test_row_is_published_once(admin):
    row = supported(EventFactory)
    approval = submitted(row, admin)
    outcomes = together(approval, approval)
    assert {code_of(outcome) for outcome in outcomes if isinstance(outcome, Exception)} == {
        "decided"
    }
    assert Event.objects.get().state == "published"


def test_row_is_retracted_once(admin):
    published_event()
    copies = [Event.objects.get() for _ in range(2)]
    outcomes = together(*[partial(retract, row=row, by=admin, reason="Wrong.") for row in copies])
    assert {code_of(outcome) for outcome in outcomes} == {None, "not_published"}


def test_row_that_is_submitted_meanwhile_is_not_submitted_again(admin):
    row = supported(EventFactory)
    copy = Event.objects.get()
    with transaction.atomic():
        submit(row=row, by=admin)
        step = Step(partial(submit, row=copy, by=admin))
        step.run_until_blocked()
    assert code_of(step.finish()) == "no_draft"
    assert Proposal.objects.count() == 1


def test_row_that_is_deleted_meanwhile_is_not_published(admin):
    row = supported(EventFactory)
    approval = submitted(row, admin)
    row.delete()
    with pytest.raises(ValidationError, match="deleted"):
        approval()


def test_first_resolution_stays(admin):
    dispute = DisputeFactory()
    outcomes = together(
        *[partial(resolve, dispute=dispute, by=admin, resolution_en=text) for text in "ab"]
    )
    assert {code_of(outcome) for outcome in outcomes} == {None, "resolved"}
    assert Dispute.objects.get().resolution_en == "ab"[outcomes.index(None)]


def test_every_one_of_a_hundred_saves_has_its_own_version(admin):
    event = EventFactory()

    def save(number):
        row = Event.objects.get(pk=event.pk)
        row.summary_en = str(number)
        row.save(update_fields=["summary_en"])
        return row.version

    versions = []
    for start in range(0, 100, 20):
        versions += together(*[partial(save, start + number) for number in range(20)])
    assert sorted(versions) == list(range(2, 102))
    event.refresh_from_db()
    assert event.version == 101
    saved = event.history.filter(version__gt=1).order_by("version")
    assert list(saved.values_list("version", flat=True)) == list(range(2, 102))


def race(seed, admin):
    """Run forty random actions on the same rows and tags, and return their outcomes."""
    chance = random.Random(seed)
    rows, tags = [*Event.objects.all(), *Claim.objects.all()], list(Tag.objects.all())

    def step():
        row, (one, two) = chance.choice(rows), chance.sample(tags, 2)
        return chance.choice(
            [
                partial(publish, row=row, by=admin),
                partial(retract, row=row, by=admin, reason="Wrong."),
                partial(add_tags, rows=chance.sample(rows, 3), tags=[one, two], by=admin),
                partial(remove_tags, rows=chance.sample(rows, 3), tags=[one], by=admin),
                partial(merge_records, record=one, into=two, by=admin),
                partial(unmerge_record, record=one, by=admin),
            ]
        )

    return together(*[step() for _ in range(RACERS)])


@pytest.mark.parametrize("seed", range(3))
def test_forty_racing_actions_break_no_rule(seed, admin):
    TagFactory.create_batch(5)
    for make in (EventFactory, ClaimFactory, published_event, published_claim):
        supported(make)
    for _round in range(2):
        outcomes = race(seed, admin)
        refused = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
        assert [error for error in refused if not isinstance(error, ValidationError)] == []
        assert len(refused) < RACERS
    merged = Tag.objects.exclude(merged_into=None)
    assert not merged.exclude(merged_into__merged_into=None).exists()
    assert not merged.filter(merged_into=F("pk")).exists()
    assert not Tagged.objects.exclude(tag__merged_into=None).exists()
    for model in (Event, Claim):
        for row in model.objects.published():
            assert Evidence.objects.supporting().filter(**{model._meta.model_name: row}).exists()
        for row in model.objects.all():
            assert row.history.filter(version=row.version, state=row.state).exists()
            assert row.version <= row.history.count()
        vectors = dict(model.objects.values_list("pk", "search_vector"))
        model.objects.all().index()
        indexed = dict(model.objects.values_list("pk", "search_vector"))
        assert {pk: indexed[pk] for pk in indexed if vectors[pk]} == {
            pk: vector for pk, vector in vectors.items() if vector
        }
