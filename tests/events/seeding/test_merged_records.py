"""Seeds that use records which somebody merged into others."""

from functools import partial
from itertools import permutations

import pghistory
import pytest
import yaml
from django.core.exceptions import ValidationError
from django.db import transaction

from events.editing.merging.actions import merge_records
from events.models import Claim, Dispute, Event, Platform, SeedRecord, Tag, Tagged
from events.seeding.load import LoadReport, load
from events.seeding.records import SeedError
from sources.models import Source
from tests.events.editing.merging.states import merged
from tests.events.editing.racing import Step
from tests.events.models.referring import MAKERS
from tests.factories import SourceFactory, TagFactory, UserFactory, snapshot_of

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


@pytest.mark.slow
@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model.__name__)
@pytest.mark.parametrize("overwrite", [False, True])
def test_seeds_load_after_any_merge(model, overwrite, seeds):
    """What the seeds say about a merged record is left; what refers to it means its target."""
    load(seeds)
    count = 0
    for one, two in permutations(model._base_manager.order_by("pk"), 2):
        with transaction.atomic():
            try:
                merged(one, two)
            except ValidationError:
                transaction.set_rollback(True)
                continue
            if overwrite:
                SeedRecord.objects.all().delete()
            load(seeds, overwrite=overwrite)
            one.refresh_from_db()
            assert one.merged_into == two
            count += 1
            transaction.set_rollback(True)
    assert count > 0


@pytest.mark.slow
def test_seeds_may_refer_to_a_merged_record_that_they_do_not_have(seeds):
    load(seeds)
    platform, target = (
        Platform.objects.get(slug="quay"),
        Platform.objects.get(slug="harbour-lane-2"),
    )
    merged(platform, target)
    file = seeds / "platforms.yaml"
    rows = [row for row in yaml.safe_load(file.read_text()) if row["slug"] != "quay"]
    file.write_text(yaml.safe_dump(rows, allow_unicode=True))
    load(seeds)


@pytest.mark.slow
def test_article_that_lost_its_text_in_a_merge_is_a_finding(seeds):
    load(seeds)
    slug = "harbour-lane-closes"
    for model in (Event, Claim, Dispute, Source, SeedRecord):
        model.objects.all().delete()
    with pghistory.context(user=None):
        target = SourceFactory()
        snapshot_of(target, "Other words.")
    merged(SourceFactory(slug=slug), target)
    with pytest.raises(SeedError, match="was merged, and has no such text"):
        load(seeds)
