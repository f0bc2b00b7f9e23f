"""Each public page needs a fixed number of queries, independent of the number of rows.

`KB_WRITE_QUERY_COUNTS=1 pytest tests/test_query_counts.py` updates tests/query_counts.json.
"""

import json
import os
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.index import get_index
from events.names import index
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

BASELINE = Path(__file__).with_name("query_counts.json")
FEW, MANY = 3, 30


def grow(start):
    """Add one row of every kind, related to the rows whose pages are counted."""
    company = PlatformFactory()
    platform = PlatformFactory(parent=company)
    platform.aliases.create(text="alias")
    tag = TagFactory()
    source = SourceFactory()
    snapshot_of(source, "A digest.\n\nOf two blocks.", "digest")
    snapshot = snapshot_of(source)
    main, about = start["snapshot"], start["platforms"]
    event = published_event(
        platforms=[platform, *about], tags=[tag, start["tag"]], snapshot=snapshot,
        kind="shutdown", outcome="failed",
    )  # fmt: skip
    evidence_for(event, main)
    claim = published_claim(platforms=[platform, *about], snapshot=snapshot, kind="cause")
    claim.tags.add(start["tag"], tag)
    claim.events.add(event, start["event"])
    evidence_for(claim, main)
    evidence_for(start["event"], snapshot)
    evidence_for(start["claim"], snapshot)
    start["claim"].events.add(event)
    start["claim"].tags.add(tag)
    PlatformFactory(parent=about[0])
    dispute = DisputeFactory()
    start["dispute"].positions.create(order=dispute.pk, statement_en="It is so.").claims.add(claim)
    for row in (claim, start["claim"]):
        position = PositionFactory(dispute=dispute)
        position.claims.add(row)
        position.events.add(event, start["event"])


def create_start_rows():
    source = SourceFactory(slug="main")
    snapshot_of(source, "A digest.\n\nOf two blocks.", "digest")
    snapshot = snapshot_of(source)
    platform, tag = PlatformFactory(slug="main", parent=PlatformFactory()), TagFactory(slug="main")
    platform.aliases.create(text="main name")
    return {
        "snapshot": snapshot,
        "platforms": [platform],
        "tag": tag,
        "event": published_event(slug="main", platforms=[platform], tags=[tag], snapshot=snapshot),
        "claim": published_claim(platforms=[platform], snapshot=snapshot),
        "dispute": DisputeFactory(slug="main"),
    }


def api_addresses(start, filtered):
    lists = ("events", "platforms", "claims", "sources", "tags", "disputes")
    keys = dict.fromkeys(("event", "platform", "source", "tag"), "main")
    keys |= {"claim": start["claim"].key, "dispute": start["dispute"].slug}
    return {
        **{f"api {name}": reverse(f"api-{name}") for name in lists},
        **{f"api {name}": reverse(f"api-{name}", args=[key]) for name, key in keys.items()},
        "api events filtered": reverse("api-events") + filtered,
        "api claims filtered": reverse("api-claims") + "?platform=main&tag=main&source=main&q=s",
        "api disputes filtered": reverse("api-disputes") + "?platform=main",
    }


def query_count(client, address):
    ContentType.objects.clear_cache()
    get_index()  # The first request after a change updates the index; do that before counting.
    index.clear_cache()
    with CaptureQueriesContext(connection) as queries:
        # Bypass the page cache.
        response = client.get(address, headers={"cache-control": "no-cache"})
        assert response.status_code == 200
    return len(queries)


@pytest.mark.slow
@pytest.mark.django_db
def test_pages_need_a_fixed_number_of_queries(reader):
    start = create_start_rows()
    filtered = (
        "?platform=main&tag=main&source=main&kind=shutdown&outcome=failure&since=2010&q=event"
    )
    names = (
        *("timeline", "platforms", "failures", "claims", "disputes", "tags", "sources"),
        "corrections",
    )
    addresses = {name: reverse(name) for name in names} | {
        "timeline filtered": reverse("timeline") + filtered,
        "search": reverse("search") + "?q=event",
        "search by an alias": reverse("search") + "?q=main+name",
        "suggest": reverse("suggest") + "?q=event",
        "embed": reverse("embed") + "?platform=main",
        "embed of an event": reverse("embed_event", args=["main"]),
        "feed": reverse("feed") + "?platform=main",
        "event": reverse("event", args=["main"]),
        "platform": reverse("platform", args=["main"]),
        "claim": reverse("claim", args=[start["claim"].pk]),
        "tag": reverse("tag", args=["main"]),
        "source": reverse("source", args=["main"]),
        "dispute": reverse("dispute", args=["main"]),
        "claims filtered": reverse("claims") + "?platform=main&tag=main&kind=cause&q=statement",
        "disputes filtered": reverse("disputes") + "?platform=main&state=open",
        "citation": reverse("platform-citation", args=["main", "bib"]),
        **api_addresses(start, filtered),
    }
    for _ in range(FEW):
        grow(start)
    few = {name: query_count(reader, address) for name, address in addresses.items()}
    for _ in range(MANY - FEW):
        grow(start)
    many = {name: query_count(reader, address) for name, address in addresses.items()}
    assert few == many
    if os.environ.get("KB_WRITE_QUERY_COUNTS"):
        BASELINE.write_text(json.dumps(many, indent=2) + "\n")
    assert many == json.loads(BASELINE.read_text())
