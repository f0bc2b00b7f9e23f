"""Every facet count equals a count by hand, over random events."""

import random
from collections import Counter

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from events.charts.year_strip import years_of
from events.filters.events import FAILURE, EventFilter
from events.filters.facets import FACETS, facet_of, facets_of, toggled
from events.filters.selection import Selection
from events.index import get_index
from events.models import Evidence, Platform, Tag
from sources.models import Source
from tests.factories import (
    EventFactory,
    PlatformFactory,
    SourceFactory,
    TagFactory,
    evidence_for,
    published_event,
    snapshot_of,
)

pytestmark = pytest.mark.django_db


def filter_of(query):
    return EventFilter(QueryDict(query), user=AnonymousUser())


def selection_of(query):
    return Selection(filter_of(query), get_index())


def rows_without(query, name):
    """Return the events that match all parameters except this one."""
    data = QueryDict(query, mutable=True)
    data.pop(name, None)
    return EventFilter(data, user=AnonymousUser()).qs


def counts(query):
    """Return {(parameter, value): count} of every facet."""
    selection = selection_of(query)
    return {
        (facet.name, choice.value): choice.count
        for facet in [facet_of(selection, key) for key in FACETS]
        for choice in facet.choices
    }


@pytest.fixture
def mixture():
    chance = random.Random(11)
    platforms = [PlatformFactory()]
    for _ in range(7):
        platforms.append(PlatformFactory(parent=chance.choice([None, *platforms])))
    tags = [TagFactory(facet=chance.choice(Tag.Facet.values)) for _ in range(6)]
    snapshots = [snapshot_of(SourceFactory(), f"It closed in June 2019. {n}") for n in range(3)]
    for _ in range(24):
        event = published_event(
            kind=chance.choice(["launch", "pilot", "shutdown"]),
            outcome=chance.choice(["", "mixed", "failed", "shut_down"]),
            when=chance.choice(["2017", "2018-05", "2019/2020", "2021"]),
            platforms=chance.sample(platforms, chance.randint(0, 3)),
            tags=chance.sample(tags, chance.randint(0, 3)),
            snapshot=chance.choice(snapshots),
        )
        if chance.random() < 0.3:
            rest = [item for item in snapshots if item != event.evidence.get().snapshot]
            evidence_for(event, chance.choice(rest))
    for _ in range(5):
        EventFactory(kind="launch", outcome="failed").platforms.set(platforms[:2])


def values_of(event):
    """Yield every (parameter, value) whose count includes this event."""
    ancestors = set()
    for platform in event.platforms.all():
        while platform:
            ancestors.add(platform.slug)
            platform = platform.parent
    yield from (("platform", slug) for slug in ancestors)
    yield ("kind", event.kind)
    if event.outcome:
        yield ("outcome", event.outcome)
    if event.is_failure:
        yield ("outcome", FAILURE)
    yield from (("tag", tag.slug) for tag in event.tags.all())
    yield from {("source", item.snapshot.source.slug) for item in event.evidence.all()}


QUERIES = ["", "outcome=failure", "since=2019&kind=pilot&kind=launch"]


@pytest.mark.slow
@pytest.mark.parametrize("query", QUERIES)
def test_counts_equal_a_count_by_hand(mixture, query):
    platform, tag = Platform.objects.order_by("pk")[0], Tag.objects.order_by("pk")[0]
    source = Source.objects.order_by("pk")[0]
    for more in (f"platform={platform.slug}", f"tag={tag.slug}&source={source.slug}"):
        full_query = "&".join(filter(None, [query, more]))
        facet_counts = counts(full_query)
        for name in ("platform", "kind", "outcome", "tag", "source"):
            by_hand = Counter(
                key
                for event in rows_without(full_query, name)
                for key in values_of(event)
                if key[0] == name
            )
            of_name = {key: n for key, n in facet_counts.items() if key[0] == name and n}
            assert of_name == dict(by_hand), (full_query, name)


@pytest.mark.slow
@pytest.mark.parametrize("query", QUERIES)
def test_choice_finds_as_many_events_as_its_count(mixture, query):
    for facet in facets_of(selection_of(query)):
        for choice in facet.choices[::3]:
            if not facet.chosen_count:
                assert filter_of(choice.query).qs.count() == choice.count, choice


def test_event_on_a_platform_and_its_part_counts_once():
    company = PlatformFactory(slug="company")
    part = PlatformFactory(slug="part", parent=company)
    published_event(platforms=[company, part])
    result = counts("")
    assert result["platform", "company"] == result["platform", "part"] == 1


def test_event_with_two_passages_of_one_article_counts_once():
    event = published_event()
    evidence_for(event, event.evidence.get().snapshot, "Nobody used it")
    assert Evidence.objects.count() == 2
    assert counts("")["source", event.evidence.first().source.slug] == 1


def test_platforms_follow_their_parents_with_their_depth():
    company = PlatformFactory(slug="company")
    part = PlatformFactory(slug="part", parent=company)
    PlatformFactory(slug="unused", parent=company)
    for _ in range(2):
        published_event(platforms=[PlatformFactory.create(slug=f"big-{_}")])
    published_event(platforms=[part])
    facet = facets_of(selection_of(""))[0]
    depths = [(choice.value, choice.depth) for choice in facet.choices]
    assert depths.index(("part", 1)) == depths.index(("company", 0)) + 1
    assert "unused" not in dict(depths)


def test_selected_value_without_events_stays_a_choice():
    published_event(kind="launch")
    facet = next(facet for facet in facets_of(selection_of("kind=pilot")) if facet.name == "kind")
    choices = {choice.value: (choice.count, choice.is_chosen) for choice in facet.choices}
    assert choices == {"launch": (1, False), "pilot": (0, True)}


@pytest.mark.parametrize("name", ["tag", "platform", "source"])
def test_selected_row_without_events_stays_a_choice(name):
    published_event(kind="launch")
    event = published_event(
        kind="pilot", platforms=[PlatformFactory(slug="x")], tags=[TagFactory(slug="x")],
        snapshot=snapshot_of(SourceFactory(slug="x")),
    )  # fmt: skip
    assert event
    choices = [
        choice
        for facet in facets_of(selection_of(f"kind=launch&{name}=x"))
        if facet.name == name
        for choice in facet.choices
        if choice.is_chosen
    ]
    assert [(choice.value, choice.count) for choice in choices] == [("x", 0)]


def test_toggled_adds_or_removes_the_value_and_the_cursor():
    filter_set = filter_of("kind=launch&cursor=2019-01-01.1.after&q=a")
    assert dict(QueryDict(toggled(filter_set, "kind", "pilot")).lists()) == {
        "kind": ["launch", "pilot"],
        "q": ["a"],
    }
    assert dict(QueryDict(toggled(filter_set, "kind", "launch")).lists()) == {"q": ["a"]}


@pytest.mark.slow
def test_year_counts_equal_the_events_that_their_links_find(db):
    for when in ("2019-04", "2018/2019-03", "[..2019-06]", "2019/..", "2019", "2020-01-31"):
        published_event(title_en=when, when=when)
    years = years_of(selection_of(""))
    assert years == [(2019, 2), (2020, 1)]
    for year, count in years:
        filter_set = filter_of(f"since={year}&until={year}&dates=certain")
        assert filter_set.qs.count() == count
