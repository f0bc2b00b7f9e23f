"""Rows of one day keep a fixed order, by id, in every list and in both directions.

The ids are in neither the order in which the rows were written nor that of their other columns.
"""

import datetime
import random
import re

import pytest
from django.db import connection
from django.urls import reverse

from events.models import Claim, Event
from events.outputs.exports import CLAIM_FORMATS, EVENT_FORMATS
from tests.factories import (
    DisputeFactory,
    PlatformFactory,
    PositionFactory,
    SourceFactory,
    TagFactory,
    published_claim,
    published_event,
    snapshot_of,
)

IDS = (1040, 1010, 1050, 1020, 1030)
MIDDLE = 1030
MOMENT = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
WORD = "?q=lighthouse"

# Each list: the rows that it shows, the URL name, its arguments and query string, whether the
# highest id is first, and the text after which the list begins.
LISTS = [
    ("event", "timeline", [], "", True, "event-list"),
    ("event", "timeline", [], "?sort=oldest", False, "event-list"),
    ("event", "timeline_list", [], "", True, ""),
    ("event", "timeline_list", [], "?sort=oldest", False, ""),
    ("event", "embed", [], "", True, "embed__events"),
    ("event", "embed", [], "?sort=oldest", False, "embed__events"),
    ("event", "search", [], WORD, True, "results-event"),
    ("event", "suggest", [], WORD, False, ""),
    ("event", "feed", [], "", True, ""),
    ("event", "sitemap", ["event", 0], "", False, ""),
    ("event", "platform", ["lane"], "", False, "<ol"),
    ("event", "tag", ["term"], "", True, "<ol"),
    ("event", "dispute", ["dispute"], "", False, ""),
    ("event", "claim", [MIDDLE], "", False, ""),
    ("event", "api-events", [], "", True, ""),
    ("event", "api-events", [], "?sort=oldest", False, ""),
    ("event", "api-claim", [f"claim-{MIDDLE}"], "", False, ""),
    ("event", "api-dispute", ["dispute"], "", False, ""),
    *(("event", "export_events", [name], "", True, "") for name in EVENT_FORMATS),
    *(("event", "export_events", [name], "?sort=oldest", False, "") for name in EVENT_FORMATS),
    ("claim", "claims", [], "", True, ""),
    ("claim", "search", [], WORD, True, "results-claim"),
    ("claim", "tag", ["term"], "", True, ""),
    ("claim", "dispute", ["dispute"], "", False, ""),
    ("claim", "event", [f"event-{MIDDLE}"], "", False, "claim-list"),
    ("claim", "api-claims", [], "", True, ""),
    ("claim", "api-event", [f"event-{MIDDLE}"], "", False, ""),
    ("claim", "api-dispute", ["dispute"], "", False, ""),
    *(("claim", "export_claims", [name], "", False, "") for name in CLAIM_FORMATS),
    ("source", "sources", [], "", True, ""),
    ("source", "sitemap", ["source", 0], "", False, ""),
]


@pytest.fixture
def rows(db):
    """Create events, claims and articles of one day, with all events and claims related."""
    platform, tag = PlatformFactory(slug="lane"), TagFactory(slug="term")
    position = PositionFactory(dispute=DisputeFactory(slug="dispute"))
    sources = [SourceFactory(pk=pk, slug=f"source-{pk}", title=f"source-{pk}") for pk in IDS]
    snapshot = snapshot_of(sources[0])
    for pk in IDS:
        published_event(
            pk=pk, slug=f"event-{pk}", title_en=f"Lighthouse event-{pk}", importance=5,
            when="2019-06-14", platforms=[platform], tags=[tag], snapshot=snapshot,
        )  # fmt: skip
        claim = published_claim(
            pk=pk, key=f"claim-{pk}", statement_en=f"Lighthouse claim-{pk}", platforms=[platform],
            snapshot=snapshot,
        )  # fmt: skip
        claim.tags.add(tag)
    events, claims = list(Event.objects.all()), list(Claim.objects.all())
    Event.objects.update(created_at=MOMENT, updated_at=MOMENT)
    for first, second in ((events, claims), (claims, events)):
        random.Random(7).shuffle(first)
        for row in first:  # The last row written is the last in the table.
            type(row).objects.filter(pk=row.pk).update(version=2)
            (row.events if isinstance(row, Claim) else row.claims).set(second)
    position.events.set(events)
    position.claims.set(claims)
    with connection.cursor() as cursor:  # An index may return rows in the order of their ids.
        for path in ("indexscan", "indexonlyscan", "bitmapscan"):
            cursor.execute(f"SET LOCAL enable_{path} = off")


def shown_ids(content, kind, start):
    """Return the ids of the rows of a kind in the order in which a response shows them."""
    content = content[content.index(start) :]
    pattern = rf"/claims/({IDS[0] // 100}\d\d)/" if kind == "claim" else rf"{kind}-(\d+)"
    found = re.findall(pattern, content) or re.findall(rf"{kind}-(\d+)", content)
    return list(dict.fromkeys(int(number) for number in found if int(number) in IDS))


@pytest.mark.slow
def test_rows_of_one_day_are_in_the_order_of_their_ids(rows, reader):
    unexpected = {}
    for kind, name, arguments, query, is_descending, start in LISTS:
        address = reverse(name, args=arguments) + query
        content = reader.get(address).getvalue().decode()
        ids = shown_ids(content, kind, start)
        if ids != sorted(IDS, reverse=is_descending):
            unexpected[address, kind] = ids
    assert unexpected == {}


@pytest.mark.slow
def test_neighbours_of_one_day_are_those_with_the_nearest_ids(rows):
    row = Event.objects.get(pk=MIDDLE)
    assert list(Event.objects.before(row).values_list("pk", flat=True)) == [1020, 1010]
    assert list(Event.objects.after(row).values_list("pk", flat=True)) == [1040, 1050]
