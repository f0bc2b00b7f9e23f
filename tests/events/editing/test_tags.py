"""Tags: added, removed, merged, and the merges undone."""

import random

import pghistory
import pytest
from django.core.exceptions import ValidationError

from events.editing.actions import submit
from events.editing.merging.actions import merge_records, unmerge_record
from events.editing.tags import add_tags, remove_tags
from events.models import Claim, Event, Tag, Tagged
from tests.factories import ClaimFactory, EventFactory, TagFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("self_approval")]

FACTORIES = [EventFactory, ClaimFactory]


def tags_of_rows():
    return set(Tagged.objects.values_list("content_type", "object_id", "tag__slug"))


@pytest.mark.slow
def test_tags_added_to_and_removed_from_many_rows(editor_user):
    events, claims = [EventFactory(), EventFactory()], [ClaimFactory()]
    tags = [TagFactory(slug="one", name="Oneness"), TagFactory(slug="two")]
    events[0].tags.add(tags[0])
    assert add_tags(rows=[*events, *claims], tags=tags, by=editor_user) == 5
    assert set(Event.objects.search("oneness")) == set(events)
    assert remove_tags(rows=[*events, *claims], tags=tags[:1], by=editor_user) == 3
    assert list(Event.objects.search("oneness")) == []
    assert {slug for _kind, _row, slug in tags_of_rows()} == {"two"}
    assert remove_tags(rows=[], tags=tags, by=editor_user) == 0


@pytest.mark.slow
@pytest.mark.parametrize(("make", "make_other"), [FACTORIES, FACTORIES[::-1]])
def test_tags_of_another_model_with_the_same_id_do_not_change(editor_user, make, make_other):
    row, other, added, removed = make(pk=7001), make_other(pk=7001), TagFactory(), TagFactory()
    other.tags.add(removed)
    row.tags.add(removed)
    assert add_tags(rows=[row], tags=[added], by=editor_user) == 1
    assert remove_tags(rows=[row], tags=[removed], by=editor_user) == 1
    assert list(row.tags.all()) == [added]
    assert list(other.tags.all()) == [removed]


def test_tags_accept_iterators(editor_user):
    events = [EventFactory(), EventFactory()]
    tags = [TagFactory(), TagFactory()]
    assert add_tags(rows=iter(events), tags=iter(tags), by=editor_user) == 4
    assert remove_tags(rows=iter(events), tags=iter(tags), by=editor_user) == 4


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_unmerge_is_the_inverse_of_merge(seed, curator_user):
    rng = random.Random(seed)
    tags = [TagFactory() for _ in range(3)]
    rows = [make(pk=7000 + number) for make in FACTORIES for number in range(4)]
    for row in rows:
        row.tags.add(*rng.sample(tags, rng.randint(0, 3)))
    merged, into = tags[:2]
    for _ in range(rng.randint(1, 3)):
        before = tags_of_rows()
        merged.refresh_from_db()
        merge_records(record=merged, into=into, by=curator_user)
        assert tags_of_rows() == {
            (kind, row, into.slug if slug == merged.slug else slug) for kind, row, slug in before
        }
        merged.refresh_from_db()
        assert merged.merged_into == into
        unmerge_record(record=merged, by=curator_user)
        assert tags_of_rows() == before
        merged.refresh_from_db()
        assert merged.merged_into is None
        row = rng.choice(rows)
        row.tags.remove(merged) if rng.random() < 0.5 else row.tags.add(merged)
        if rng.random() < 0.5:
            rng.choice(rows).tags.remove(into)


@pytest.mark.slow
def test_unmerge_keeps_tags_added_after_the_merge(curator_user):
    merged, into = TagFactory(), TagFactory(slug="into")
    old, new = EventFactory(), EventFactory()
    old.tags.add(merged)
    merge_records(record=merged, into=into, by=curator_user)
    new.tags.add(into)
    merged.refresh_from_db()
    unmerge_record(record=merged, by=curator_user)
    assert list(old.tags.all()) == [merged]
    assert list(new.tags.all()) == [into]


@pytest.mark.slow
def test_merge_of_a_merge_target_can_be_undone(curator_user):
    first, second, third = TagFactory(), TagFactory(), TagFactory()
    event = EventFactory()
    event.tags.add(first)
    merge_records(record=first, into=second, by=curator_user)
    merge_records(record=second, into=third, by=curator_user)
    assert list(event.tags.all()) == [third]
    assert set(Tag.objects.filter(merged_into=third)) == {first, second}
    second.refresh_from_db()
    unmerge_record(record=second, by=curator_user)
    first.refresh_from_db()
    assert first.merged_into == second
    assert list(event.tags.all()) == [second]
    unmerge_record(record=first, by=curator_user)
    assert list(event.tags.all()) == [first]


def test_merge_rejects_cycles(curator_user):
    merged, live = TagFactory(), TagFactory()
    with pytest.raises(ValidationError):
        merge_records(record=merged, into=merged, by=curator_user)
    merge_records(record=merged, into=live, by=curator_user)
    merged.refresh_from_db()
    with pytest.raises(ValidationError):
        merge_records(record=live, into=merged, by=curator_user)
    with pytest.raises(ValidationError):
        unmerge_record(record=live, by=curator_user)
    assert Tag.objects.filter(merged_into=None).get() == live


def test_claims_are_indexed_when_their_tags_change(editor_user):
    claim = ClaimFactory()
    add_tags(rows=[claim], tags=[TagFactory(name="Oneness")], by=editor_user)
    assert list(Claim.objects.search("oneness")) == [claim]


@pytest.mark.slow
def test_unmerge_leaves_tags_of_the_same_request_merged(curator_user):
    first, second, into = TagFactory(), TagFactory(), TagFactory()
    with pghistory.context(user=curator_user.pk):
        merge_records(record=first, into=into, by=curator_user)
        merge_records(record=second, into=into, by=curator_user)
    unmerge_record(record=first, by=curator_user)
    second.refresh_from_db()
    assert second.merged_into == into


def test_unmerge_of_a_tag_that_no_action_merged_leaves_the_rows(curator_user):
    into = TagFactory()
    event = EventFactory()
    event.tags.add(into)
    merged = TagFactory(merged_into=into)
    assert unmerge_record(record=merged, by=curator_user) == 0
    assert list(event.tags.all()) == [into]


def test_merged_tag_means_its_target(editor_user):
    into, event = TagFactory(), EventFactory()
    merged = TagFactory(merged_into=into)
    assert add_tags(rows=[event], tags=[merged, into], by=editor_user) == 1
    assert list(event.tags.all()) == [into]
    assert remove_tags(rows=[event], tags=[merged], by=editor_user) == 1


def test_deleted_tag_is_refused(editor_user):
    tag, event = TagFactory(), EventFactory()
    Tag.objects.all().delete()
    with pytest.raises(ValidationError, match="deleted"):
        add_tags(rows=[event], tags=[tag], by=editor_user)


@pytest.mark.parametrize("make", FACTORIES)
@pytest.mark.parametrize("action", [add_tags, remove_tags])
def test_only_rows_that_change_have_another_editor(make, action, editor_user, curator_user):
    changed, same, tag = make(), make(), TagFactory()
    (same if action is add_tags else changed).tags.add(tag)
    proposals = [submit(row=row, by=editor_user) for row in (changed, same)]
    action(rows=[changed, same], tags=[tag], by=curator_user)
    for proposal in proposals:
        proposal.refresh_from_db()
    assert [proposal.edited_by for proposal in proposals] == [curator_user, editor_user]
