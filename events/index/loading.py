"""Reading the columns out of the database, all events or some: COPY in binary, no row a row."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import numpy as np
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models

from events.index.dictionary import Dictionary
from events.index.event_index import OPEN_END, OPEN_START, ROW_DTYPE, EventIndex
from events.index.postings import Postings
from events.models import Event, EventPlatform, Platform, State, Tag
from sources.models import Source

PAIRS = np.dtype([("event", np.int64), ("value", np.int64)])


class DeletedRowError(Exception):
    """A row that has a code was deleted: codes have to be given anew."""


EVENTS = f"""
    SELECT id, sort_on - DATE '0001-01-01' + 1,
        coalesce(earliest - DATE '0001-01-01' + 1, {OPEN_START}),
        coalesce(latest - DATE '0001-01-01' + 1, {OPEN_END}),
        coalesce(array_position(%(kinds)s, kind::text), 0)::int2,
        coalesce(array_position(%(outcomes)s, outcome::text), 0)::int2,
        importance::int2,
        coalesce(array_position(%(states)s, state::text), 0)::int2
    FROM events_event WHERE %(everything)s OR id = ANY (%(ids)s)
"""  # noqa: S608 - the numbers are this project's
PLATFORMS = """
    SELECT event_id, platform_id FROM events_eventplatform
    WHERE (%(everything)s OR event_id = ANY (%(ids)s)) AND (NOT %(subjects)s OR role = %(subject)s)
"""
TAGS = """
    SELECT object_id, tag_id::int8 FROM events_tagged
    WHERE content_type_id = %(of_events)s AND (%(everything)s OR object_id = ANY (%(ids)s))
"""
SOURCES = """
    SELECT evidence.event_id, snapshot.source_id
    FROM events_evidence evidence JOIN sources_snapshot snapshot ON snapshot.id = snapshot_id
    WHERE evidence.event_id IS NOT NULL AND (%(everything)s OR evidence.event_id = ANY (%(ids)s))
"""
MARKETS = """
    SELECT id, array_position(%(markets)s, market::text)::int8
    FROM events_event, unnest(markets) market WHERE %(everything)s OR id = ANY (%(ids)s)
"""
MARKETS_NAMED = """
    SELECT DISTINCT market::text FROM events_event, unnest(markets) market
    WHERE %(everything)s OR id = ANY (%(ids)s) ORDER BY 1
"""


def load_index(dictionary: Dictionary, ids: list[int] | None = None) -> EventIndex:
    """The events of `ids`, or all of them, as columns of their own."""
    asked = {
        "everything": ids is None,
        "ids": ids or [],
        "kinds": Event.Kind.values,
        "outcomes": Event.Outcome.values,
        "states": State.values,
        "subject": EventPlatform.Role.SUBJECT.value,
        "of_events": ContentType.objects.get_for_model(Event).pk,
    }
    dictionary = _with_markets(dictionary, asked)
    asked["markets"] = list(dictionary.markets)
    rows = copy_to_array(EVENTS, asked, ROW_DTYPE)
    rows = rows[np.lexsort((rows["pk"], rows["sort"]))]
    order = np.argsort(rows["pk"])

    def links(name: str, sql: str, **more: object) -> Postings:
        pairs = copy_to_array(sql, asked | more, PAIRS)
        codes = (
            pairs["value"] - 1 if name == "markets" else dictionary.codes_of(name, pairs["value"])
        )
        return _links(rows["pk"], order, pairs["event"], codes, len(getattr(dictionary, name)))

    platforms = links("platforms", PLATFORMS, subjects=False)
    return EventIndex(
        rows=rows,
        dictionary=dictionary,
        platforms=platforms,
        subjects=links("platforms", PLATFORMS, subjects=True),
        platform_closure=platform_closure(platforms, dictionary),
        tags=links("tags", TAGS),
        sources=links("sources", SOURCES),
        markets=links("markets", MARKETS),
    )


def platform_closure(platforms: Postings, dictionary: Dictionary) -> Postings:
    """The platforms of each event and all that they are part of."""
    rows, codes = [], []
    for level in dictionary.ancestors(platforms.codes):
        within = level >= 0
        rows.append(platforms.rows[within])
        codes.append(level[within])
    return Postings.of(
        np.concatenate(rows), np.concatenate(codes), platforms.row_count, platforms.code_count
    )


def updated_dictionary(previous: Dictionary, names: set[str]) -> Dictionary:
    """The dictionary with these of its tables ("platforms", "tags", "sources") read anew.

    Raises GoneError when a row that it holds is gone.
    """
    queries = {
        "platforms": Platform.objects.without_tree_fields(),
        "tags": Tag.objects.all(),
        "sources": Source.objects.all(),
    }
    fresh = {name: _in_code_order(getattr(previous, name), queries[name]) for name in names}
    return replace(previous, **fresh)


def _in_code_order(previous: tuple[models.Model, ...], rows: models.QuerySet) -> tuple:
    """The rows, those with a code at their code. Raises GoneError if one of them is gone."""
    found = {row.pk: row for row in rows.order_by("pk")}
    try:
        kept = [found.pop(row.pk) for row in previous]
    except KeyError as error:
        raise DeletedRowError(f"{rows.model.__name__} {error}") from None
    return (*kept, *found.values())


def _with_markets(dictionary: Dictionary, asked: dict[str, object]) -> Dictionary:
    with connection.cursor() as cursor:
        cursor.execute(MARKETS_NAMED, asked)
        named = [market for (market,) in cursor.fetchall()]
    fresh = [market for market in named if market not in dictionary.market_codes]
    return replace(dictionary, markets=(*dictionary.markets, *fresh)) if fresh else dictionary


def _links(
    pk: np.ndarray, order: np.ndarray, events: np.ndarray, codes: np.ndarray, code_count: int
) -> Postings:
    """Links of pairs that name events by id; those of events that are not there are left out."""
    if not len(pk):
        events, codes = events[:0], codes[:0]
    places = np.minimum(np.searchsorted(pk[order], events), max(len(pk) - 1, 0))
    rows = order[places]
    known = (pk[rows] == events) & (codes >= 0)
    return Postings.of(rows[known], codes[known], len(pk), code_count)


def copy_to_array(sql: str, asked: dict[str, object], dtype: np.dtype) -> np.ndarray:
    """The result of a query without nulls, whose columns are integers as wide as `dtype` says."""
    wire = [("fields", ">i2")]
    for name in dtype.names:
        width = dtype[name].itemsize
        wire += [(f"length_{name}", ">i4"), (name, f">i{width}")]
    received = BytesIO()
    with connection.cursor() as cursor:
        text = cursor.cursor.mogrify(sql, asked).decode()
        cursor.copy_expert(f"COPY ({text}) TO STDOUT (FORMAT binary)", received)
    # 19 bytes before the rows, 2 behind them: PostgreSQL, COPY, Binary Format.
    body = received.getbuffer()[19:-2]
    found = np.frombuffer(body, dtype=np.dtype(wire))
    event_index = np.empty(len(found), dtype=dtype)
    for name in dtype.names:
        event_index[name] = found[name]
    return event_index
