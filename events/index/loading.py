"""Load the index from the database, for all or some events.

The rows come by COPY in binary format, which avoids one Python object per row.
"""

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

PAIR_DTYPE = np.dtype([("event", np.int64), ("value", np.int64)])


class DeletedRowError(Exception):
    """A row that has a code was deleted: codes must be assigned again from scratch."""


EVENTS_SQL = f"""
    SELECT id, sort_on - DATE '0001-01-01' + 1,
        coalesce(earliest - DATE '0001-01-01' + 1, {OPEN_START}),
        coalesce(latest - DATE '0001-01-01' + 1, {OPEN_END}),
        coalesce(array_position(%(kinds)s, kind::text), 0)::int2,
        coalesce(array_position(%(outcomes)s, outcome::text), 0)::int2,
        importance::int2,
        coalesce(array_position(%(states)s, state::text), 0)::int2
    FROM events_event WHERE %(everything)s OR id = ANY (%(ids)s)
"""  # noqa: S608 - the numbers are constants of this project
PLATFORMS_SQL = """
    SELECT event_id, platform_id FROM events_eventplatform
    WHERE (%(everything)s OR event_id = ANY (%(ids)s)) AND (NOT %(subjects)s OR role = %(subject)s)
"""
TAGS_SQL = """
    SELECT object_id, tag_id::int8 FROM events_tagged
    WHERE content_type_id = %(of_events)s AND (%(everything)s OR object_id = ANY (%(ids)s))
"""
SOURCES_SQL = """
    SELECT evidence.event_id, snapshot.source_id
    FROM events_evidence evidence JOIN sources_snapshot snapshot ON snapshot.id = snapshot_id
    WHERE evidence.event_id IS NOT NULL AND (%(everything)s OR evidence.event_id = ANY (%(ids)s))
"""
MARKETS_SQL = """
    SELECT id, array_position(%(markets)s, market::text)::int8
    FROM events_event, unnest(markets) market WHERE %(everything)s OR id = ANY (%(ids)s)
"""
MARKET_CODES_SQL = """
    SELECT DISTINCT market::text FROM events_event, unnest(markets) market
    WHERE %(everything)s OR id = ANY (%(ids)s) ORDER BY 1
"""


Params = dict[str, bool | int | str | list[int] | list[str]]
"""The parameters of a query."""


def load_index(dictionary: Dictionary, ids: list[int] | None = None) -> EventIndex:
    """Return an index of the events `ids`, or of all events.

    Markets that `dictionary` does not hold are added to the dictionary of the result. Platforms,
    tags and sources that it does not hold are left out.
    """
    params: Params = {
        "everything": ids is None,
        "ids": ids or [],
        "kinds": Event.Kind.values,
        "outcomes": Event.Outcome.values,
        "states": State.values,
        "subject": EventPlatform.Role.SUBJECT.value,
        "of_events": ContentType.objects.get_for_model(Event).pk,
    }
    dictionary = _with_markets(dictionary, params)
    params["markets"] = list(dictionary.markets)
    rows = copy_to_array(EVENTS_SQL, params, ROW_DTYPE)
    rows = rows[np.lexsort((rows["pk"], rows["sort"]))]
    order = np.argsort(rows["pk"])

    def postings(name: str, sql: str, **more_params: bool) -> Postings:
        pairs = copy_to_array(sql, params | more_params, PAIR_DTYPE)
        codes = (
            pairs["value"] - 1 if name == "markets" else dictionary.codes_of(name, pairs["value"])
        )
        return _postings(rows["pk"], order, pairs["event"], codes, len(getattr(dictionary, name)))

    platforms = postings("platforms", PLATFORMS_SQL, subjects=False)
    return EventIndex(
        rows=rows,
        dictionary=dictionary,
        platforms=platforms,
        subjects=postings("platforms", PLATFORMS_SQL, subjects=True),
        platform_closure=platform_closure(platforms, dictionary),
        tags=postings("tags", TAGS_SQL),
        sources=postings("sources", SOURCES_SQL),
        markets=postings("markets", MARKETS_SQL),
    )


def platform_closure(platforms: Postings, dictionary: Dictionary) -> Postings:
    """Return the platforms of each event together with all their ancestors."""
    rows, codes = [], []
    for level in dictionary.ancestors(platforms.codes):
        is_platform = level >= 0
        rows.append(platforms.rows[is_platform])
        codes.append(level[is_platform])
    return Postings.of(
        np.concatenate(rows), np.concatenate(codes), platforms.row_count, platforms.code_count
    )


def updated_dictionary(previous: Dictionary, names: set[str]) -> Dictionary:
    """Return the dictionary with the named tables read from the database again.

    `names` are of "platforms", "tags" and "sources". Rows keep their codes; new rows are appended.
    Raises DeletedRowError if a row of the previous dictionary was deleted.
    """
    queries = {
        "platforms": Platform.objects.without_tree_fields(),
        "tags": Tag.objects.all(),
        "sources": Source.objects.all(),
    }
    fresh = {name: _in_code_order(getattr(previous, name), queries[name]) for name in names}
    return replace(previous, **fresh)


def _in_code_order(previous: tuple[models.Model, ...], rows: models.QuerySet) -> tuple:
    """Return the rows of `previous` in their order, reloaded, then the new rows by id.

    Raises DeletedRowError if a row of `previous` was deleted.
    """
    by_pk = {row.pk: row for row in rows.order_by("pk")}
    try:
        known = [by_pk.pop(row.pk) for row in previous]
    except KeyError as error:
        raise DeletedRowError(f"{rows.model.__name__} {error}") from None
    return (*known, *by_pk.values())


def _with_markets(dictionary: Dictionary, params: Params) -> Dictionary:
    with connection.cursor() as cursor:
        cursor.execute(MARKET_CODES_SQL, params)
        markets = [market for (market,) in cursor.fetchall()]
    fresh = [market for market in markets if market not in dictionary.market_codes]
    return replace(dictionary, markets=(*dictionary.markets, *fresh)) if fresh else dictionary


def _postings(
    pk: np.ndarray, order: np.ndarray, events: np.ndarray, codes: np.ndarray, code_count: int
) -> Postings:
    """Return the postings of (event id, code) pairs.

    `pk` are the event ids by row, `order` sorts them. Pairs of unknown events and pairs without a
    code (-1) are left out.
    """
    if not len(pk):
        events, codes = events[:0], codes[:0]
    positions = np.minimum(np.searchsorted(pk[order], events), max(len(pk) - 1, 0))
    rows = order[positions]
    known = (pk[rows] == events) & (codes >= 0)
    return Postings.of(rows[known], codes[known], len(pk), code_count)


def copy_to_array(sql: str, params: Params, dtype: np.dtype) -> np.ndarray:
    """Return the result of a query as a structured array of `dtype`.

    The columns of the query are the fields of `dtype`: integers of the same width, never NULL.
    """
    names = dtype.names or ()
    wire_fields = [("fields", ">i2")]
    for name in names:
        width = dtype[name].itemsize
        wire_fields += [(f"length_{name}", ">i4"), (name, f">i{width}")]
    received = BytesIO()
    with connection.cursor() as cursor:
        query = cursor.cursor.mogrify(sql, params).decode()
        cursor.copy_expert(f"COPY ({query}) TO STDOUT (FORMAT binary)", received)
    # A header of 19 bytes and a trailer of 2: PostgreSQL documentation, COPY, Binary Format.
    body = received.getbuffer()[19:-2]
    records = np.frombuffer(body, dtype=np.dtype(wire_fields))
    result = np.empty(len(records), dtype=dtype)
    for name in names:
        result[name] = records[name]
    return result
