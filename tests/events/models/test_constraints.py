"""Database constraints and triggers, tested without forms and `clean()`."""

import datetime
from contextlib import closing

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
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
from sources.models import Snapshot, Source
from tests.factories import (
    ClaimFactory,
    DisputeFactory,
    EventFactory,
    PlatformFactory,
    PositionFactory,
    SourceFactory,
    TagFactory,
    evidence_for,
    published_claim,
    published_event,
    snapshot_of,
)

pytestmark = pytest.mark.django_db


def rejected_by(rule):
    return pytest.raises(IntegrityError, match=rule)


def check_now():
    """Run the deferred triggers, as the end of a transaction does."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


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


OWNERS = {"event": (EventFactory, published_event), "claim": (ClaimFactory, published_claim)}


@pytest.fixture(params=OWNERS)
def owner(request):
    return request.param


def name_of(row):
    """Return what messages of the database name a row by."""
    return row.slug if isinstance(row, Event) else row.key


def test_published_needs_evidence_when_inserted(owner):
    OWNERS[owner][0](state="published")
    with rejected_by(f"A published {owner} needs evidence"):
        check_now()


@pytest.mark.parametrize("stance", ["disputes", "mentions"])
def test_published_needs_evidence_that_supports(owner, stance):
    row = OWNERS[owner][0]()
    evidence_for(row, stance=stance)
    type(row).objects.filter(pk=row.pk).update(state="published")
    with rejected_by(f"A published {owner} needs evidence"):
        check_now()


def test_published_row_and_evidence_may_be_written_in_either_order(owner):
    row = OWNERS[owner][0](state="published")
    evidence_for(row)
    check_now()


@pytest.mark.django_db(transaction=True)
def test_published_without_evidence_never_commits(owner):
    with rejected_by(f"A published {owner} needs evidence"), transaction.atomic():
        row = OWNERS[owner][0](state="published")
    assert not type(row).objects.exists()


def test_last_evidence_cannot_be_deleted(owner):
    row = OWNERS[owner][1]()
    row.evidence.all().delete()
    with rejected_by(f"A published {owner} needs evidence"):
        check_now()


def test_last_evidence_cannot_be_moved_to_another_row(owner):
    row = OWNERS[owner][1]()
    row.evidence.update(**{owner: OWNERS[owner][0]()})
    with rejected_by(f"A published {owner} needs evidence"):
        check_now()


def test_last_evidence_cannot_be_moved_to_a_row_of_the_other_model(owner):
    row = OWNERS[owner][1]()
    other = "claim" if owner == "event" else "event"
    row.evidence.update(**{owner: None, other: OWNERS[other][0]()})
    with rejected_by(f"A published {owner} needs evidence"):
        check_now()


def test_last_evidence_cannot_change_its_stance(owner):
    row = OWNERS[owner][1]()
    row.evidence.update(stance="disputes")
    with rejected_by(f"A published {owner} needs evidence"):
        check_now()


def test_evidence_may_be_deleted_if_other_evidence_remains(owner):
    row = OWNERS[owner][1]()
    evidence_for(row)
    row.evidence.first().delete()
    check_now()


def test_evidence_of_a_retracted_row_may_be_deleted(owner):
    row = OWNERS[owner][1]()
    type(row).objects.filter(pk=row.pk).update(state="retracted")
    row.evidence.all().delete()
    check_now()


def test_published_row_may_be_deleted_with_its_evidence(owner):
    OWNERS[owner][1]().delete()
    check_now()
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("state", ["new", "rejected"])
def test_published_needs_an_accepted_article(owner, state):
    row = OWNERS[owner][0]()
    evidence_for(row, snapshot_of(SourceFactory(state=state)))
    type(row).objects.filter(pk=row.pk).update(state="published")
    with rejected_by(f"A published {owner} needs evidence"):
        check_now()


def test_published_needs_evidence_that_is_found(owner):
    row = OWNERS[owner][0]()
    evidence_for(row, anchor="orphan")
    type(row).objects.filter(pk=row.pk).update(state="published")
    with rejected_by(f"A published {owner} needs evidence"):
        check_now()


def test_last_evidence_cannot_become_an_orphan(owner):
    row = OWNERS[owner][1]()
    row.evidence.update(anchor="changed")
    check_now()
    row.evidence.update(anchor="orphan")
    with rejected_by(f"A published {owner} needs evidence.*: {name_of(row)}"):
        check_now()


def test_last_evidence_cannot_move_to_an_article_that_is_not_accepted(owner):
    row = OWNERS[owner][1]()
    row.evidence.update(snapshot=snapshot_of(SourceFactory(state="new")))
    with rejected_by(f"A published {owner} needs evidence"):
        check_now()


@pytest.mark.parametrize("state", ["new", "rejected"])
def test_article_stays_accepted_while_a_row_rests_on_it(owner, state):
    row = OWNERS[owner][1]()
    Source.objects.update(state=state)
    with rejected_by(f"A published {owner} needs evidence.*: {name_of(row)}"):
        check_now()


def test_article_may_be_rejected_if_other_evidence_remains(owner):
    row = OWNERS[owner][1]()
    evidence_for(row)
    Source.objects.filter(pk=row.evidence.first().source.pk).update(state="rejected")
    check_now()
    Source.objects.update(state="rejected")
    with rejected_by(f"A published {owner} needs evidence"):
        check_now()


def test_support_may_go_in_the_transaction_that_retracts(owner):
    row = OWNERS[owner][1]()
    Source.objects.update(state="rejected")
    row.evidence.update(anchor="orphan")
    type(row).objects.update(state="retracted")
    check_now()
    type(row).objects.update(state="published")
    with rejected_by(f"A published {owner} needs evidence"):
        check_now()


def test_row_without_support_from_before_can_still_be_edited(owner):
    """A database may hold such rows from before the triggers: they check only what changes."""
    row = OWNERS[owner][1]()
    check_now()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # without triggers
        Source.objects.update(state="rejected")
        cursor.execute("SET session_replication_role = origin")
    row.refresh_from_db()
    row.save()
    row.evidence.update(anchor_note="looked at")
    Source.objects.update(title="Another")
    check_now()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_transactions_cannot_each_remove_one_half_of_the_support(owner):
    row = OWNERS[owner][1]()
    second = evidence_for(row)
    half = Source.objects.filter(pk=row.evidence.exclude(pk=second.pk).get().source.pk)
    with closing(connection.copy()) as other:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("DELETE FROM events_evidence WHERE id = %s", [second.pk])
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # checked, but not committed
        with pytest.raises(OperationalError, match="lock timeout"):
            reject_at_once(half)
        other.commit()
    with rejected_by(f"A published {owner} needs evidence"):
        reject_at_once(half)


@transaction.atomic
def reject_at_once(sources):
    """Reject articles, without waiting for another transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '300ms'")
    sources.update(state="rejected")
