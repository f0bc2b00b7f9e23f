"""The database rule on reposts."""

from __future__ import annotations

import pgtrigger

# A repost refers to an article that is no repost, so that circles and chains cannot exist. The
# article is locked: nobody can make it a repost before this transaction ends.
REPOST_OF_AN_ORIGINAL = """
    IF NEW.repost_of_id IS NOT NULL THEN
        PERFORM 1 FROM sources_source WHERE id = NEW.repost_of_id FOR UPDATE;
        IF EXISTS (SELECT 1 FROM sources_source
                   WHERE id = NEW.repost_of_id AND repost_of_id IS NOT NULL)
           OR EXISTS (SELECT 1 FROM sources_source WHERE repost_of_id = NEW.id) THEN
            RAISE EXCEPTION 'A repost must refer to an article that is no repost.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'source_repost_of_an_original';
        END IF;
    END IF;
    RETURN NEW;
"""


def repost_of_an_original() -> pgtrigger.Trigger:
    """Return the trigger that refuses a repost of a repost."""
    return pgtrigger.Trigger(
        name="source_repost_of_an_original",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("repost_of_id"),
        func=REPOST_OF_AN_ORIGINAL,
    )
