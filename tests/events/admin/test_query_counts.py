"""Admin pages need a limited number of queries, however many rows there are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events import models as events
from sources import models as sources
from tests.events.admin.pages import sent_by
from tests.factories import (
    ClaimFactory,
    DisputeFactory,
    EventFactory,
    OutletFactory,
    PlatformFactory,
    PositionFactory,
    SourceFactory,
    TagFactory,
    evidence_for,
    published_event,
    snapshot_of,
    user_in,
)

ROWS = 60
MAX_QUERIES = 15
MAX_QUERIES_OF_PROPOSAL = {"open it again": 41, "review": 85, "list": 7}
"""The page of a record with a proposal writes the proposal and takes it back, so it needs more."""
CURATED = [
    *(events.Event, events.Claim, events.Evidence, events.Dispute),
    *(events.Platform, events.Tag, events.Claimant),
    *(sources.Source, sources.Outlet, sources.Snapshot, sources.Passage),
    *(sources.IngestRun, sources.IngestItem),
]
CREATABLE = [
    *(events.Event, events.Claim, events.Dispute, events.Platform, events.Tag, events.Claimant),
    *(sources.Source, sources.Outlet),
]


@pytest.fixture
def many_rows(db: None) -> None:
    """Create 60 rows of each model.

    The first event, claim, dispute and platform have eight related rows.
    """
    platforms = PlatformFactory.create_batch(ROWS)
    tags = TagFactory.create_batch(ROWS)
    rows = SourceFactory.create_batch(ROWS)
    snapshots = [snapshot_of(row) for row in rows]
    outlet = OutletFactory()
    sources.Source.objects.update(publisher=outlet, repost_of=None)
    sources.Source.objects.exclude(pk=rows[0].pk).update(repost_of=rows[0])
    event_rows, claim_rows = EventFactory.create_batch(ROWS), ClaimFactory.create_batch(ROWS)
    disputes = DisputeFactory.create_batch(ROWS)
    for number, (event, claim, dispute) in enumerate(
        zip(event_rows, claim_rows, disputes, strict=True)
    ):
        parts = 8 if number == 0 else 1
        for part in range(parts):
            platform = platforms[(number + part) % ROWS]
            snapshot = snapshots[(number + part) % ROWS]
            events.EventPlatform.objects.create(event=event, platform=platform, position=part)
            evidence_for(event, snapshot)
            evidence_for(claim, snapshot)
            event.tags.add(tags[(number + part) % ROWS])
            claim.tags.add(tags[(number + part) % ROWS])
            claim.platforms.add(platform)
            claim.events.add(event_rows[(number + part) % ROWS])
            position = PositionFactory(dispute=dispute)
            position.claims.add(claim)
            position.events.add(event)
            events.PlatformAlias.objects.create(platform=platforms[number], text=f"name {part}")
            if part:
                events.Succession.objects.create(
                    predecessor=platforms[0], successor=platforms[part], kind="renamed"
                )
                events.Succession.objects.create(
                    predecessor=platforms[part], successor=platforms[0], kind="merged"
                )
    for row in platforms[1:]:
        row.parent = platforms[0]
        row.save()
    for row in tags[1:]:
        row.parent = tags[0]
        row.save()
    for row in rows:
        run = sources.IngestRun.objects.create(inputs=["a"])
        sources.IngestItem.objects.create(run=run, input="a", source=row, status="created")


def url_name(model: type, page: str) -> str:
    return f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"


def admin_urls() -> Iterator[tuple[str, dict]]:
    """Yield the URL of every admin page, with the query parameters that need most queries."""
    yield reverse("admin:index"), {}
    for model in CURATED:
        row = model.objects.order_by("pk").first()
        yield reverse(url_name(model, "changelist")), {}
        yield reverse(url_name(model, "change"), args=[row.pk]), {}
        yield reverse(url_name(model, "history"), args=[row.pk]), {}
    for model in CREATABLE:
        yield reverse(url_name(model, "add")), {}
    source = sources.Source.objects.first().slug
    company = events.Platform.objects.order_by("pk").first().slug
    all_filters = {"q": "Event", "state__exact": "draft", "doubt": "no", "source": source}
    for model in (events.Event, events.Claim):
        yield reverse(url_name(model, "changelist")), all_filters | {"company": company}
    for model in (events.Platform, events.Tag, sources.Source, events.Evidence):
        yield reverse(url_name(model, "changelist")), {"q": "a"}


@pytest.mark.slow
def test_admin_pages_need_at_most_fifteen_queries(many_rows: None, curator: Client) -> None:
    assert all(model.objects.count() >= ROWS for model in CURATED)
    counts = {}
    for address, parameters in admin_urls():
        with CaptureQueriesContext(connection) as queries:
            response = curator.get(address, parameters)
        assert response.status_code == 200, address
        counts[f"{address} {parameters}"] = len(queries)
    assert {page: count for page, count in counts.items() if count > MAX_QUERIES} == {}


@pytest.mark.slow
@pytest.mark.django_db
def test_pages_of_a_proposal_need_a_fixed_number_of_queries() -> None:
    few, many = (queries_of_proposal(parts) for parts in (2, 6))
    for name, limit in MAX_QUERIES_OF_PROPOSAL.items():
        assert many[name] <= few[name] <= limit, name


def queries_of_proposal(parts: int) -> dict[str, int]:
    """Return the queries of the pages about a proposed change of an event with so many parts."""
    editor, curator = user_in("editor"), user_in("curator")
    event = published_event()
    for number in range(parts):
        event.event_platforms.create(platform=PlatformFactory(), position=number)
        evidence_for(event)
        event.tags.add(TagFactory())
    page = reverse("admin:events_event_change", args=[event.pk])
    clients = {}
    for user in (editor, curator):
        clients[user] = Client()
        clients[user].force_login(user)
    data = sent_by(clients[editor].get(page)) | {"title_en": "Another title"}
    assert clients[editor].post(page, data).status_code == 302
    proposal = events.Proposal.objects.latest("pk")
    review = reverse("admin:events_proposal_change", args=[proposal.pk])
    counts = {}
    requests = {
        "open it again": (clients[editor], page),
        "review": (clients[curator], review),
        "list": (clients[curator], reverse("admin:events_proposal_changelist")),
    }
    for name, (client, address) in requests.items():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts[name] = len(queries)
    return counts
