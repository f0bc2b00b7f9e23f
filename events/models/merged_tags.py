"""Triggers that keep merged tags out of use, for every way of writing.

A merged tag refers to its target, which is in use: there are no chains and no circles. Rows carry
only tags in use. `events.editing.tags` moves the rows and the tags that were merged earlier.

The triggers lock the tag that they judge until the end of the transaction, so that a merge in
another transaction waits for it, or is seen. TRUNCATE fires none of them.
"""

from __future__ import annotations

import pgtrigger

MERGE_RULES = {"tagged_tag_is_in_use", "merged_tags_form_no_chain", "merged_tag_is_out_of_use"}
"""The names of the rules in the errors of the database."""


def tagged_tag_is_in_use() -> pgtrigger.Trigger:
    """Return a trigger on `Tagged` that refuses merged tags."""
    return pgtrigger.Trigger(
        name="tagged_tag_is_in_use",
        level=pgtrigger.Row,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("tag_id"),
        declare=[("target", "bigint")],
        func=f"""
            SELECT merged_into_id INTO target FROM events_tag WHERE id = NEW.tag_id FOR SHARE;
            IF target IS NOT NULL THEN
                {_refuse("tagged_tag_is_in_use", "A merged tag cannot be added to a record")}
            END IF;
            RETURN NULL;
        """,  # noqa: S608  # safe: constants of this module, never input
    )


def merged_tag_is_out_of_use() -> pgtrigger.Trigger:
    """Return a trigger on `Tag` that refuses chains of merges, and merged tags on rows."""
    return pgtrigger.Trigger(
        name="merged_tag_is_out_of_use",
        level=pgtrigger.Row,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("merged_into_id"),
        condition=pgtrigger.Q(new__merged_into__isnull=False),
        declare=[("target", "bigint")],
        func=f"""
            SELECT merged_into_id INTO target FROM events_tag
            WHERE id = NEW.merged_into_id FOR SHARE;
            IF target IS NOT NULL
                OR EXISTS (SELECT 1 FROM events_tag WHERE merged_into_id = NEW.id)
            THEN
                {_refuse("merged_tags_form_no_chain", "Merged tags must not form a chain")}
            END IF;
            IF EXISTS (SELECT 1 FROM events_tagged WHERE tag_id = NEW.id) THEN
                {_refuse("merged_tag_is_out_of_use", "A merged tag must be on no record")}
            END IF;
            RETURN NULL;
        """,  # noqa: S608  # safe: constants of this module, never input
    )


def _refuse(constraint: str, message: str) -> str:
    return f"""
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation', CONSTRAINT = '{constraint}', MESSAGE = '{message}';
    """
