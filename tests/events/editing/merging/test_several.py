"""Several merges, of one kind and of several, undone in any order."""

from __future__ import annotations

import random
from functools import partial

import pghistory
import pytest
from django.core.exceptions import ValidationError

from events.models import Claim, Event, EventPlatform, Evidence, Platform, Succession, Tag
from sources.models import Snapshot, Source
from tests.events.editing.merging.states import edited, merged, state, unmerged
from tests.factories import (
    ClaimantFactory,
    ClaimFactory,
    EventFactory,
    OutletFactory,
    PlatformFactory,
    SourceFactory,
    TagFactory,
    evidence_for,
    snapshot_of,
)

pytestmark = pytest.mark.django_db

TEXTS = (
    "One two three.\n\nFour five six.",
    "Four five six.\n\nSeven.",
    "Before.\n\nOne two three.",
)


def hidden(make, count=2):
    return make.create_batch(count, is_approved=False)


def linked(event, platform):
    edited(partial(EventPlatform.objects.create, event=event, platform=platform))


def platforms_of(event):
    return set(event.event_platforms.values_list("platform_id", flat=True))


def everything():
    """Create records of each kind that refer to each other."""
    with pghistory.context(user=None):
        events, claims = EventFactory.create_batch(3), ClaimFactory.create_batch(2)
        platforms, tags = hidden(PlatformFactory, 3), hidden(TagFactory, 3)
        claimants, outlets = hidden(ClaimantFactory, 3), hidden(OutletFactory, 3)
        sources = [SourceFactory(state="new", outlet=outlet) for outlet in outlets]
        for source, text in zip(sources, TEXTS, strict=True):
            snapshot_of(source, text)
    return events, claims, platforms, tags, claimants, outlets, sources


def connect(chance, events, claims, platforms, tags, claimants, outlets, sources):
    """Let records refer to each other by chance."""
    for event in events:
        for platform in chance.sample(platforms, chance.randint(0, 3)):
            EventPlatform.objects.create(event=event, platform=platform)
    for row in (*events, *claims):
        row.tags.add(*chance.sample(tags, chance.randint(0, 3)))
        for source in chance.sample(sources, chance.randint(0, 2)):
            words = chance.choice(source.snapshots.get().text.split("\n\n"))
            evidence_for(row, source.snapshots.get(), words)
    for claim in claims:
        claim.events.add(*chance.sample(events, chance.randint(0, 2)))
        claim.platforms.add(*chance.sample(platforms, chance.randint(0, 2)))
        Claim.objects.filter(pk=claim.pk).update(claimant=chance.choice(claimants))
    for source in sources:
        Source.objects.filter(pk=source.pk).update(publisher=chance.choice(outlets))
    if chance.random() < 0.7:
        one, two = chance.sample(platforms, 2)
        Succession.objects.create(predecessor=one, successor=two, kind="renamed")
    for platform in platforms:
        platform.aliases.create(text=chance.choice(["Foo", "Bar"]))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_merges_of_all_kinds_undone_in_any_order_leave_nothing(seed):
    chance = random.Random(seed)
    kinds = everything()
    with pghistory.context(user=None):
        connect(chance, *kinds)
    before, count = state(), 0
    for _ in range(chance.randint(4, 11)):
        one, two = chance.sample(chance.choice(kinds), 2)
        for record in (one, two):
            record.refresh_from_db()
        try:
            merged(one, two)
        except ValidationError:
            continue
        count += 1
        if chance.random() < 0.3:
            unmerged(one)
    remaining = [record for kind in kinds for record in kind]
    chance.shuffle(remaining)
    for record in remaining:
        record.refresh_from_db()
        if record.merged_into_id is not None:
            unmerged(record)
    assert count > 0
    assert state() == before


@pytest.mark.parametrize("order", [1, -1])
def test_row_that_two_merged_records_had_comes_back_to_both(order):
    (one, two, into), event = hidden(PlatformFactory, 3), EventFactory()
    linked(event, one)
    linked(event, two)
    merged(one, into)
    merged(two, into)
    first, second = (one, two)[::order]
    unmerged(first)
    assert platforms_of(event) == {first.pk, into.pk}
    unmerged(second)
    assert platforms_of(event) == {one.pk, two.pk}


@pytest.mark.parametrize("order", [1, -1])
def test_merges_that_meet_in_one_row(order):
    (one, two), (platform, other) = EventFactory.create_batch(2), hidden(PlatformFactory)
    linked(one, platform)
    linked(two, other)
    before = state()
    merged(one, two)
    merged(platform, other)
    for record in (one, platform)[::order]:
        unmerged(record)
    assert state() == before


def test_name_that_two_merged_records_gave_stays_while_one_is_merged():
    one, two, into = hidden(PlatformFactory, 3)
    for platform in (one, two):
        edited(partial(platform.aliases.create, text="Foo"))
    before = state()
    merged(one, into)
    merged(two, into)
    unmerged(one)
    assert "Foo" in set(into.aliases.values_list("text", flat=True))
    unmerged(two)
    assert state() == before


def test_outlets_of_one_article_are_merged():
    one, two = hidden(OutletFactory)
    source = SourceFactory(state="new", outlet=two, publisher=one)
    with pghistory.context(user=None):
        snapshot_of(source)
    before = state()
    merged(one, two)
    source.refresh_from_db()
    assert (source.outlet, source.publisher) == (two, two)
    unmerged(one)
    assert state() == before


class TestArticles:
    """Merges of articles and of what quotes them."""

    def article(self, text=TEXTS[0], kind="original"):
        with pghistory.context(user=None):
            source = SourceFactory(state="new")
            snapshot_of(source, text, kind)
        return source

    def quoted(self, source, event=None):
        with pghistory.context(user=None):
            event = event or EventFactory()
            return evidence_for(event, source.snapshots.get(), "Four five six.")

    def test_evidence_of_a_digest_comes_back_to_it(self):
        record, into = self.article(), self.article(kind="digest")
        with pghistory.context(user=None):
            evidence = evidence_for(EventFactory(), into.snapshots.get(), TEXTS[0].split("\n\n")[1])
        before = state()
        merged(record, into)
        unmerged(record)
        evidence.refresh_from_db()
        assert evidence.source == into
        assert state() == before

    def test_chain_undone_from_its_beginning(self):
        one, two, three = self.article(), self.article(), self.article()
        self.quoted(one)
        before = state()
        merged(one, two)
        merged(two, three)
        unmerged(one)
        assert Evidence.objects.get().source == one
        unmerged(two)
        assert state() == before

    def test_record_that_quoted_both_is_deleted_meanwhile(self):
        record, into = self.article(), self.article()
        evidence = self.quoted(record)
        self.quoted(into, evidence.event)
        merged(record, into)
        edited(Event.objects.get(pk=evidence.event_id).delete)
        unmerged(record)
        assert not Evidence.objects.exists()

    def test_record_that_quoted_both_is_merged_meanwhile(self):
        record, into = self.article(), self.article()
        evidence, other = self.quoted(record), EventFactory()
        self.quoted(into, evidence.event)
        event = evidence.event
        before = state()
        merged(record, into)
        merged(event, other)
        unmerged(record)
        assert other.evidence.count() == 2
        unmerged(event)
        assert state() == before

    def test_stored_text_of_the_other_article_does_not_matter(self):
        record, into = self.article(), self.article()
        edited(partial(Snapshot.objects.filter(source=into).update, is_current=False))
        before = state()
        merged(record, into)
        unmerged(record)
        assert state() == before


def test_tags_merged_at_once_come_back():
    """The list of tags merges several in one request."""
    (one, two, into), event = hidden(TagFactory, 3), EventFactory()
    with pghistory.context(user=None):
        event.tags.add(one, two)
    before = state()
    with pghistory.context(user=None):
        merged(one, into)
        merged(two, into)
    unmerged(one)
    assert set(event.tags.all()) == {Tag.objects.get(pk=one.pk), into}
    unmerged(two)
    assert state() == before


def test_record_merged_again_after_the_undoing():
    (record, into, other), event = hidden(PlatformFactory, 3), EventFactory()
    linked(event, record)
    before = state()
    for target in (into, other, into):
        merged(record, target)
        assert platforms_of(event) == {target.pk}
        unmerged(record)
        assert state() == before
    assert Platform.objects.exclude(merged_into=None).count() == 0
