"""Slugs that rows had before they were renamed: links with them stay valid."""

from __future__ import annotations

from django.db import models

from sources.models.history import history_of

MAX_HOLDERS = 5
"""Rows that had the same slug one after the other; earlier ones are not looked at."""


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
