"""Names that tell rows apart: two rows in use do not have names that look alike in one language."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from sources.languages.folding import fold
from sources.models.merging import in_use

MAX_KEY = 255
DISTINCT = "_is_distinct"
"""The end of the names of the rules in the errors of the database."""


def name_key(text: str) -> str:
    """Return a key that is equal for names that look alike.

    It ignores width, composition, case, invisible characters, white space, and which Chinese
    script is used.
    """
    return "".join(fold(text).split())


class NameKeyField(models.CharField):
    """The key of the name in another field of the row; None for an empty name.

    It is also None on rows from before the rule that have the name of another one.
    """

    def __init__(self, name_field: str, **options: Any) -> None:
        self.name_field = name_field
        super().__init__(**{"max_length": MAX_KEY, "null": True, "editable": False, **options})

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """Return the arguments of the field, for migrations."""
        name, path, arguments, options = super().deconstruct()
        return name, path, [self.name_field, *arguments], options

    def pre_save(self, row: models.Model, add: bool) -> str | None:
        """Return the key of the name, and set it."""
        key = name_key(getattr(row, self.name_field))[:MAX_KEY] or None
        if key is not None and not add and getattr(row, self.attname) is None:
            rows = type(row)._base_manager
            saved = rows.filter(pk=row.pk, **{self.attname: None}).values_list(
                self.name_field, flat=True
            )
            is_old = any(name_key(name)[:MAX_KEY] == key for name in saved)
            if is_old and in_use(rows.exclude(pk=row.pk)).filter(**{self.attname: key}).exists():
                key = None
        setattr(row, self.attname, key)
        return key


def names_are_distinct(model: str, *names: str) -> list[models.BaseConstraint]:
    """Return the constraints on the keys of the names of a mergeable model."""
    return [
        models.UniqueConstraint(
            name=f"{model}_{name}{DISTINCT}",
            fields=[f"{name}_key"],
            condition=models.Q(merged_into=None),
            violation_error_message=_("This name exists already."),
        )
        for name in names
    ]
