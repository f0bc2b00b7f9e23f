"""Merges at the same time as other merges and edits, each in its own transaction."""

from __future__ import annotations

from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from events.editing.merging.actions import merge_records, unmerge_record
from events.editing.merging.references import references_to
from events.models import EventPlatform, Platform
from sources.models import Snapshot
from tests.events.editing.racing import Step, together
from tests.events.models.referring import MAKERS, refer
from tests.factories import EventFactory, PlatformFactory, UserFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
of_each_model = pytest.mark.parametrize("model", MAKERS, ids=lambda model: model.__name__)


@pytest.fixture
def admin():
    return UserFactory(is_superuser=True)


def broken(model):
    """Return what refers to merged records, and the merged records whose target is merged."""
    merged = set(model._base_manager.exclude(merged_into=None).values_list("pk", flat=True))
    return [
        row for reference in references_to(model) for pk in merged for row in reference.rows(pk)
    ]


@of_each_model
def test_merges_in_opposite_directions_make_no_circle(model, admin):
    one, two = MAKERS[model](), MAKERS[model]()
    outcomes = together(
        partial(merge_records, record=one, into=two, by=admin),
        partial(merge_records, record=two, into=one, by=admin),
    )
    assert {type(outcome) for outcome in outcomes} == {int, ValidationError}
    assert model._base_manager.filter(merged_into=None).count() == 1


@of_each_model
def test_merge_of_a_target_at_the_same_time_leaves_no_row_behind(model, admin):
    one, two, three = (MAKERS[model]() for _ in range(3))
    for reference in references_to(model):
        if reference.name != "merged_into" and not reference.is_generic:
            refer(reference, one)
    outcomes = together(
        partial(merge_records, record=one, into=two, by=admin),
        partial(merge_records, record=two, into=three, by=admin),
    )
    assert {type(outcome) for outcome in outcomes} <= {int, ValidationError}
    assert broken(model) == []


@of_each_model
def test_what_refers_to_a_record_while_it_is_merged_is_refused(model, admin):
    references = [
        reference
        for reference in references_to(model)
        if reference.name != "merged_into"
        and not reference.is_generic
        and reference.model is not Snapshot
    ]
    for reference in references:
        record, target = MAKERS[model](), MAKERS[model]()
        row = refer(reference, MAKERS[model]())
        move = reference.model._base_manager.filter(pk=row.pk).update
        with transaction.atomic():
            merge_records(record=record, into=target, by=admin)
            step = Step(partial(move, **{reference.column: record.pk}))
            step.run_until_blocked()
        outcome = step.finish()
        assert isinstance(outcome, IntegrityError)
        assert "cannot be referred to" in str(outcome)
        assert broken(model) == []


def test_row_that_is_added_before_a_merge_ends_moves_too(admin):
    record, target = PlatformFactory.create_batch(2, is_approved=False)
    event = EventFactory()
    with transaction.atomic():
        EventPlatform.objects.create(event=event, platform=record)
        step = Step(partial(merge_records, record=record, into=target, by=admin))
        step.run_until_blocked()
    assert step.finish() == 1
    assert event.event_platforms.get().platform == target


def test_merge_is_undone_once(admin):
    record, target = PlatformFactory.create_batch(2, is_approved=False)
    merge_records(record=record, into=target, by=admin)
    undo = partial(unmerge_record, record=Platform.objects.get(pk=record.pk), by=admin)
    outcomes = together(undo, undo)
    assert {type(outcome) for outcome in outcomes} == {int, ValidationError}
    assert Platform.objects.filter(merged_into=None).count() == 2
