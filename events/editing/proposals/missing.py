"""Contents that refer to rows which were deleted, merged or replaced since they were stored."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django.db import models

from events.editing.proposals.content import Content, Fields, PartContent, Relations, references
from events.editing.proposals.records import RECORD_TYPES, Part
from sources.models import Source
from sources.models.merging import Mergeable


def without_missing(model: type[models.Model], content: Content) -> tuple[Content, list[str]]:
    """Return the content without rows that no longer exist, and the names of what referred to one.

    A record that was merged meanwhile becomes its target, and an article of which this one is a
    repost becomes its original.
    """
    record_type, remaining = RECORD_TYPES[model], _Remaining(model, content)
    relations = remaining.relations(model, record_type.relations, content["relations"])
    fields = remaining.unmerged(record_type.fields, content["fields"])
    for field in record_type.fields:
        if remaining.is_missing(field, fields):
            del fields[field.name]
            remaining.lost.append(str(field.verbose_name))
    if (repost_of := fields.get("repost_of")) is not None:
        fields["repost_of"] = Source.objects.get(pk=cast(int, repost_of)).original.pk
    parts = {
        part.name: remaining.rows(part, content["parts"][part.name])
        for part in record_type.parts
        if part.name in content["parts"]
    }
    return {"fields": fields, "relations": relations, "parts": parts}, remaining.lost


class _Remaining:
    """What remains of a content: the ids that exist, and the names of what is `lost`."""

    def __init__(self, model: type[models.Model], content: Content) -> None:
        self.lost: list[str] = []
        self.existing: dict[type[models.Model], set[int]] = {}
        self.targets: dict[type[models.Model], dict[int, int]] = {}
        for related, keys in references(RECORD_TYPES[model], content).items():
            rows: models.QuerySet[Any] = related._base_manager.filter(pk__in=keys)
            can_merge = issubclass(related, Mergeable)
            columns = ("pk", "merged_into") if can_merge else ("pk",)
            found = list(rows.values_list(*columns)) if keys else []
            self.existing[related] = {row[0] for row in found}
            self.targets[related] = {row[0]: row[1] for row in found if can_merge and row[1]}

    def is_missing(self, field: Any, values: Fields) -> bool:
        """Return whether a foreign key refers to a row that does not exist."""
        key = values.get(field.name) if field.is_relation else None
        return key is not None and key not in self.existing[field.related_model]

    def relations(
        self, model: type[models.Model], names: tuple[str, ...], relations: Relations
    ) -> Relations:
        """Return the relations with the rows that exist."""
        result = {}
        for name in names:
            if (keys := relations.get(name)) is None:
                continue
            field: Any = model._meta.get_field(name)
            existing = [key for key in keys if key in self.existing[field.related_model]]
            if len(existing) < len(keys):
                self.lost.append(str(field.verbose_name))
            targets = self.targets.get(field.related_model, {})
            result[name] = sorted({targets.get(key, key) for key in existing})
        return result

    def rows(self, part: Part, rows: dict[str, PartContent]) -> dict[str, PartContent]:
        """Return the rows of a part whose foreign keys exist.

        Where two rows are the same one now, the one that named the remaining record counts.
        """
        result: dict[str, PartContent] = {}
        own = {part.identity_of(row["fields"]) for row in rows.values()}
        for key, row in rows.items():
            if any(self.is_missing(field, row["fields"]) for field in part.fields):
                self.lost.append(str(part.model._meta.verbose_name))
                continue
            relations = self.relations(part.model, part.relations, row["relations"])
            fields = self.unmerged(part.fields, row["fields"])
            if fields != row["fields"] and part.identity_of(fields) in own:
                continue
            result[key] = {"fields": fields, "relations": relations}
        return result

    def unmerged(self, columns: Iterable[Any], fields: Fields) -> Fields:
        """Return the fields with the targets of records that were merged."""
        result = dict(fields)
        for field in columns:
            if field.is_relation and field.name in fields:
                key = fields[field.name]
                targets = self.targets.get(field.related_model, {})
                result[field.name] = targets.get(cast(int, key), key)
        return result
