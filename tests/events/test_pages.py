"""The content and limits of the pages of platforms, tags, disputes, sources and events."""

import pytest
from django.urls import reverse

from events.models import Dispute
from events.platforms.views import EVENTS_SHOWN, FULL_LIST_LIMIT
from events.records.views.disputes import DISPUTES_SHOWN
from events.records.views.sources import SOURCES_SHOWN
from events.records.views.tags import EVENTS_SHOWN as TAGGED_SHOWN
from tests.factories import (
    DisputeFactory,
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


@pytest.fixture
def snapshot(db):
    return snapshot_of(SourceFactory(slug="main"))


def many_events(count, snapshot, **fields):
    return [
        published_event(when=str(1900 + number), snapshot=snapshot, **fields)
        for number in range(count)
    ]


@pytest.mark.slow
def test_platform_with_few_events_shows_all_oldest_first(reader, snapshot):
    platform = PlatformFactory()
    part = PlatformFactory(parent=platform)
    late = published_event(platforms=[part], when="2019", snapshot=snapshot)
    early = published_event(platforms=[platform], when="2016", snapshot=snapshot)
    context = reader.get(platform.get_absolute_url()).context
    assert [event.pk for event in context["events"]] == [early.pk, late.pk]
    assert context["tells_all"]
    assert [line.platform for line in context["chart"].parts] == [part]
    assert len(context["chart"].marks.marks) == 2


@pytest.mark.slow
def test_platform_with_many_events_shows_the_newest_and_counts_by_year(reader, snapshot):
    platform = PlatformFactory()
    rows = many_events(FULL_LIST_LIMIT + 1, snapshot, platforms=[platform])
    response = reader.get(platform.get_absolute_url())
    context = response.context
    assert [event.pk for event in context["events"]] == [
        row.pk for row in rows[::-1][:EVENTS_SHOWN]
    ]
    assert context["event_count"] == FULL_LIST_LIMIT + 1
    assert context["chart"].marks is None
    assert sum(column.count for column in context["chart"].columns) == FULL_LIST_LIMIT + 1
    assert f"?platform={platform.slug}" in response.content.decode()


@pytest.mark.slow
def test_platform_shows_its_life_in_each_market(reader, snapshot):
    platform = PlatformFactory()
    published_event(platforms=[platform], when="2017", markets=["US", "GB"], snapshot=snapshot)
    published_event(platforms=[platform], when="2019", markets=["GB"], kind="market_exit",
                    outcome="shut_down", snapshot=snapshot)  # fmt: skip
    markets = reader.get(platform.get_absolute_url()).context["markets"]
    assert [(line.market, line.life.outcome) for line in markets] == [
        ("GB", "shut_down"),
        ("US", ""),
    ]


@pytest.mark.slow
def test_platform_groups_claims_by_metric_with_a_chart_where_values_repeat(reader):
    platform = PlatformFactory()
    for value, period in ((1, "2018"), (2, "2019")):
        published_claim(
            platforms=[platform], metric="merchants", unit="merchants", value=value, period=period
        )
    published_claim(platforms=[platform], metric="revenue", unit="money", currency="USD", value=9)
    published_claim(platforms=[platform])
    groups = reader.get(platform.get_absolute_url()).context["metrics"]
    assert [(group.metric, group.count, bool(group.series)) for group in groups] == [
        ("merchants", 2, True), ("revenue", 1, False), ("", 1, False),
    ]  # fmt: skip


@pytest.mark.slow
def test_platform_without_data_has_a_page(reader):
    response = reader.get(PlatformFactory().get_absolute_url())
    assert response.status_code == 200
    assert response.context["chart"] is None


@pytest.mark.slow
def test_tag_shows_its_years_and_related_tags(reader, snapshot):
    tag, other, merged = TagFactory(slug="main"), TagFactory(), TagFactory()
    rows = many_events(TAGGED_SHOWN + 1, snapshot, tags=[tag])
    rows[0].tags.add(other)
    merged.merged_into, merged.is_approved = other, False
    merged.save()
    published_event(tags=[other], snapshot=snapshot)
    context = reader.get(tag.get_absolute_url()).context
    assert context["event_count"] == TAGGED_SHOWN + 1
    assert len(context["events"]) == TAGGED_SHOWN
    assert [(bar.row, bar.count) for bar in context["beside"]] == [(other, 1)]
    assert sum(column.count for column in context["columns"]) == TAGGED_SHOWN + 1


def test_tags_count_their_published_events(reader, snapshot):
    tag = TagFactory()
    published_event(tags=[tag], snapshot=snapshot)
    draft = published_event(tags=[tag], snapshot=snapshot)
    draft.state = "draft"
    draft.save()
    [(_, [row])] = [pair for pair in reader.get(reverse("tags")).context["facets"] if pair[1]]
    assert (row, row.count) == (tag, 1)


def dispute_about(platform, **fields):
    row = DisputeFactory(**fields)
    PositionFactory(dispute=row).claims.add(published_claim(platforms=[platform]))
    return row


@pytest.mark.slow
def test_disputes_filter_by_state_and_platform(reader):
    platform = PlatformFactory(slug="main")
    part = PlatformFactory(slug="part", parent=platform)
    still_open = dispute_about(part)
    resolved = dispute_about(platform, state="resolved", resolution_en="By counting.")
    dispute_about(PlatformFactory(slug="other"))
    on_event = DisputeFactory()
    PositionFactory(dispute=on_event).events.add(published_event(platforms=[part]))
    page = reverse("disputes")
    for query, expected in (
        ("?platform=main", [still_open, resolved, on_event]),
        ("?platform=part", [still_open, on_event]),
        ("?platform=main&state=resolved", [resolved]),
        ("?state=open&platform=main", [still_open, on_event]),
    ):
        context = reader.get(page + query).context
        assert (context["disputes"], context["count"]) == (expected, len(expected)), query
    assert {row.slug for row in context["platforms"]} == {"main", "other", "part"}


@pytest.mark.parametrize("query", ["?state=solved", "?platform=nowhere", "?colour=1"])
def test_invalid_dispute_query_is_reported(reader, query):
    DisputeFactory()
    assert len(reader.get(reverse("disputes") + query).context["problems"]) == 1


@pytest.mark.slow
def test_disputes_are_paginated(reader):
    for _ in range(DISPUTES_SHOWN + 1):
        DisputeFactory()
    first = reader.get(reverse("disputes")).context
    rest = reader.get(f"{reverse('disputes')}?{first['next_query']}").context
    assert first["disputes"] + rest["disputes"] == list(Dispute.objects.order_by("pk"))


def test_dispute_has_its_own_page(reader):
    row = DisputeFactory(slug="when", settle_en="The notice to its users.")
    page = reader.get("/en/disputes/when/").content.decode()
    assert row.get_absolute_url() == "/en/disputes/when/"
    assert "The notice to its users." in page
    assert reader.get("/en/disputes/never/").status_code == 404


@pytest.mark.slow
def test_sources_show_how_many_records_use_each(reader, snapshot):
    event = published_event(snapshot=snapshot)
    claim = published_claim(snapshot=snapshot)
    PositionFactory().claims.add(claim)
    draft = published_event(snapshot=snapshot)
    draft.state = "draft"
    draft.save()
    other = snapshot_of(SourceFactory(slug="other"))
    evidence_for(event, other)
    tallies = {row.slug: row.tally for row in reader.get(reverse("sources")).context["sources"]}
    assert (tallies["main"].events, tallies["main"].claims, tallies["main"].disputes) == (1, 1, 1)
    assert (tallies["other"].events, tallies["other"].claims, tallies["other"].disputes) == (
        1,
        0,
        0,
    )


@pytest.mark.slow
def test_sources_are_paginated(reader):
    for number in range(SOURCES_SHOWN + 1):
        SourceFactory(published="" if number == 3 else str(1950 + number))
    first = reader.get(reverse("sources"))
    assert first.context["count"] == SOURCES_SHOWN + 1
    [last] = reader.get(f"{reverse('sources')}?{first.context['next_query']}").context["sources"]
    assert last.published == ""


@pytest.mark.slow
def test_source_has_a_minimap_of_its_blocks(reader):
    source = SourceFactory(slug="strip")
    digest = snapshot_of(source, "Harbour closed in June 2019.\n\nNobody was asked.", "digest")
    published_event(snapshot=digest)
    context = reader.get(source.get_absolute_url()).context
    assert [bool(strip.target) for strip in context["strips"]] == [True, False]
    assert context["cited_blocks"] == 1


@pytest.mark.slow
def test_neighbours_are_events_of_the_subject_platform(reader, snapshot):
    product, company = PlatformFactory(slug="product"), PlatformFactory()
    before = published_event(platforms=[product], when="2017", snapshot=snapshot)
    event = published_event(platforms=[product, company], when="2018", snapshot=snapshot)
    event.event_platforms.filter(platform=company).update(role="operator")
    after = published_event(platforms=[product], when="2018", snapshot=snapshot)
    published_event(platforms=[company], when="2019", snapshot=snapshot)
    response = reader.get(event.get_absolute_url())
    assert list(response.context["before"]) == [before]
    assert list(response.context["after"]) == [after]
    assert "?platform=product&amp;since=2017&amp;until=2019" in response.content.decode()


def test_event_with_an_open_date_links_to_the_timeline(reader):
    event = published_event(when="2020/..", platforms=[PlatformFactory(slug="product")])
    page = reader.get(event.get_absolute_url()).content.decode()
    assert "?platform=product&amp;since=2019&amp;until=2021" in page
