"""Triggers: merged tags are on no row, and form no chain and no circle."""

from contextlib import closing
from importlib import import_module

import pytest
from django.apps import apps
from django.db import OperationalError, connection, transaction

from events.models import Event, Tag, Tagged
from tests.events.models.rejections import rejected_by
from tests.factories import ClaimFactory, EventFactory, TagFactory

pytestmark = pytest.mark.django_db
CHAIN, OUT_OF_USE, IN_USE = "form a chain", "must be on no record", "cannot be added"


def merged_into(tag, target):
    Tag.objects.filter(pk=tag.pk).update(merged_into=target)


@pytest.mark.parametrize("make", [EventFactory, ClaimFactory])
def test_merged_tag_is_not_added_to_a_row(make):
    with rejected_by(IN_USE):
        make().tags.add(TagFactory(merged_into=TagFactory()))


def test_tag_of_a_row_is_not_replaced_by_a_merged_tag():
    EventFactory().tags.add(TagFactory())
    with rejected_by(IN_USE):
        Tagged.objects.update(tag=TagFactory(merged_into=TagFactory()))


def test_tag_on_a_row_is_not_merged():
    tag = TagFactory()
    EventFactory().tags.add(tag)
    with rejected_by(OUT_OF_USE):
        merged_into(tag, TagFactory())


def test_tag_is_not_merged_into_a_merged_tag():
    with rejected_by(CHAIN):
        merged_into(TagFactory(), TagFactory(merged_into=TagFactory()))


def test_tag_is_not_created_as_merged_into_a_merged_tag():
    with rejected_by(CHAIN):
        TagFactory(merged_into=TagFactory(merged_into=TagFactory()))


def test_target_of_a_merge_is_not_merged():
    target = TagFactory()
    TagFactory(merged_into=target)
    with rejected_by(CHAIN):
        merged_into(target, TagFactory())


def test_two_tags_are_not_merged_into_each_other():
    one = TagFactory()
    two = TagFactory(merged_into=one)
    with rejected_by(CHAIN):
        merged_into(one, two)


def test_merged_tag_can_be_edited_moved_and_used_again():
    tag = TagFactory(merged_into=TagFactory())
    tag.name = "Renamed"
    tag.save()
    merged_into(tag, TagFactory())
    merged_into(tag, None)
    EventFactory().tags.add(tag)


STEPS = {
    "tag a row": "INSERT INTO events_tagged (tag_id, content_type_id, object_id)"
    " SELECT {one}, id, 1 FROM django_content_type LIMIT 1",
    "merge another tag into it": "UPDATE events_tag SET merged_into_id = {one} WHERE id = {two}",
}


@pytest.mark.slow
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.django_db(transaction=True)
def test_merge_waits_for_a_transaction_that_uses_the_tag(step):
    one, two, three = (TagFactory() for _ in range(3))
    with closing(connection.copy()) as other:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute(STEPS[step].format(one=one.pk, two=two.pk))
        with pytest.raises(OperationalError, match="lock timeout"):
            merge_at_once(one, three)
        other.commit()
    with rejected_by(f"{CHAIN}|{OUT_OF_USE}"):
        merge_at_once(one, three)


@transaction.atomic
def merge_at_once(tag, target):
    """Merge a tag, without waiting for another transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '300ms'")
    merged_into(tag, target)


def test_migration_ends_chains_and_circles():
    chain, circle, event = TagFactory.create_batch(4), TagFactory.create_batch(3), EventFactory()
    claim = ClaimFactory()
    chain[-1].name_zh = "终点"
    chain[-1].save()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # the triggers come later
        for tags in (chain, circle):
            for tag, target in zip(tags, tags[1:], strict=False):
                merged_into(tag, target)
        merged_into(circle[-1], circle[0])
        event.tags.add(chain[0], chain[3], circle[1])
        claim.tags.add(chain[1])
        import_module("events.migrations.0017_merges_without_chains").flatten(apps, None)
        cursor.execute("SET session_replication_role = origin")
    targets = dict(Tag.objects.values_list("pk", "merged_into"))
    assert [targets[tag.pk] for tag in chain] == [chain[3].pk] * 3 + [None]
    assert [targets[tag.pk] for tag in circle] == [None, circle[0].pk, circle[0].pk]
    assert set(event.tags.all()) == {chain[3], circle[0]}
    assert list(claim.tags.all()) == [chain[3]]
    assert list(Event.objects.search("终点")) == [event]
