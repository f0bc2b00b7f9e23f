"""Seeds that use a tag which somebody merged into another one."""

from functools import partial

import pytest
from django.db import transaction

from events.editing.merges import merge_records
from events.models import SeedRecord, Tag, Tagged
from events.seeding.load import LoadReport, load
from tests.events.editing.racing import Step
from tests.factories import TagFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("self_approval")]


@pytest.mark.slow
def test_merged_tag_of_a_seed_means_its_target(seeds):
    load(seeds)
    carried = Tagged.objects.first()
    tag, into = carried.tag, TagFactory()
    merge_records(record=tag, into=into, by=UserFactory(is_superuser=True))
    SeedRecord.objects.all().delete()  # the load writes what differs
    load(seeds, overwrite=True)
    assert Tag.objects.get(pk=tag.pk).merged_into == into
    assert not Tagged.objects.filter(tag=tag).exists()
    assert Tagged.objects.filter(
        tag=into, object_id=carried.object_id, content_type=carried.content_type
    ).exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_tag_that_is_merged_during_a_load_stays_merged(seeds):
    load(seeds)
    tag, into = Tagged.objects.first().tag, TagFactory()
    admin = UserFactory(is_superuser=True)
    Tag.objects.filter(pk=tag.pk).update(name_zh="改")
    SeedRecord.objects.all().delete()  # the load writes the tag again
    with transaction.atomic():
        merge_records(record=tag, into=into, by=admin)
        step = Step(partial(load, seeds, overwrite=True))
        step.run_until_blocked()
    assert isinstance(step.finish(), LoadReport)
    assert Tag.objects.get(pk=tag.pk).merged_into == into
    assert not Tagged.objects.filter(tag=tag).exists()
