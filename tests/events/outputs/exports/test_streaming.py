"""Exports stream: a fixed number of queries a chunk, and no row kept that was written."""

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
KINDS = {
    "events": (EVENT_FORMATS, event_rows, Event, 7),
    "claims": (CLAIM_FORMATS, claim_rows, Claim, 10),
    "annotations": ({"jsonld": Annotations}, evidence_rows, Evidence, 1),
}


def grow(count):
    for _ in range(count):
        event = published_event(platforms=[PlatformFactory()], tags=[TagFactory()])
        claim = published_claim(platforms=[PlatformFactory()])
        claim.events.add(event)
        claim.tags.add(TagFactory())


def queries(kind, form, size):
    forms, load, model, _most = KINDS[kind]
    rows = in_chunks(model.objects.order_by("pk"), load, size=size)
    with CaptureQueriesContext(connection) as asked:
        assert b"".join(blocks(forms[form](METADATA).write(rows), language="en"))
    return [query for query in asked if "_django_curs" not in query["sql"]]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "form"), [(kind, form) for kind, known in KINDS.items() for form in known[0]]
)
def test_queries_are_as_many_for_each_chunk(kind, form):
    grow(8)
    count = KINDS[kind][2].objects.count()
    few, many = len(queries(kind, form, count)), len(queries(kind, form, count // 4))
    assert many == 4 * few
    assert few == KINDS[kind][3]


@pytest.mark.django_db
def test_written_rows_are_let_go():
    grow(6)
    seen = []

    def watched():
        for row in in_chunks(Event.objects.order_by("pk"), event_rows, size=2):
            seen.append(weakref.ref(row.event))
            yield row

    most = 0
    for _piece in EVENT_FORMATS["csv"](METADATA).write(watched()):
        gc.collect()
        most = max(most, sum(item() is not None for item in seen))
    assert len(seen) == 6
    assert most <= 3


@pytest.mark.django_db
def test_row_retracted_meanwhile_is_left_out():
    grow(3)
    rows = in_chunks(Event.objects.published().order_by("pk"), event_rows, size=1)
    next(rows)
    last = Event.objects.latest("pk")
    Event.objects.filter(pk=last.pk).update(state="retracted")
    assert last.pk not in [row.event.pk for row in rows]


@pytest.mark.django_db(transaction=True)
def test_reader_who_leaves_closes_the_cursor(reader):
    grow(3)
    response = reader.get("/export/events.jsonl")
    next(iter(response.streaming_content))
    response.close()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_cursors")
        assert cursor.fetchone() == (0,)
    assert not connection.in_atomic_block


def test_language_is_active_while_pieces_are_made_and_not_between():
    heard = []

    def pieces():
        for _ in range(3):
            heard.append(get_language())
            yield "x"

    with translation.override("en"):
        for _block in blocks(pieces(), language="zh-hans", size=1):
            heard.append(get_language())
    assert heard == ["zh-hans", "en"] * 3


def test_blocks_hold_what_the_pieces_held():
    pieces = ["港", "", "湾" * 10, "x"]
    found = list(blocks(iter(pieces), language="en", size=5))
    assert b"".join(found).decode() == "".join(pieces)
    assert len(found) == 2
