"""The names of the rows to which proposals refer, and their values as a person reads them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from events.editing.proposals.content import Value, references
from events.editing.proposals.records import RECORD_TYPES, is_public
from events.editing.proposals.review import Review
from sources.models import Snapshot
from sources.models.merging import Mergeable

MAX_NAME = 100


class RecordNames:
    """The names of the rows to which reviews refer, loaded with one query for each model.

    For readers, rows that they do not see have no name.
    """

    def __init__(self, reviews: Sequence[Review], *, for_readers: bool = False) -> None:
        self.for_readers = for_readers
        wanted: dict[type[models.Model], set[int]] = {}
        for review in reviews:
            for content in (review.before, review.after):
                for model, keys in references(review.record_type, content).items():
                    wanted.setdefault(model, set()).update(keys)
        self.rows = {
            model: model._base_manager.in_bulk(keys)
            for model, keys in wanted.items()
            if model is not Snapshot
        }

    def of(self, model: type[models.Model], key: object) -> str:
        """Return the name of a row."""
        row = self.rows.get(model, {}).get(key)
        if self.for_readers and isinstance(row, Mergeable):
            row = row.merged_into or row
        if self.for_readers and (row is None or (model in RECORD_TYPES and not is_public(row))):
            return _("a record that is not public")
        if row is None:
            return _("deleted %(kind)s %(key)s") % {
                "kind": model._meta.verbose_name,
                "key": key,
            }
        return Truncator(str(row)).chars(MAX_NAME)

    def text(self, field: Any, value: Value) -> str:
        """Return a value as a reader reads it."""
        if value in (None, "", []):
            return ""
        if field.is_relation:
            return self.of(field.related_model, value)
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(value, list):
            return "\n".join(map(str, value))
        if isinstance(field, models.DecimalField):
            return _number(str(value))
        return str(value)


def _number(text: str) -> str:
    number = f"{Decimal(text):,f}"
    return number.rstrip("0").rstrip(".") if "." in number else number
