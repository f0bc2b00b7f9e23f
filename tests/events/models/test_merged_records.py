"""Triggers: nothing refers to merged records, and merges form no chain and no circle."""

from contextlib import closing
from importlib import import_module
from itertools import pairwise

import pytest
from django.apps import apps
from django.db import OperationalError, connection, transaction

from events.editing.merging.references import references_to
from events.editing.proposals.records import RECORD_TYPES
from events.models import Event, PlatformLife, Tag
from sources.models import IngestItem
from sources.models.merging import Mergeable
from tests.events.models.referring import MAKERS, refer
from tests.events.models.rejections import rejected_by
from tests.factories import ClaimFactory, EventFactory, TagFactory

pytestmark = pytest.mark.django_db
CHAIN, IN_USE = "form a chain", "Nothing may refer|cannot be referred to"
REFERENCES = [
    reference
    for model in MAKERS
    for reference in references_to(model)
    if reference.name != "merged_into" and not reference.is_generic
]
of_each_model = pytest.mark.parametrize(
    "make", MAKERS.values(), ids=lambda make: make.func.__name__
)
of_each_reference = pytest.mark.parametrize(
    "reference", REFERENCES, ids=lambda reference: f"{reference.model.__name__}.{reference.name}"
)


def merged_into(record, target):
    type(record)._base_manager.filter(pk=record.pk).update(merged_into=target)


def test_every_kind_of_record_but_disputes_can_be_merged():
    assert set(MAKERS) == {model for model in RECORD_TYPES if issubclass(model, Mergeable)}
    assert [model.__name__ for model in set(RECORD_TYPES) - set(MAKERS)] == ["Dispute"]


def test_every_foreign_key_is_moved_or_derived():
    """A table that is added later is moved by merges, or named here."""
    moved = {
        (reference.model._meta.db_table, reference.column)
        for model in MAKERS
        for reference in references_to(model)
    }
    stays = {IngestItem, PlatformLife}
    for other in apps.get_models(include_auto_created=True):
        if other in stays or hasattr(other, "pgh_tracked_model"):
            continue
        for field in other._meta.concrete_fields:
            if field.remote_field and field.remote_field.model in MAKERS:
                assert (other._meta.db_table, field.attname) in moved


@of_each_reference
def test_nothing_refers_to_a_merged_record(reference):
    make = MAKERS[reference.target]
    with rejected_by(IN_USE):
        refer(reference, make(merged_into=make()))


@of_each_reference
def test_reference_does_not_move_to_a_merged_record(reference):
    make = MAKERS[reference.target]
    row = refer(reference, make())
    with rejected_by(IN_USE):
        reference.model._base_manager.filter(pk=row.pk).update(
            **{reference.column: make(merged_into=make()).pk}
        )


@of_each_reference
def test_record_in_use_is_not_merged(reference):
    record, target = MAKERS[reference.target](), MAKERS[reference.target]()
    refer(reference, record)
    with rejected_by(IN_USE):
        merged_into(record, target)


@of_each_model
def test_record_is_not_merged_into_a_merged_one(make):
    with rejected_by(CHAIN):
        merged_into(make(), make(merged_into=make()))


@of_each_model
def test_record_is_not_created_as_merged_into_a_merged_one(make):
    with rejected_by(CHAIN):
        make(merged_into=make(merged_into=make()))


@of_each_model
def test_target_of_a_merge_is_not_merged(make):
    target = make()
    make(merged_into=target)
    with rejected_by(CHAIN):
        merged_into(target, make())


@of_each_model
def test_two_records_are_not_merged_into_each_other(make):
    one = make()
    two = make(merged_into=one)
    with rejected_by(CHAIN):
        merged_into(one, two)


@of_each_model
def test_record_is_not_merged_into_itself(make):
    record = make()
    with rejected_by("is_not_merged_into_itself"):
        merged_into(record, record)


@of_each_model
def test_merged_record_is_not_public(make):
    record = make(merged_into=make())
    names = {field.name for field in record._meta.fields}
    public = {
        "event": {"state": "published"},
        "claim": {"state": "published"},
        "source": {"state": "accepted"},
    }.get(record._meta.model_name, {"is_approved": True})
    assert set(public) <= names
    with rejected_by("merged_is_not_public"):
        type(record)._base_manager.filter(pk=record.pk).update(**public)


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
    "merge another tag into it": "UPDATE events_tag SET merged_into_id = {one}, is_approved = false"
    " WHERE id = {two}",
}


@pytest.mark.slow
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.django_db(transaction=True)
def test_merge_waits_for_a_transaction_that_uses_the_record(step):
    one, two, three = (TagFactory(is_approved=False) for _ in range(3))
    with closing(connection.copy()) as other:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute(STEPS[step].format(one=one.pk, two=two.pk))
        with pytest.raises(OperationalError, match="lock timeout"):
            merge_at_once(one, three)
        other.commit()
    with rejected_by(f"{CHAIN}|{IN_USE}"):
        merge_at_once(one, three)


@transaction.atomic
def merge_at_once(tag, target):
    """Merge a tag, locked as the action does it, without waiting for another transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '300ms'")
    Tag.objects.select_for_update().get(pk=tag.pk)
    merged_into(tag, target)


def test_migration_ends_chains_and_circles():
    chain = TagFactory.create_batch(4, is_approved=False)
    circle = TagFactory.create_batch(3, is_approved=False)
    event, claim = EventFactory(), ClaimFactory()
    chain[-1].name_zh = "终点"
    chain[-1].save()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # the triggers come later
        for tags in (chain, circle):
            for tag, target in pairwise(tags):
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
