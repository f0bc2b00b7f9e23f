"""All that merges may write, as values that can be compared."""

from __future__ import annotations

from functools import partial

import pghistory
from django.apps import apps
from django.db import models

from events.editing.merging.merge import merge
from events.editing.merging.unmerge import unmerge
from sources.models import Band, Figure, Passage

DERIVED = {"version", "updated_at", "search_vector", "values_read", "content", "text", "gaps"}
LEFT = (Band, Figure, Passage)


def state() -> dict[str, list]:
    """Return the rows of every table of the project, without what counts edits."""
    rows = {}
    for model in apps.get_models():
        is_ours = model._meta.app_label in ("events", "sources") and not model._meta.proxy
        if is_ours and not hasattr(model, "pgh_tracked_model") and model not in LEFT:
            rows[model.__name__] = _values(model)
    for name in ("claim_platforms", "claim_events", "position_claims", "position_events"):
        owner, field = name.split("_")
        through = getattr(apps.get_model("events", owner), field).through
        rows[name] = [values[1:] for values in _values(through)]  # without the ids of the links
    return {
        name: values
        for name, values in rows.items()
        if name not in ("Proposal", "IndexChange", "Change")
    }


def _values(model: type[models.Model]) -> list:
    names = [field.attname for field in model._meta.concrete_fields if field.name not in DERIVED]
    return list(model._base_manager.order_by("pk").values_list(*names))


def merged(record: models.Model, into: models.Model) -> int:
    """Merge two records, in an act of its own."""
    with pghistory.context(user=None):
        return merge(type(record), record.pk, into.pk)


def unmerged(record: models.Model) -> int:
    """Undo the merge of a record, in an act of its own."""
    with pghistory.context(user=None):
        return unmerge(type(record), record.pk)


def edited(do: partial) -> object:
    """Edit something, in an act of its own."""
    with pghistory.context(user=None):
        return do()
