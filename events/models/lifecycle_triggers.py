"""Triggers that update the lives of platforms when an event or its platforms change.

They run once per statement, not once per row: loading many events updates each life once. They
call a SQL function that the migration of the table of lives defines.
"""

from __future__ import annotations

import pgtrigger

# The columns of an event that a life depends on. An edit of the texts alone updates no life.
LIFECYCLE_FIELDS = ("state", "kind", "outcome", "when", "earliest", "latest", "sort_on", "markets")


def lives_follow_events() -> pgtrigger.Trigger:
    """Return a trigger that updates the lives of an event's subjects when the event changes."""
    before, after = (
        ", ".join(f'{row}."{name}"' for name in LIFECYCLE_FIELDS) for row in ("was", "now")
    )
    changed = f"""
        SELECT DISTINCT link.platform_id
        FROM new_rows now
        JOIN old_rows was ON was.id = now.id
        JOIN events_eventplatform link ON link.event_id = now.id
        WHERE link.role = 'subject' AND 'published' IN (was.state, now.state)
          AND ROW({before}) IS DISTINCT FROM ROW({after})
    """  # noqa: S608 - the names are written in this module
    return _trigger(
        "lives_follow_events",
        pgtrigger.Update,
        pgtrigger.Referencing(old="old_rows", new="new_rows"),
        changed,
    )


def lives_follow_links() -> list[pgtrigger.Trigger]:
    """Return triggers that update the lives of platforms that become or stop being a subject."""
    subjects = "SELECT DISTINCT platform_id FROM {} WHERE role = 'subject'"
    new, old = subjects.format("new_rows"), subjects.format("old_rows")
    tables = pgtrigger.Referencing
    return [
        _trigger("lives_follow_new_links", pgtrigger.Insert, tables(new="new_rows"), new),
        _trigger("lives_follow_old_links", pgtrigger.Delete, tables(old="old_rows"), old),
        _trigger(
            "lives_follow_links",
            pgtrigger.Update,
            tables(old="old_rows", new="new_rows"),
            f"{old} UNION {new}",
        ),
    ]


def _trigger(
    name: str, operation: pgtrigger.Operation, tables: pgtrigger.Referencing, platforms: str
) -> pgtrigger.Trigger:
    """Return a trigger; `platforms` is a query for the ids of platforms whose lives may change."""
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=tables,
        func=f"PERFORM events_tell_lives(ARRAY({platforms})); RETURN NULL;",
    )
