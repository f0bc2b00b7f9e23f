"""Filters, and pages by cursor, forwards from the first to the last and back."""

import random
import re

import pytest

from events.models import Claim, Event, State
from tests.factories import (
    ClaimFactory,
    DisputeFactory,
    OutletFactory,
    PlatformFactory,
    PositionFactory,
    SourceFactory,
    TagFactory,
    published_claim,
    published_event,
    snapshot_of,
)


class TestFilters:
    @pytest.mark.parametrize(
        ("address", "ids"),
        [
            ("events/", ["harbour-closed", "harbour-opened"]),
            ("events/?sort=oldest", ["harbour-opened", "harbour-closed"]),
            ("events/?q=港湾关闭", ["harbour-closed"]),
            ("events/?platform=quay", ["harbour-closed", "harbour-opened"]),
            ("events/?kind=shutdown&kind=pilot", ["harbour-closed"]),
            ("events/?outcome=failure", ["harbour-closed"]),
            ("events/?tag=weak-demand", ["harbour-closed"]),
            ("events/?tag=low-demand", ["harbour-closed"]),
            ("events/?source=article&since=2019", ["harbour-closed"]),
            ("events/?until=2017-02&dates=possible", ["harbour-opened"]),
            ("events/?until=2017-02&dates=certain", []),
            ("claims/?metric=loss&claimant=ann&rank=preferred", ["harbour-loss"]),
            ("claims/?platform=quay&q=lost", ["harbour-loss"]),
            ("claims/?kind=opinion", []),
            ("platforms/", ["harbour", "quay"]),
            ("platforms/?q=harb", ["harbour"]),
            ("platforms/?q=海港", ["harbour"]),
            ("platforms/?q=quay+c", ["quay"]),
            ("platforms/?kind=company", ["quay"]),
            ("platforms/?kind=company&kind=product", ["harbour", "quay"]),
            ("platforms/?parent=quay", ["harbour"]),
            ("platforms/?parent=harbour", []),
            ("sources/?q=article", ["article"]),
            ("sources/?q=文", ["article"]),
            ("sources/?language=zh-Hans&outlet=post", ["article"]),
            ("sources/?language=en", []),
            ("tags/", ["money", "weak-demand"]),
            ("tags/?facet=cause", ["weak-demand"]),
            ("tags/?q=MONEY", ["money"]),
            ("tags/?q=no+buyers", ["weak-demand"]),
            ("disputes/?state=resolved", ["when-closed"]),
            ("disputes/?state=open", []),
            ("disputes/?platform=quay", ["when-closed"]),
            ("disputes/?platform=quay&state=open", []),
        ],
    )
    def test_filter_matches(self, api, knowledge, address, ids):
        assert api.ids(address) == ids


@pytest.mark.slow
def test_dispute_filter_excludes_other_platforms(api, knowledge):
    other = PlatformFactory(slug="other")
    dispute = DisputeFactory(slug="another")
    PositionFactory(dispute=dispute).events.add(published_event(platforms=[other]))
    assert api.ids("disputes/?platform=other") == ["another"]
    assert api.ids("disputes/?platform=harbour") == ["when-closed"]


def create_rows(name, chance):
    """Create up to forty rows, many with equal sort keys; return their ids."""
    count = chance.randint(0, 40)
    if name == "events":
        snapshot = snapshot_of(SourceFactory())
        for _ in range(count):
            published_event(when=f"20{chance.randint(15, 17)}", snapshot=snapshot)
        return set(Event.objects.values_list("slug", flat=True))
    if name == "claims":
        snapshot = snapshot_of(SourceFactory())
        for _ in range(count):
            published_claim(snapshot=snapshot)
        ClaimFactory()
        return set(Claim.objects.published().values_list("key", flat=True))
    if name == "sources":
        outlet = OutletFactory()
        dates = ["", "2020", "2020-12", "2020-12-31", "2021-01-01"]
        return {
            SourceFactory(published=chance.choice(dates), outlet=outlet).slug for _ in range(count)
        }
    factory = {"platforms": PlatformFactory, "tags": TagFactory, "disputes": DisputeFactory}[name]
    slugs = [f"{chance.choice('ab-_')}{chance.choice('Z9z-_')}{n}" for n in range(count)]
    if name == "tags":
        slugs = [f"{slug}{chance.choice('需é')}" for slug in slugs]
    return {factory(slug=slug).slug for slug in slugs}


def links(response):
    return {
        relation: address
        for address, relation in re.findall(
            r'<([^>]+)>; rel="(\w+)"', response.headers.get("Link", "")
        )
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["events", "events?sort=oldest", "platforms", "claims", "sources", "tags", "disputes"]
)
@pytest.mark.parametrize("seed", range(3))
def test_links_visit_every_row_once_in_both_directions(api, name, seed):
    chance = random.Random(f"{name}{seed}")
    name, _, query = name.partition("?")
    expected = create_rows(name, chance)
    all_ids = api.ids(f"{name}/?limit=200&{query}")
    limit = chance.randint(1, 9)
    pages, address = [], f"/api/v1/{name}/?limit={limit}&{query}"
    while address:
        response = api(address)
        body = response.json()
        assert links(response) == {
            relation: body[key]
            for relation, key in (("next", "next"), ("prev", "previous"))
            if body[key]
        }
        pages.append([row["id"] for row in body["results"]])
        last, address = response, body["next"]
    ids = [id for page in pages for id in page]
    assert ids == all_ids
    assert sorted(ids) == sorted(expected)

    pages_back, address = [pages[-1]], last.json()["previous"]
    while address:
        body = api(address).json()
        pages_back.insert(0, [row["id"] for row in body["results"]])
        address = body["previous"]
    assert [id for page in pages_back for id in page] == ids
    # The walk back stops at the first row, so it visits the same pages.
    assert pages_back == pages


@pytest.mark.slow
def test_next_keeps_the_other_parameters(api, knowledge):
    body = api("events/?platform=quay&platform=harbour&limit=1&sort=oldest").json()
    assert body["previous"] is None
    assert body["next"].startswith(
        "http://testserver/api/v1/events/?platform=quay&platform=harbour&limit=1&sort=oldest&cursor="
    )


@pytest.mark.slow
def test_page_has_fifty_rows_by_default_and_two_hundred_at_most(api):
    for _ in range(51):
        PlatformFactory()
    assert len(api.ids("platforms/")) == 50
    assert len(api.ids("platforms/?limit=200")) == 51


@pytest.mark.slow
def test_no_page_uses_offset_or_count(api, knowledge, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        for name in ("events", "platforms", "claims", "sources", "tags", "disputes"):
            api(f"{name}/?limit=1")
            api(api(f"{name}/?limit=1").json()["next"] or f"{name}/")
    for query in queries:
        assert "OFFSET" not in query["sql"]
        assert "SELECT COUNT(*)" not in query["sql"]


@pytest.mark.slow
@pytest.mark.parametrize("state", [State.DRAFT, State.IN_REVIEW, State.RETRACTED])
def test_cursor_of_a_removed_row_stays_valid(api, state):
    snapshot = snapshot_of(SourceFactory())
    rows = [published_claim(key=f"claim-{n}", snapshot=snapshot) for n in "abcd"]
    address = api("claims/?limit=2").json()["next"]
    Claim.objects.filter(pk=rows[2].pk).update(state=state)
    assert api.ids(address) == ["claim-b", "claim-a"]
