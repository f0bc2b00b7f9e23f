"""Restoring an earlier version of a record."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from events.editing.history.restoring import restoration, restore
from events.editing.proposals.changes import changing
from events.editing.proposals.content import content_of, write
from events.editing.proposals.records import RECORD_TYPES, is_public
from events.models import Event, Proposal, Tag
from tests.events.editing.history.aging import DAY, a_day_passes
from tests.events.editing.proposals.complete import (
    complete,
    fields,
    named,
    parts,
    relations,
    with_other_value,
)
from tests.events.editing.proposals.proposing import fresh, hide
from tests.events.editing.reviewing import approve_now
from tests.factories import EventFactory, TagFactory, evidence_for, new_snapshot, snapshot_of

pytestmark = pytest.mark.django_db

every_model = pytest.mark.parametrize("model", RECORD_TYPES, ids=lambda model: model.__name__)
every_place = pytest.mark.parametrize("place", [*fields(), *relations()], ids=named)


def restored(row, moment, by):
    """Restore a version as somebody does who has just looked at it."""
    return restore(row=row, moment=moment, seen=restoration(row, moment).seen, by=by)


@pytest.mark.slow
@every_place
def test_value_of_every_place_comes_back(place, editor_user):
    row = hide(complete(place[0]))
    before = content_of(row)
    moment = a_day_passes()
    write(fresh(row), with_other_value(before, place))
    a_day_passes()
    restored(row, moment - DAY, editor_user)
    assert content_of(row) == before


@pytest.mark.slow
@pytest.mark.parametrize("place", parts(), ids=named)
def test_rows_come_back_with_their_ids_and_new_ones_go(place, editor_user):
    model, part = place
    row = hide(complete(model))
    before = content_of(row)
    moment = a_day_passes()
    less = {**before, "parts": {**before["parts"], part: {}}}
    write(fresh(row), less)
    later = a_day_passes()
    restored(row, moment - DAY, editor_user)
    assert content_of(row) == before
    a_day_passes()
    restored(row, later - DAY, editor_user)
    assert content_of(row) == less


@pytest.mark.slow
@every_model
def test_version_of_a_public_record_is_proposed(model, editor_user, curator_user):
    row = complete(model)
    before = content_of(row)
    moment = a_day_passes()
    field = next(field for field in RECORD_TYPES[model].fields if not field.is_relation)
    changed = with_other_value(before, (model, "", field.name))
    write(fresh(row), changed)
    a_day_passes()
    edit = restored(row, moment - DAY, editor_user)
    assert content_of(row) == changed
    assert is_public(fresh(row))
    approve_now(edit.proposal, curator_user)
    assert content_of(row) == before


def test_version_of_a_retracted_record_is_written(editor_user):
    event = EventFactory(title_en="One", state="retracted")
    moment = a_day_passes()
    Event.objects.filter(pk=event.pk).update(title_en="Two")
    a_day_passes()
    restored(event, moment - DAY, editor_user)
    event.refresh_from_db()
    assert (event.title_en, event.state) == ("One", "retracted")


def test_own_open_proposal_is_not_replaced(editor_user):
    event = complete(Event)
    moment = a_day_passes()
    Event.objects.filter(pk=event.pk).update(title_en="Two")
    with changing(fresh(event), by=editor_user):
        Event.objects.filter(pk=event.pk).update(summary_en="An hour of work.")
    a_day_passes()
    with pytest.raises(ValidationError) as refusal:
        restored(event, moment - DAY, editor_user)
    assert refusal.value.code == "open"
    assert Proposal.objects.get().content["fields"]["summary_en"] == "An hour of work."


def test_merged_tag_comes_back_as_its_target(editor_user):
    event, tag, into = EventFactory(), TagFactory(), TagFactory()
    event.tags.add(tag, into)
    moment = a_day_passes()
    event.tags.clear()
    Tag.objects.filter(pk=tag.pk).update(merged_into=into, is_approved=False)
    a_day_passes()
    restored(event, moment - DAY, editor_user)
    assert list(event.tags.all()) == [into]


def test_row_that_was_removed_and_added_again_is_no_difference():
    event, tag = EventFactory(), TagFactory()
    event.tags.add(tag)
    moment = a_day_passes()
    event.tags.clear()
    event.tags.add(tag)
    a_day_passes()
    assert restoration(event, moment - DAY).changes_nothing


def test_deleted_rows_are_named_and_left_out(editor_user):
    event, tag, other = EventFactory(), TagFactory(name="Prices"), TagFactory()
    event.tags.add(tag, other)
    moment = a_day_passes()
    event.tags.clear()
    tag.delete()
    a_day_passes()
    assert restoration(event, moment - DAY).missing
    restored(event, moment - DAY, editor_user)
    assert list(event.tags.all()) == [other]


def test_evidence_follows_to_the_text_that_came_since(editor_user):
    event, snapshot = EventFactory(), new_snapshot()
    evidence = evidence_for(event, snapshot)
    moment = a_day_passes()
    evidence.delete()
    later = snapshot_of(snapshot.source, f"A new beginning.\n\n{snapshot.text}")
    a_day_passes()
    restored(event, moment - DAY, editor_user)
    again = event.evidence.get()
    assert (again.snapshot, again.quotation) == (later, evidence.quotation)


def test_what_was_changed_since_it_was_shown_is_refused(editor_user):
    event = EventFactory(title_en="One")
    moment = a_day_passes()
    Event.objects.filter(pk=event.pk).update(title_en="Two")
    a_day_passes()
    seen = restoration(event, moment - DAY).seen
    Event.objects.filter(pk=event.pk).update(summary_en="Somebody was here.")
    with pytest.raises(ValidationError) as refusal:
        restore(row=event, moment=moment - DAY, seen=seen, by=editor_user)
    assert refusal.value.code == "changed"
    assert Event.objects.get(pk=event.pk).title_en == "Two"


def test_time_before_the_record_is_refused(editor_user):
    event = EventFactory()
    with pytest.raises(ValidationError) as refusal:
        restoration(event, a_day_passes() - DAY)
    assert refusal.value.code == "not_yet"
