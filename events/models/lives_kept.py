"""Triggers that tell the lives of platforms anew when an event or its platforms change.

They act once a statement, not once a row: loading many events tells each life once. The function
they call stands in the migration that makes the table of lives.
"""

from __future__ import annotations

import pgtrigger

# What the life of a platform depends on; an edit of the words alone tells nothing anew.
TOLD_BY = ("state", "kind", "outcome", "when", "earliest", "latest", "sort_on", "markets")


def lives_follow_events() -> pgtrigger.Trigger:
    """After an update of events: the lives of their subjects."""
    before, after = (", ".join(f'{row}."{name}"' for name in TOLD_BY) for row in ("was", "now"))
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
    """After a change of which platforms take part: the lives of those that are or were subject."""
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
    name: str, operation: object, tables: pgtrigger.Referencing, platforms: str
) -> pgtrigger.Trigger:
    """`platforms` is a query for the ids of those whose lives may have changed."""
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=tables,
        func=f"PERFORM events_tell_lives(ARRAY({platforms})); RETURN NULL;",
    )
