"""The history of each row, recorded by database triggers.

Triggers also see `.update()`, bulk writes and raw SQL, which Python signals do not. The user and
the reason come from `pghistory.context(user=…, reason=…)`, which requests and
`events.editing.actions` open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pghistory
from django.db import models


def history_of(model: type[models.Model]) -> models.QuerySet[Any]:
    """Return the rows of the history of a tracked model, of all its rows.

    Their model is made when the application starts, so no type has its fields: those of `model`,
    and those of `pghistory.models.Event`.
    """
    history = model._meta.get_field("history").related_model
    assert history is not None, "the model is tracked"
    return history._default_manager.all()


def writes_by_row(history: models.QuerySet[Any]) -> dict[int, list[Any]]:
    """Return the writes of a history by the id of their row, oldest first; one query."""
    rows: dict[int, list[Any]] = defaultdict(list)
    # `pgh_id` counts in the order of writing, because a record is locked while it is written.
    for write in history.order_by("pgh_id"):
        rows[write.pgh_obj_id].append(write)
    return dict(rows)


def tracked(*, exclude: tuple[str, ...] = ()) -> Callable[[type[models.Model]], type[models.Model]]:
    """Decorate a model so that each insert, update and delete is recorded in `row.history`.

    `exclude` names fields that are too large to copy, or derived from other fields.
    """

    def decorate(model: type[models.Model]) -> type[models.Model]:
        # Serves links with a former slug: see `former_slugs`.
        indexes = [
            models.Index(name=f"{model.__name__.lower()}_former_{field.name}", fields=[field.name])
            for field in model._meta.local_fields
            if isinstance(field, models.SlugField)
        ]
        return pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            exclude=list(exclude) or None,
            model_name=f"{model.__name__}History",
            obj_field=pghistory.ObjForeignKey(related_name="history", related_query_name="history"),
            append_only=True,
            meta={"indexes": indexes} if indexes else None,
        )(model)

    return decorate
