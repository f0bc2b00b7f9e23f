"""No page of the admin asks the database more often for more rows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events import models as events
from sources import models as sources
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
    snapshot_of,
)

ROWS = 60
MOST = 15
CURATED = [
    *(events.Event, events.Claim, events.Evidence, events.Dispute),
    *(events.Platform, events.Tag, events.Claimant),
    *(sources.Source, sources.Outlet, sources.Snapshot, sources.Passage),
    *(sources.IngestRun, sources.IngestItem),
]
ADDED = [
    *(events.Event, events.Claim, events.Dispute, events.Platform, events.Tag, events.Claimant),
    *(sources.Source, sources.Outlet),
]


@pytest.fixture
def many(db: None) -> None:
    """Sixty rows of each model; the first event, claim, dispute and platform have eight parts."""
    platforms = PlatformFactory.create_batch(ROWS)
    tags = TagFactory.create_batch(ROWS)
    rows = SourceFactory.create_batch(ROWS)
    snapshots = [snapshot_of(row) for row in rows]
    outlet = OutletFactory()
    sources.Source.objects.update(publisher=outlet, repost_of=None)
    sources.Source.objects.exclude(pk=rows[0].pk).update(repost_of=rows[0])
    happened, claimed = EventFactory.create_batch(ROWS), ClaimFactory.create_batch(ROWS)
    disputes = DisputeFactory.create_batch(ROWS)
    for number, (event, claim, dispute) in enumerate(zip(happened, claimed, disputes, strict=True)):
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
            claim.events.add(happened[(number + part) % ROWS])
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


def name(model: type, page: str) -> str:
    return f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"


def addresses() -> Iterator[tuple[str, dict]]:
    """Every page of the admin, with the parameters that ask most of it."""
    yield reverse("admin:index"), {}
    for model in CURATED:
        row = model.objects.order_by("pk").first()
        yield reverse(name(model, "changelist")), {}
        yield reverse(name(model, "change"), args=[row.pk]), {}
        yield reverse(name(model, "history"), args=[row.pk]), {}
    for model in ADDED:
        yield reverse(name(model, "add")), {}
    source = sources.Source.objects.first().slug
    company = events.Platform.objects.order_by("pk").first().slug
    every = {"q": "Event", "state__exact": "draft", "doubt": "no", "source": source}
    for model in (events.Event, events.Claim):
        yield reverse(name(model, "changelist")), every | {"company": company}
    for model in (events.Platform, events.Tag, sources.Source, events.Evidence):
        yield reverse(name(model, "changelist")), {"q": "a"}


def test_no_page_of_the_admin_asks_more_than_fifteen_queries(many: None, curator: Client) -> None:
    assert all(model.objects.count() >= ROWS for model in CURATED)
    counts = {}
    for address, parameters in addresses():
        with CaptureQueriesContext(connection) as asked:
            response = curator.get(address, parameters)
        assert response.status_code == 200, address
        counts[f"{address} {parameters}"] = len(asked)
    assert {page: count for page, count in counts.items() if count > MOST} == {}
