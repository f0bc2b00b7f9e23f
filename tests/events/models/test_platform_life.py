"""The table of life cycles: when it is written, and its QuerySet."""

import datetime

import pytest
from django.db import transaction

from events.models import Event, EventPlatform, PlatformLife
from tests.factories import EventFactory, PlatformFactory, evidence_for, published_event


@pytest.mark.django_db
def test_lives_of_many_events_are_updated_by_one_statement():
    platforms = [PlatformFactory() for _ in range(3)]
    events = [EventFactory() for _ in platforms]
    for event in events:
        evidence_for(event)
    EventPlatform.objects.bulk_create(
        EventPlatform(event=event, platform=platform)
        for event, platform in zip(events, platforms, strict=True)
    )
    Event.objects.update(state="published")
    assert PlatformLife.objects.everywhere().count() == 3


@pytest.mark.django_db
def test_event_count_counts_events_of_the_market():
    platform = PlatformFactory()
    published_event(platforms=[platform], markets=["US"])
    published_event(platforms=[platform], markets=["US", "GB"], kind="result")
    published_event(platforms=[platform], kind="shutdown")
    counts = dict(PlatformLife.objects.values_list("market", "event_count"))
    assert counts == {"": 3, "US": 3, "GB": 2}


@pytest.mark.django_db
def test_row_keeps_its_id_when_its_life_is_updated():
    platform = PlatformFactory()
    event = published_event(platforms=[platform], outcome="failed")
    before = PlatformLife.objects.get()
    event.outcome = "shut_down"
    event.save()
    after = PlatformLife.objects.get()
    assert (after.pk, after.outcome) == (before.pk, "shut_down")


@pytest.mark.django_db
def test_years_span_every_beginning_and_end():
    for when, kind in (("2003/2004", "launch"), ("2011", "shutdown")):
        published_event(platforms=[PlatformFactory()], when=when, kind=kind)
    assert PlatformLife.objects.years() == (2003, 2011)


@pytest.mark.django_db
def test_years_without_lives_are_none():
    assert PlatformLife.objects.years() is None


@pytest.mark.django_db
def test_life_is_rolled_back_with_its_transaction():
    platform = PlatformFactory()
    with transaction.atomic():
        published_event(platforms=[platform])
        transaction.set_rollback(True)
    assert not PlatformLife.objects.exists()


@pytest.mark.slow
def test_alive_on_includes_the_first_and_the_last_possible_day(db):
    """Compare every day and period on both sides of both bounds: March 2015 to June 2018."""
    for slug, began, ended in (
        ("closed", "2015-03", "2018-06"),
        ("lasting", "2015-03", None),
        ("born-before", "../2015-03", "2018-06"),
        ("ended-after", "2015-03", "2018-06/.."),
        ("unborn", None, "2018-06"),
    ):
        platform = PlatformFactory(slug=slug)
        for kind, when in (("launch", began), ("shutdown", ended)):
            if when:
                published_event(platforms=[platform], kind=kind, when=when)
    everyone = ["born-before", "closed", "ended-after", "lasting"]
    cases = {
        ("2015-02-28", "2015-02-28"): ["born-before"],
        ("2014-01-01", "2015-02-28"): ["born-before"],
        ("2015-03-01", "2015-03-01"): everyone,
        ("2014-01-01", "2015-03-01"): everyone,
        ("2014-01-01", "2030-01-01"): everyone,
        ("2016-01-01", "2016-01-01"): everyone,
        ("2018-06-30", "2018-06-30"): everyone,
        ("2018-06-30", "2030-01-01"): everyone,
        ("2018-07-01", "2018-07-01"): ["ended-after", "lasting"],
        ("2018-07-01", "2030-01-01"): ["ended-after", "lasting"],
    }
    for (first, last), slugs in cases.items():
        lives = PlatformLife.objects.alive_on(
            datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
        )
        alive = lives.order_by("platform__slug").values_list("platform__slug", flat=True)
        assert list(alive) == slugs, (first, last)
