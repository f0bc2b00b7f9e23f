"""Rows that refer to a parent row: their order, and the rule that they form no circle."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

import pgtrigger
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CIRCLE_RULES: dict[str, Promise] = {
    "platform_parents_form_no_circle": _("A platform cannot be part of one of its own parts."),
    "tag_parents_form_no_circle": _("A tag cannot be narrower than one of its narrower tags."),
}
"""The names of the rules in the errors of the database, each with the message for a person."""

Row = TypeVar("Row", bound=Model)


def parents_first(rows: Iterable[Row], parent_of: Callable[[Row], int | None]) -> list[Row]:
    """Return the rows with each one after its parent, siblings in their given order.

    `parent_of` returns the primary key of a row's parent. A parent outside `rows` counts as none.
    """
    rows = list(rows)
    keys = {row.pk for row in rows}
    children: dict[int | None, list[Row]] = {}
    for row in rows:
        parent = parent_of(row)
        children.setdefault(parent if parent in keys else None, []).append(row)
    ordered, waiting = [], list(reversed(children.get(None, [])))
    while waiting:
        row = waiting.pop()
        ordered.append(row)
        waiting += reversed(children.get(row.pk, []))
    return ordered


def parents_form_no_circle(name: str) -> pgtrigger.Trigger:
    """Return a trigger on the model `name` that refuses a row that is above its own parent.

    Two people can each make one half of a circle, and neither form sees it. Parents are changed in
    one transaction at a time, so that the later one sees what the earlier one wrote.
    """
    rule = f"{name}_parents_form_no_circle"
    assert rule in CIRCLE_RULES, "the rule has a message"
    # Safe SQL: the name is a constant of this package, never input.
    return pgtrigger.Trigger(
        name="parents_form_no_circle",
        level=pgtrigger.Row,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("parent_id"),
        condition=pgtrigger.Q(new__parent__isnull=False),
        func=f"""
            PERFORM pg_advisory_xact_lock(hashtext('{rule}'));
            IF EXISTS (
                WITH RECURSIVE above AS (
                    SELECT NEW.parent_id AS id
                    UNION
                    SELECT row.parent_id FROM events_{name} row JOIN above ON row.id = above.id
                    WHERE row.parent_id IS NOT NULL
                )
                SELECT 1 FROM above WHERE id = NEW.id
            ) THEN
                RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = '{rule}',
                    MESSAGE = 'The parents of a {name} must not form a circle';
            END IF;
            RETURN NULL;
        """,  # noqa: S608
    )
