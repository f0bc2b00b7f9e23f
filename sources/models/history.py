"""History of every row, kept by the database itself.

Triggers see what `.update()`, bulk writes and raw SQL do, which Python hooks do not. Who and why
come from `pghistory.context(user=…, reason=…)`, which requests and `events.editing.actions` open.
"""

from __future__ import annotations

from collections.abc import Callable

import pghistory
from django.db import models


def tracked(*, exclude: tuple[str, ...] = ()) -> Callable[[type[models.Model]], type[models.Model]]:
    """Decorate a model so that inserts, updates and deletes are kept, as `row.history`.

    `exclude` names fields too large or too derived to be worth keeping a copy of.
    """

    def decorate(model: type[models.Model]) -> type[models.Model]:
        return pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            exclude=list(exclude) or None,
            model_name=f"{model.__name__}History",
            obj_field=pghistory.ObjForeignKey(related_name="history", related_query_name="history"),
            append_only=True,
        )(model)

    return decorate
