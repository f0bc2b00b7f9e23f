"""Records that were merged into another one, for every way of writing.

A merged record keeps its row, its address and its history, so that links to it lead to the other
one and the merge can be undone. Readers do not see it and nothing refers to it: what referred to it
refers to its target. The target is in use, so there are no chains and no circles.

`events.editing.merging` moves what refers to a record. The triggers refuse what would refer to a
merged one. A merge locks its records FOR UPDATE, and each trigger locks the record that it judges,
so that one of the two waits for the other. TRUNCATE fires none of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TypeVar

import pgtrigger
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Rows = TypeVar("Rows", bound=models.QuerySet)

CHAIN_RULE = "merged_records_form_no_chain"
USE_RULE = "merged_record_is_out_of_use"
MERGE_RULES: Mapping[str, Promise] = MappingProxyType(
    {
        CHAIN_RULE: _("A record cannot be merged into a merged one, or into itself."),
        USE_RULE: _("A record that it refers to was merged into another one. Choose that one."),
    }
)
"""The names of the rules in the errors of the database, each with the message for a person."""


class Mergeable(models.Model):
    """A row that can be merged into another one of its model."""

    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,  # almost all are null: see `merge_index`
        related_name="merged",
        verbose_name=_("merged into"),
    )
    merged_into_id: int | None

    class Meta:
        abstract = True


def in_use(rows: Rows) -> Rows:
    """Keep the rows of a QuerySet that are not merged into another one; all of other models."""
    return rows.filter(merged_into=None) if issubclass(rows.model, Mergeable) else rows


def is_merged(row: models.Model | None) -> bool:
    """Return whether a row is merged into another one."""
    return isinstance(row, Mergeable) and row.merged_into_id is not None


def merge_constraints(name: str, public: models.Q) -> list[models.BaseConstraint]:
    """Return the constraints of a mergeable model: `public` is what readers see."""
    return [
        models.CheckConstraint(
            name=f"{name}_is_not_merged_into_itself",
            violation_error_message=_("A record cannot be merged into itself."),
            condition=models.Q(merged_into=None) | ~models.Q(merged_into=models.F("pk")),
        ),
        models.CheckConstraint(
            name=f"{name}_merged_is_not_public",
            violation_error_message=_("It was merged into another record. Undo the merge first."),
            condition=models.Q(merged_into=None) | ~public,
        ),
    ]


def merge_index(name: str) -> models.Index:
    """Return the index of the rows that were merged into a row."""
    return models.Index(
        name=f"{name}_merged_into",
        fields=["merged_into"],
        condition=models.Q(merged_into__isnull=False),
    )


def merged_record_is_unused(table: str, *used_by: str) -> pgtrigger.Trigger:
    """Return a trigger on a mergeable model that refuses chains, and merged records in use.

    `used_by` are the columns that refer to its records, as "table.column".
    """
    return pgtrigger.Trigger(
        name="merged_record_is_unused",
        level=pgtrigger.Row,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("merged_into_id"),
        condition=pgtrigger.Q(new__merged_into__isnull=False),
        declare=[("target", "bigint")],
        func=_check_merged(table, used_by),
    )


def _check_merged(table: str, used_by: Sequence[str]) -> str:
    # Safe SQL: the names are constants of a model, never input.
    columns = [name.split(".") for name in used_by]
    uses = " OR ".join(
        f"EXISTS (SELECT 1 FROM {user} WHERE {column} = NEW.id)"  # noqa: S608
        for user, column in columns
    )
    return f"""
        SELECT merged_into_id INTO target FROM {table} WHERE id = NEW.merged_into_id FOR SHARE;
        IF target IS NOT NULL OR EXISTS (SELECT 1 FROM {table} WHERE merged_into_id = NEW.id) THEN
            {_refuse(CHAIN_RULE, "Merged records must not form a chain")}
        END IF;
        IF {uses} THEN
            {_refuse(USE_RULE, "Nothing may refer to a merged record")}
        END IF;
        RETURN NULL;
    """  # noqa: S608


def refers_to_records_in_use(name: str, table: str) -> pgtrigger.Trigger:
    """Return a trigger that refuses a merged record of `table` in the foreign key `name`."""
    column = f"{name}_id"
    # Safe SQL: the names are constants of a model, never input.
    return pgtrigger.Trigger(
        name=f"{name}_is_in_use",
        level=pgtrigger.Row,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf(column),
        condition=pgtrigger.Q(**{f"new__{name}__isnull": False}),
        declare=[("target", "bigint")],
        func=f"""
            SELECT merged_into_id INTO target FROM {table} WHERE id = NEW.{column}
            FOR KEY SHARE;
            IF target IS NOT NULL THEN
                {_refuse(USE_RULE, "A merged record cannot be referred to")}
            END IF;
            RETURN NULL;
        """,  # noqa: S608
    )


def _refuse(constraint: str, message: str) -> str:
    return f"""
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation', CONSTRAINT = '{constraint}', MESSAGE = '{message}';
    """
