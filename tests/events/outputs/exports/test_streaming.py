"""Exports stream: a fixed number of queries per chunk, and no written row is kept."""

import gc
import weakref

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.translation import get_language

from events.models import Claim, Event, Evidence
from events.outputs.exports import CLAIM_FORMATS, EVENT_FORMATS, Annotations, ExportMetadata
from events.outputs.exports.rows import claim_rows, event_rows, evidence_rows
from events.outputs.exports.stream import blocks, in_chunks
from events.web.absolute_urls import Site
from tests.factories import PlatformFactory, TagFactory, published_claim, published_event

METADATA = ExportMetadata(
    Site("https://harbour.example"), "en", "All", "https://a.example/", "/", 1
)
EXPORTS = {
    "events": (EVENT_FORMATS, event_rows, Event, 7),
    "claims": (CLAIM_FORMATS, claim_rows, Claim, 10),
    "annotations": ({"jsonld": Annotations}, evidence_rows, Evidence, 1),
}


def create_rows(count):
    for _ in range(count):
        event = published_event(platforms=[PlatformFactory()], tags=[TagFactory()])
        claim = published_claim(platforms=[PlatformFactory()])
        claim.events.add(event)
        claim.tags.add(TagFactory())


def queries_of(kind, format, size):
    formats, load, model, _query_count = EXPORTS[kind]
    rows = in_chunks(model.objects.order_by("pk"), load, size=size)
    with CaptureQueriesContext(connection) as captured:
        assert b"".join(blocks(formats[format](METADATA).write(rows), language="en"))
    return [query for query in captured if "_django_curs" not in query["sql"]]


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "format"), [(kind, format) for kind, export in EXPORTS.items() for format in export[0]]
)
def test_number_of_queries_is_fixed_per_chunk(kind, format):
    create_rows(8)
    count = EXPORTS[kind][2].objects.count()
    one_chunk, four_chunks = (
        len(queries_of(kind, format, count)),
        len(queries_of(kind, format, count // 4)),
    )
    assert four_chunks == 4 * one_chunk
    assert one_chunk == EXPORTS[kind][3]


@pytest.mark.slow
@pytest.mark.django_db
def test_written_rows_are_released():
    create_rows(6)
    seen = []

    def watched():
        for row in in_chunks(Event.objects.order_by("pk"), event_rows, size=2):
            seen.append(weakref.ref(row.event))
            yield row

    max_alive = 0
    for _piece in EVENT_FORMATS["csv"](METADATA).write(watched()):
        gc.collect()
        max_alive = max(max_alive, sum(item() is not None for item in seen))
    assert len(seen) == 6
    assert max_alive <= 3


@pytest.mark.slow
@pytest.mark.django_db
def test_row_retracted_during_the_export_is_left_out():
    create_rows(3)
    rows = in_chunks(Event.objects.published().order_by("pk"), event_rows, size=1)
    next(rows)
    last = Event.objects.latest("pk")
    Event.objects.filter(pk=last.pk).update(state="retracted")
    assert last.pk not in [row.event.pk for row in rows]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_client_disconnect_closes_the_cursor(reader):
    create_rows(3)
    response = reader.get("/export/events.jsonl")
    next(iter(response.streaming_content))
    response.close()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_cursors")
        assert cursor.fetchone() == (0,)
    assert not connection.in_atomic_block


def test_language_is_active_only_while_pieces_are_made():
    languages = []

    def pieces():
        for _ in range(3):
            languages.append(get_language())
            yield "x"

    with translation.override("en"):
        for _block in blocks(pieces(), language="zh-hans", size=1):
            languages.append(get_language())
    assert languages == ["zh-hans", "en"] * 3


def test_blocks_contain_all_pieces():
    pieces = ["港", "", "湾" * 10, "x"]
    encoded = list(blocks(iter(pieces), language="en", size=5))
    assert b"".join(encoded).decode() == "".join(pieces)
    assert len(encoded) == 2
