"""Database constraints, tested without forms and `clean()`."""

import datetime

import pytest
from django.db import transaction
from django.db.models import ProtectedError

from events.models import (
    Claim,
    Dispute,
    Event,
    EventPlatform,
    Evidence,
    Platform,
    PlatformAlias,
    PlatformLife,
    Position,
    SeedRecord,
    Succession,
    Tag,
    Tagged,
)
from sources.models import Snapshot
from tests.events.models.rejections import rejected_by
from tests.factories import (
    ClaimFactory,
    DisputeFactory,
    EventFactory,
    PlatformFactory,
    PositionFactory,
    TagFactory,
    evidence_for,
    published_event,
)

pytestmark = pytest.mark.django_db


def copy_of(row, **fields):
    """Return an unsaved copy of a row without an id."""
    names = [field.attname for field in row._meta.concrete_fields if not field.primary_key]
    return type(row)(**{**{name: getattr(row, name) for name in names}, **fields})


def test_event_bounds_in_order():
    event = EventFactory()
    with rejected_by("event_bounds_in_order"):
        Event.objects.filter(pk=event.pk).update(
            earliest=datetime.date(2020, 2, 1), latest=datetime.date(2020, 1, 1)
        )


@pytest.mark.parametrize("importance", [0, 6])
def test_event_importance_from_1_to_5(importance):
    EventFactory()
    with rejected_by("event_importance_from_1_to_5"):
        Event.objects.update(importance=importance)


CLAIMS = {
    "claim_range_in_order": {"value": 3, "value_to": 3, "unit": "people"},
    "claim_value_has_a_unit": {"value": 3},
    "claim_money_has_a_currency": {"value": 3, "unit": "money"},
    "claim_rank_has_a_reason": {"rank": "preferred"},
}


@pytest.mark.parametrize("rule", CLAIMS)
def test_claim_figures(rule):
    ClaimFactory()
    with rejected_by(rule):
        Claim.objects.update(**CLAIMS[rule])


def test_claim_range_needs_its_lower_end():
    ClaimFactory()
    with rejected_by("claim_range_in_order"):
        Claim.objects.update(value=None, value_to=3, unit="people")


def test_platform_is_no_part_of_itself():
    platform = PlatformFactory()
    with rejected_by("platform_is_no_part_of_itself"):
        Platform.objects.filter(pk=platform.pk).update(parent=platform)


def test_platform_with_parts_or_events_cannot_be_deleted():
    parent = PlatformFactory()
    part = PlatformFactory(parent=parent)
    EventPlatform.objects.create(event=EventFactory(), platform=part)
    for platform in (parent, part):
        with pytest.raises(ProtectedError):
            platform.delete()


def test_alias_once_on_a_platform():
    platform = PlatformFactory()
    with rejected_by("alias_once_on_a_platform"):
        PlatformAlias.objects.bulk_create(
            PlatformAlias(platform=platform, text="FB", key="fb") for _ in range(2)
        )


def test_succession_once_between_two():
    first, second = PlatformFactory(), PlatformFactory()
    with rejected_by("succession_once_between_two"):
        Succession.objects.bulk_create(
            Succession(predecessor=first, successor=second, kind="renamed") for _ in range(2)
        )


def test_succession_is_between_two():
    row = PlatformFactory()
    with rejected_by("succession_is_between_two"):
        Succession.objects.bulk_create([Succession(predecessor=row, successor=row, kind="merged")])


def test_platform_once_in_an_event():
    link = {"event": EventFactory(), "platform": PlatformFactory()}
    with rejected_by("platform_once_in_an_event"):
        EventPlatform.objects.bulk_create(EventPlatform(**link) for _ in range(2))


def test_life_once_of_a_platform_in_a_market():
    published_event(platforms=[PlatformFactory()])
    with rejected_by("life_once_of_a_platform_in_a_market"):
        PlatformLife.objects.bulk_create([copy_of(PlatformLife.objects.get(market=""))])


def test_tag_is_not_merged_into_itself():
    tag = TagFactory()
    with rejected_by("tag_is_not_merged_into_itself"):
        Tag.objects.filter(pk=tag.pk).update(merged_into=tag)


def test_tag_is_not_wider_than_itself():
    tag = TagFactory()
    with rejected_by("tag_is_not_wider_than_itself"):
        Tag.objects.filter(pk=tag.pk).update(parent=tag)


def test_tag_once_on_a_row():
    event = EventFactory()
    event.tags.add(TagFactory())
    with rejected_by("tag_once_on_a_row"):
        Tagged.objects.bulk_create([copy_of(Tagged.objects.get())])


def test_dispute_resolved_says_how():
    DisputeFactory()
    with rejected_by("dispute_resolved_says_how"):
        Dispute.objects.update(state="resolved")


def test_position_order_once():
    position = PositionFactory()
    with rejected_by("position_order_once"):
        Position.objects.bulk_create([copy_of(position)])


def test_seed_record_once():
    with rejected_by("seed_record_once"):
        SeedRecord.objects.bulk_create(SeedRecord(kind="tag", key="a", sha256="") for _ in range(2))


def test_evidence_for_exactly_one():
    evidence = evidence_for(EventFactory())
    with rejected_by("evidence_for_exactly_one"), transaction.atomic():
        Evidence.objects.update(claim=ClaimFactory())
    with rejected_by("evidence_for_exactly_one"), transaction.atomic():
        Evidence.objects.bulk_create([copy_of(evidence, event_id=None)])


def test_evidence_starts_before_it_ends():
    evidence = evidence_for(EventFactory())
    with rejected_by("evidence_starts_before_it_ends"):
        Evidence.objects.update(end=evidence.start)


def test_evidence_locator_starts_before_it_ends():
    evidence = evidence_for(EventFactory())
    with rejected_by("evidence_locator_starts_before_it_ends"):
        Evidence.objects.update(block_end=evidence.block_start)


@pytest.mark.parametrize(("make", "owner"), [(EventFactory, "an_event"), (ClaimFactory, "a_claim")])
def test_evidence_once(make, owner):
    evidence = evidence_for(make())
    with rejected_by(f"evidence_once_for_{owner}"):
        Evidence.objects.bulk_create([copy_of(evidence)])


def test_snapshot_that_gives_evidence_cannot_be_deleted():
    evidence = evidence_for(EventFactory())
    with pytest.raises(ProtectedError):
        evidence.snapshot.delete()
    assert Snapshot.objects.count() == 1
