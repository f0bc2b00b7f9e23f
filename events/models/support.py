"""Triggers that keep the last support of each published row, for every way of writing.

Support of a row is evidence that supports it, is found in its text, and is from an accepted
article. `EvidenceQuerySet.supporting` states the same for queries.

The triggers check at commit, so that one transaction may take the support away and retract the
row, or write a row and its evidence in either order. They read the rows again, because these may
have changed since. Each first locks the row that it judges: of two transactions that each remove
one half of its support, the second then sees what the first removed. Those of rows and evidence
also lock the articles that support the row: an article that another transaction rejects meanwhile
does not see evidence that is not committed yet. They check only rows that a statement changed, so
rows without support from before the triggers can still be edited. TRUNCATE fires none of them.
"""

from __future__ import annotations

import pgtrigger

from sources.models import Source

LABELS = {"event": "slug", "claim": "key"}
"""The owners of evidence, each with the column that names a row in messages."""


def published_needs_evidence(owner: str) -> pgtrigger.Trigger:
    """Return a trigger on `owner` ("event" or "claim") that requires support to publish."""
    return pgtrigger.Trigger(
        name="published_needs_evidence",
        level=pgtrigger.Row,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("state"),
        timing=pgtrigger.Deferred,
        declare=[("unsupported", "text")],
        func=f"""
            IF TG_OP = 'UPDATE' AND OLD.state = 'published' THEN
                RETURN NULL;
            END IF;
            {_lock_articles(owner, "NEW.id")}
            {_check(owner, "NEW.id")}
            RETURN NULL;
        """,
    )


def last_evidence_stays(owner: str) -> pgtrigger.Trigger:
    """Return a trigger on evidence that keeps the last support of a published `owner` row."""
    return pgtrigger.Trigger(
        name=f"published_{owner}_keeps_evidence",
        level=pgtrigger.Row,
        when=pgtrigger.After,
        operation=pgtrigger.Delete
        | pgtrigger.UpdateOf(f"{owner}_id", "stance", "anchor", "snapshot_id"),
        condition=pgtrigger.Q(old__stance="supports") & ~pgtrigger.Q(old__anchor="orphan"),
        timing=pgtrigger.Deferred,
        declare=[("unsupported", "text")],
        func=f"""
            {_lock_articles(owner, f"OLD.{owner}_id")}
            {_check(owner, f"OLD.{owner}_id")}
            RETURN NULL;
        """,
    )


def accepted_source_stays(owner: str) -> pgtrigger.Trigger:
    """Return a trigger on articles that keeps one accepted while `owner` rows rest on it alone."""
    # Safe SQL: the argument is a constant of this package, never input.
    rows = f"""
        SELECT {owner}_id FROM events_evidence evidence
        JOIN sources_snapshot snapshot ON snapshot.id = evidence.snapshot_id
        WHERE snapshot.source_id = NEW.id
          AND evidence.stance = 'supports' AND evidence.anchor <> 'orphan'
    """  # noqa: S608
    return pgtrigger.Trigger(
        name=f"accepted_source_of_a_published_{owner}_stays",
        level=pgtrigger.Row,
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("state"),
        condition=pgtrigger.Q(old__state="accepted") & ~pgtrigger.Q(new__state="accepted"),
        timing=pgtrigger.Deferred,
        declare=[("unsupported", "text")],
        func=f"{_check(owner, rows)} RETURN NULL;",
    )


def _lock_articles(owner: str, row_id: str) -> str:
    """Return a statement that keeps the state of the articles that support a row until commit."""
    return f"""
        PERFORM 1 FROM sources_source source WHERE source.id IN (
            SELECT snapshot.source_id FROM events_evidence evidence
            JOIN sources_snapshot snapshot ON snapshot.id = evidence.snapshot_id
            WHERE evidence.{owner}_id = {row_id} AND evidence.stance = 'supports'
              AND evidence.anchor <> 'orphan'
        ) ORDER BY source.id FOR SHARE;
    """  # noqa: S608


def _check(owner: str, ids: str) -> str:
    """Return statements that raise if one of the rows with these ids is published and unsupported.

    `ids` is an id or a query for ids.
    """
    # Safe SQL: both arguments are constants of this module, never input.
    return f"""
        PERFORM 1 FROM events_{owner} WHERE id IN ({ids}) ORDER BY id FOR NO KEY UPDATE;
        SELECT row.{LABELS[owner]} INTO unsupported FROM events_{owner} row
        WHERE row.id IN ({ids}) AND row.state = 'published' AND NOT EXISTS (
            SELECT 1 FROM events_evidence evidence
            JOIN sources_snapshot snapshot ON snapshot.id = evidence.snapshot_id
            JOIN sources_source source ON source.id = snapshot.source_id
            WHERE evidence.{owner}_id = row.id AND evidence.stance = 'supports'
              AND evidence.anchor <> 'orphan' AND source.state = 'accepted'
        )
        ORDER BY row.id LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION USING
                ERRCODE = 'check_violation',
                CONSTRAINT = '{owner}_published_needs_evidence',
                MESSAGE = 'A published {owner} needs evidence that supports it, from an '
                    'accepted article: ' || unsupported;
        END IF;
    """  # noqa: S608


class SupportingSource(Source):
    """An article as support of published rows. A proxy, so that its triggers belong to this app."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = [accepted_source_stays("event"), accepted_source_stays("claim")]
