"""Fast loading of large tables: COPY the rows, build indexes afterwards, skip triggers."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

MOMENT = "2026-01-01 00:00:00+00"
"""Creation and update time of every row."""

COLUMNS = {
    "events_event": 'id, state, version, created_at, updated_at, search_vector, slug, title_en, title_zh, summary_en, summary_zh, kind, outcome, markets, importance, "when", earliest, latest, sort_on, date_note_en, date_note_zh',
    "events_eventplatform": "event_id, platform_id, role, position",
    "events_tagged": "content_type_id, tag_id, object_id",
    "events_evidence": 'event_id, claim_id, snapshot_id, start, "end", quotation, prefix, suffix, sha256, stance, anchor, anchor_note, block, block_start, block_end, span_sha256, quoted',
    "events_claim": "id, state, version, created_at, updated_at, search_vector, key, statement_en, statement_zh, kind, claimant_id, metric, value, value_to, unit, currency, period, asserted, rank, rank_reason",
    "events_claim_platforms": "claim_id, platform_id",
    "events_claim_events": "claim_id, event_id",
}
"""The columns of the COPY lines of each table. Other tables are small and use the models."""

INDEXES = """
    SELECT format('%%I.%%I', schemaname, indexname), indexdef FROM pg_indexes
    WHERE tablename = ANY (%s) AND schemaname = current_schema() AND NOT EXISTS (
        SELECT 1 FROM pg_constraint WHERE conindid = format('%%I.%%I', schemaname, indexname)::regclass
    )
"""
UNIQUE = """
    SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
           format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE contype = 'u' AND conrelid = ANY (%s::regclass[])
"""


class Columns(dict):
    """COPY lines by table name."""

    def __init__(self) -> None:
        super().__init__((table, []) for table in COLUMNS)


def copy(cursor: object, tables: dict[str, list[str]]) -> None:
    """Write the lines of each table with a psycopg2 cursor."""
    for table, lines in tables.items():
        if lines:
            text = io.StringIO("\n".join(lines) + "\n")
            cursor.copy_expert(f"COPY {table} ({COLUMNS[table]}) FROM STDIN", text)


@contextmanager
def without_indexes(cursor: object) -> Iterator[None]:
    """Drop the indexes and unique constraints of the large tables, and rebuild them at the end.

    Use it in a transaction, whose rollback restores them after an error. Building the index of a
    million search vectors at once takes a tenth of the time of updating it row by row.
    """
    tables = list(COLUMNS)
    cursor.execute(INDEXES, [tables])
    indexes = cursor.fetchall()
    cursor.execute(UNIQUE, [tables])
    unique = cursor.fetchall()
    run(cursor, (drop for drop, _ in unique))
    run(cursor, (f"DROP INDEX {name}" for name, _ in indexes))
    yield
    cursor.execute("SET LOCAL maintenance_work_mem = '1GB'")
    run(cursor, (definition for _, definition in indexes))
    run(cursor, (add for _, add in unique))


def run(cursor: object, statements: Iterable[str]) -> None:
    """Execute the SQL statements in order."""
    for statement in statements:
        cursor.execute(statement)


def set_sequences(cursor: object) -> None:
    """Set the id sequences of tables with explicit ids to continue after the largest id."""
    for table in ("events_event", "events_claim"):
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # noqa: S608
        )
