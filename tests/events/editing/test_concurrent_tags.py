"""Tag actions at the same time, each in its own transaction."""

from __future__ import annotations

from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from events.editing.merging.actions import merge_records, unmerge_record
from events.editing.tags import add_tags, remove_tags
from events.models import Event, Tag, Tagged
from tests.events.editing.racing import Step, together
from tests.factories import EventFactory, TagFactory, UserFactory

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("self_approval"),
]


@pytest.fixture
def admin():
    return UserFactory(is_superuser=True)


@pytest.fixture
def tags():
    return [TagFactory(name=name) for name in ("Alpha", "Beta", "Gamma")]


def stuck():
    """Return the rows with a merged tag, and the merged tags whose target is merged."""
    return [
        *Tagged.objects.exclude(tag__merged_into=None),
        *Tag.objects.exclude(merged_into__merged_into=None).exclude(merged_into=None),
    ]


def test_merges_in_opposite_directions_make_no_circle(admin, tags):
    one, two, _three = tags
    EventFactory().tags.add(one, two)
    outcomes = together(
        partial(merge_records, record=one, into=two, by=admin),
        partial(merge_records, record=two, into=one, by=admin),
    )
    assert {type(outcome) for outcome in outcomes} == {int, ValidationError}
    assert Tag.objects.filter(merged_into=None).count() == 2
    assert stuck() == []


def test_merge_of_a_target_at_the_same_time_leaves_no_row_behind(admin, tags):
    one, two, three = tags
    event = EventFactory()
    event.tags.add(one)
    outcomes = together(
        partial(merge_records, record=one, into=two, by=admin),
        partial(merge_records, record=two, into=three, by=admin),
    )
    assert {type(outcome) for outcome in outcomes} <= {int, ValidationError}
    assert stuck() == []
    assert [tag.merged_into for tag in event.tags.all()] == [None]


@pytest.mark.parametrize("action", [add_tags, remove_tags])
def test_tag_that_is_merged_meanwhile_means_its_target(action, admin, tags):
    one, two, _three = tags
    old, new = EventFactory(), EventFactory()
    old.tags.add(one)
    with transaction.atomic():
        merge_records(record=one, into=two, by=admin)
        step = Step(partial(action, rows=[old, new], tags=[one], by=admin))
        step.run_until_blocked()
    assert step.finish() == 1
    assert stuck() == []
    tagged = [new, old] if action is add_tags else []
    assert list(Event.objects.tagged([two])) == tagged
    assert list(Event.objects.search("beta")) == tagged
    # The former name is a name of the other tag now.
    assert list(Event.objects.search("alpha")) == tagged


def test_merge_moves_the_rows_that_are_tagged_meanwhile(admin, tags):
    one, two, _three = tags
    event = EventFactory()
    with transaction.atomic():
        add_tags(rows=[event], tags=[one], by=admin)
        step = Step(partial(merge_records, record=one, into=two, by=admin))
        step.run_until_blocked()
    assert step.finish() == 1
    assert list(event.tags.all()) == [two]
    assert list(Event.objects.search("beta")) == [event]


def test_merge_is_undone_once(admin, tags):
    one, two, _three = tags
    event = EventFactory()
    event.tags.add(one)
    merge_records(record=one, into=two, by=admin)
    outcomes = together(*[partial(unmerge_record, record=Tag.objects.get(pk=one.pk), by=admin)] * 2)
    assert {type(outcome) for outcome in outcomes} == {int, ValidationError}
    assert list(event.tags.all()) == [one]


def test_merge_is_undone_while_its_target_is_merged(admin, tags):
    one, two, three = tags
    event = EventFactory()
    event.tags.add(one)
    merge_records(record=one, into=two, by=admin)
    merged = Tag.objects.get(pk=one.pk)
    with transaction.atomic():
        merge_records(record=two, into=three, by=admin)
        step = Step(partial(unmerge_record, record=merged, by=admin))
        step.run_until_blocked()
    assert step.finish() == 1
    assert stuck() == []
    assert list(event.tags.all()) == [one]
    assert list(Event.objects.search("gamma")) == []


def test_tags_added_at_the_same_time_are_all_indexed(admin, tags):
    event = EventFactory()
    one, two, _three = tags
    with transaction.atomic():
        add_tags(rows=[event], tags=[one], by=admin)
        step = Step(partial(add_tags, rows=[event], tags=[two], by=admin))
        step.run_until_blocked()
    assert step.finish() == 1
    assert list(Event.objects.search("alpha beta")) == [event]


def test_index_contains_the_tags_that_are_added_meanwhile(admin, tags):
    event = EventFactory()
    with transaction.atomic():
        add_tags(rows=[event], tags=tags, by=admin)
        step = Step(Event.objects.all().index)
        step.run_until_blocked()
    assert step.finish() == 1
    assert list(Event.objects.search("alpha")) == [event]


def test_tag_is_not_added_to_a_row_that_is_deleted_meanwhile(admin, tags):
    event = EventFactory()
    copy = Event.objects.get()
    with transaction.atomic():
        event.delete()
        step = Step(partial(add_tags, rows=[copy], tags=tags, by=admin))
        step.run_until_blocked()
    assert step.finish() == 0
    assert not Tagged.objects.exists()
