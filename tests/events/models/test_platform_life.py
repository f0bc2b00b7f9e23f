"""The lives that the database stores equal those of `life_of` after any edit."""

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from events.models import Event, EventPlatform, PlatformLife
from events.models.lifecycle import life_of, lifecycle_from_row, lives_by_market
from tests.factories import (
    EventFactory,
    PlatformFactory,
    SourceFactory,
    evidence_for,
    published_event,
    snapshot_of,
)


def derived_lives(platform):
    """Return the lives that Python derives: across all markets, and by market."""
    events = list(
        Event.objects.published().filter(
            event_platforms__platform=platform, event_platforms__role="subject"
        )
    )
    return {"": life_of(events), **lives_by_market(events)} if events else {}


def stored_lives(platform):
    return {
        row.market: lifecycle_from_row(row)
        for row in PlatformLife.objects.filter(platform=platform)
    }


DATES = [
    "2017",
    "2017-37",
    "2018-02",
    "2018-02-01",
    "2018-02-01/..",
    "../2018",
    "2019?",
    "2016/2018",
]
EDITS = st.one_of(
    st.tuples(st.just("kind"), st.sampled_from(["launch", "pilot", "shutdown", "market_exit", "result"])),
    st.tuples(st.just("outcome"), st.sampled_from(["", "ongoing", "failed", "shut_down", "underperformed"])),
    st.tuples(st.just("when"), st.sampled_from(DATES)),
    st.tuples(st.just("markets"), st.sampled_from([[], ["US"], ["US", "GB"], ["GB", "GB"]])),
    st.tuples(st.just("state"), st.sampled_from(["draft", "published", "retracted"])),
    st.tuples(st.just("role"), st.sampled_from(["subject", "operator"])),
    st.tuples(st.just("platform"), st.sampled_from([0, 1])),
    st.tuples(st.just("link"), st.booleans()),
    st.tuples(st.just("delete"), st.none()),
)  # fmt: skip
STEPS = st.lists(st.tuples(st.integers(0, 3), EDITS), max_size=14)


class TestStoredLives(TestCase):
    @settings(max_examples=25)
    @given(STEPS)
    def test_stored_lives_equal_derived_lives_after_random_edits(self, steps):
        platforms = [PlatformFactory(), PlatformFactory()]
        snapshot = snapshot_of(SourceFactory())
        events = [
            published_event(
                platforms=platforms[:1], when=DATES[n], kind="launch", snapshot=snapshot
            )
            for n in range(4)
        ]
        for number, (name, value) in steps:
            edit(events[number], platforms, name, value)
        for platform in platforms:
            assert stored_lives(platform) == derived_lives(platform)


def edit(event, platforms, name, value):
    if not Event.objects.filter(pk=event.pk).exists():
        return
    links = EventPlatform.objects.filter(event=event)
    if name == "delete":
        event.delete()
    elif name == "role":
        links.update(role=value)
    elif name == "platform":
        links.update(platform=platforms[value])
    elif name == "link":
        links.delete()
        if value:
            EventPlatform.objects.create(event=event, platform=platforms[0])
    else:
        event.refresh_from_db()
        setattr(event, name, value)
        event.save()


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
