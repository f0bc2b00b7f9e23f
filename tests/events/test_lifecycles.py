"""Life cycles are derived by SQL, by the index and by `life_of`: all three give the same."""

from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from events.index import get_index
from events.index.lives import NONE, lives_of
from events.models import Event, EventPlatform, PlatformLife
from events.models.lifecycle import ends_life, life_of, lifecycle_from_row
from tests.factories import PlatformFactory, SourceFactory, published_event, snapshot_of

KINDS, OUTCOMES = Event.Kind.values, ["", *Event.Outcome.values]


def derived_lives(platforms):
    """Return the lives that `life_of` derives, by platform and market ("" for all markets)."""
    links = EventPlatform.objects.filter(
        platform__in=platforms, role="subject", event__state="published"
    )
    events_of = defaultdict(list)
    for link in links.select_related("platform", "event"):
        events_of[link.platform].append(link.event)
    lives = {}
    for platform, events in events_of.items():
        lives[platform, ""] = life_of(events)
        for market in {market for event in events for market in event.markets}:
            # An event without a market that ends the platform ends it in every market.
            lives[platform, market] = life_of(
                event
                for event in events
                if market in event.markets or (not event.markets and ends_life(event))
            )
    return lives


def stored_lives(platforms):
    rows = PlatformLife.objects.filter(platform__in=platforms).with_events()
    return {(row.platform, row.market): lifecycle_from_row(row) for row in rows}


def indexed_lives(platforms):
    """Return the ids of beginning and end, and the outcome, by platform."""
    event_index = get_index()
    lives = lives_of(event_index)

    def pk_of(row):
        return None if row == NONE else int(event_index.pk[row])

    codes = {platform: event_index.dictionary.platform_codes[platform.pk] for platform in platforms}
    return {
        platform: (pk_of(lives.born[code]), pk_of(lives.ended[code]), OUTCOMES[lives.outcome[code]])
        for platform, code in codes.items()
    }


def assert_same_lives(platforms):
    """Compare the three, and return the lives across all markets by platform."""
    derived = derived_lives(platforms)
    assert stored_lives(platforms) == derived
    lives = {platform: derived.get((platform, ""), life_of([])) for platform in platforms}
    assert indexed_lives(platforms) == {
        platform: (life.born and life.born.pk, life.ended and life.ended.pk, life.outcome)
        for platform, life in lives.items()
    }
    return lives


@pytest.mark.slow
@pytest.mark.django_db
def test_lives_are_the_same_for_every_kind_and_outcome():
    snapshot = snapshot_of(SourceFactory())
    platforms = {kind: PlatformFactory(slug=kind) for kind in KINDS}
    published_event(platforms=platforms.values(), when="2017", snapshot=snapshot)
    for kind, platform in platforms.items():
        published_event(kind=kind, platforms=[platform], when="2018", snapshot=snapshot)
    seen = defaultdict(set)
    for outcome in OUTCOMES:
        Event.objects.filter(when="2018").update(outcome=outcome)
        for platform, life in assert_same_lives(platforms.values()).items():
            seen[platform.slug].add(life.outcome)
    assert seen == {kind: {"", *Event.Outcome.values} for kind in Event.Kind.values}


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
    st.tuples(st.just("kind"), st.sampled_from(KINDS)),
    st.tuples(st.just("outcome"), st.sampled_from(OUTCOMES)),
    st.tuples(st.just("when"), st.sampled_from(DATES)),
    st.tuples(st.just("markets"), st.sampled_from([[], ["US"], ["US", "GB"], ["GB", "GB"]])),
    st.tuples(st.just("state"), st.sampled_from(["draft", "published", "retracted"])),
    st.tuples(st.just("role"), st.sampled_from(["subject", "operator"])),
    st.tuples(st.just("platform"), st.sampled_from([0, 1])),
    st.tuples(st.just("link"), st.booleans()),
    st.tuples(st.just("delete"), st.none()),
)  # fmt: skip
STEPS = st.lists(st.tuples(st.integers(0, 3), EDITS), max_size=14)


class TestLives(TestCase):
    @pytest.mark.slow
    @settings(max_examples=25)
    @given(STEPS)
    def test_lives_are_the_same_after_random_edits(self, steps):
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
        assert_same_lives(platforms)


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
