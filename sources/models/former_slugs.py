"""Slugs that rows had before they were renamed or merged: links with them stay valid."""

from __future__ import annotations

from django.db import models

from sources.models.history import history_of
from sources.models.merging import Mergeable

MAX_HOLDERS = 5
"""Rows that had the same slug one after the other; earlier ones are not looked at."""


def present_holder(rows: models.QuerySet, slug: str, field: str = "slug") -> models.Model | None:
    """Return the row of a QuerySet that a slug leads to, if none of them has it now.

    It had that slug before, or a row with it was merged into this one. At most eight queries.
    """
    if not issubclass(rows.model, Mergeable):
        return former_holder(rows, slug, field)
    keys = rows.order_by().values("pk")
    holders = rows.model._base_manager.filter(
        models.Q(pk__in=keys) | models.Q(merged_into__in=keys)
    )
    holder = former_holder(holders, slug, field)
    if holder is not None and holder.merged_into_id is not None:  # type: ignore[attr-defined]
        return rows.get(pk=holder.merged_into_id)  # type: ignore[attr-defined]
    return holder


def former_holder(rows: models.QuerySet, slug: str, field: str = "slug") -> models.Model | None:
    """Return the row of a QuerySet that had a slug before; of several, the one that had it last.

    At most six queries. The history has an index for the first one (`tracked`).
    """
    history = history_of(rows.model).filter(**{field: slug}).order_by()
    holders = history.values("pgh_obj_id").annotate(last=models.Max("pgh_id")).order_by("-last")
    for holder in holders[:MAX_HOLDERS]:
        if (row := rows.filter(pk=holder["pgh_obj_id"]).first()) is not None:
            return row
    return None
