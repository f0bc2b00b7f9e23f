"""The content of a record as JSON: its fields, relations and parts, read and written as a whole.

    {"fields": {"title_en": "…"}, "relations": {"events": [3, 7]},
     "parts": {"evidence": {"12": {"fields": {…}, "relations": {}}}}}

A foreign key is the id of its row, a number with decimals is text. The rows of parts keep their
ids: a row that exists only in a proposal has an id that the database gave out and gives to no other
row.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from typing import Any, TypedDict

from django.db import IntegrityError, models, transaction

from events.editing.proposals.records import RECORD_TYPES, Part, RecordType
from events.editing.proposals.refusals import forbidden
from sources.models import Source

Value = str | int | float | bool | list | None
Fields = dict[str, Value]
Relations = dict[str, list[int]]


class PartContent(TypedDict):
    """The content of one row that belongs to a record."""

    fields: Fields
    relations: Relations


class Content(TypedDict):
    """The content of a record: its own, and its rows by part and id."""

    fields: Fields
    relations: Relations
    parts: dict[str, dict[str, PartContent]]


def content_of(row: models.Model) -> Content:
    """Return the content of a record as it is in the database now."""
    record_type = RECORD_TYPES[type(row)]
    saved = type(row)._base_manager.get(pk=row.pk)
    return {
        "fields": _fields(saved, record_type.fields),
        "relations": _relations(saved, record_type.relations),
        "parts": {
            part.name: {
                str(item.pk): {
                    "fields": _fields(item, part.fields),
                    "relations": _relations(item, part.relations),
                }
                for item in part.rows(row)
            }
            for part in record_type.parts
        },
    }


def empty_content(model: type[models.Model]) -> Content:
    """Return the content of a record that does not exist yet."""
    return {
        "fields": {},
        "relations": {},
        "parts": {part.name: {} for part in RECORD_TYPES[model].parts},
    }


def merge_content(into: int | None) -> Content:
    """Return what the merge of a record changes of it: what it is merged into, or None."""
    return {"fields": {"merged_into": into}, "relations": {}, "parts": {}}


def fingerprint(*contents: Content) -> str:
    """Return a hash that is equal only for equal contents."""
    text = json.dumps(contents, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def write(row: models.Model, content: Content) -> None:
    """Write a content to the database. What it does not name, as it is new, stays.

    The caller holds the lock of the record and has removed what no longer exists (see `missing`).
    Raise ValidationError, and write nothing, if a constraint of the database forbids the values:
    each of two proposals may be right, but not both.
    """
    before = content_of(row)
    if before == content:
        return
    try:
        with transaction.atomic():
            _write(row, before, content)
    except IntegrityError as error:
        raise forbidden(row, error) from error


def _write(row: models.Model, before: Content, content: Content) -> None:
    record_type = RECORD_TYPES[type(row)]
    _set(row, record_type.fields, content["fields"])
    if isinstance(row, Source):
        row.require_repostable()
    for part in record_type.parts:
        if part.name in content["parts"]:
            _write_part(row, part, before["parts"][part.name], content["parts"][part.name])
    _set_relations(row, before["relations"], content["relations"])
    # Always, because an event or a claim counts each change as a version.
    row.save()


def references(record_type: RecordType, content: Content) -> dict[type[models.Model], set[int]]:
    """Return the ids of the rows that a content refers to, by model."""
    wanted: dict[type[models.Model], set[int]] = defaultdict(set)
    _collect(wanted, record_type.model, record_type.fields, record_type.relations, content)
    for part in record_type.parts:
        for item in content["parts"].get(part.name, {}).values():
            _collect(wanted, part.model, part.fields, part.relations, item)
    return wanted


def _fields(row: models.Model, fields: tuple[models.Field, ...]) -> Fields:
    return {field.name: plain(field.value_from_object(row)) for field in fields}


def plain(value: Any) -> Value:
    """Return a value of a column as contents hold it."""
    if value is None or isinstance(value, str | int | float | list):
        return value
    return str(value)


def _relations(row: models.Model, names: tuple[str, ...]) -> Relations:
    return {
        name: sorted(getattr(row, name).order_by().values_list("pk", flat=True)) for name in names
    }


def _set(row: models.Model, fields: tuple[models.Field, ...], values: Fields) -> None:
    for field in fields:
        if field.name in values:
            value = values[field.name]
            setattr(row, field.attname, None if value is None else _python(field, value))


def _python(field: models.Field, value: Value) -> Any:
    return value if isinstance(value, list) else field.to_python(value)


def _set_relations(row: models.Model, before: Relations, after: Relations) -> None:
    for name, keys in after.items():
        if name in before and before[name] != sorted(keys):
            getattr(row, name).set(keys)


def _write_part(
    row: models.Model, part: Part, before: dict[str, PartContent], after: dict[str, PartContent]
) -> None:
    """Delete, change and add the rows of one part, in this order, so that a value can move.

    A row that takes the place of another one is deleted, and added again with its id.
    """
    stay = {key: item for key, item in before.items() if key in after}
    for key in _taking_places(part, stay, after):
        after = {**after, key: _completed(stay.pop(key), after[key])}
    gone = [int(key) for key in before if key not in stay]
    for item in part.model._base_manager.filter(pk__in=gone).order_by("pk"):
        item.delete()
    for key in sorted(after, key=lambda key: key not in stay):
        content, old = after[key], stay.get(key)
        if old == content:
            continue
        if old is None:
            item = part.model(pk=int(key), **part.key(row))
        else:
            item = part.model._base_manager.get(pk=int(key))
        _set(item, part.fields, content["fields"])
        item.save(force_insert=old is None)
        relations = old["relations"] if old else {name: [] for name in part.relations}
        _set_relations(item, relations, content["relations"])


def _taking_places(
    part: Part, stay: dict[str, PartContent], after: dict[str, PartContent]
) -> list[str]:
    """Return the rows that become what another one was, which stays as something else."""
    places = {part.identity_of(row["fields"]): key for key, row in stay.items()}
    return [key for key in stay if places.get(part.identity_of(after[key]["fields"]), key) != key]


def _completed(before: PartContent, after: PartContent) -> PartContent:
    """Return the content with what it does not name as it was before."""
    return {
        "fields": {**before["fields"], **after["fields"]},
        "relations": {**before["relations"], **after["relations"]},
    }


def _collect(
    wanted: dict[type[models.Model], set[int]],
    model: type[models.Model],
    fields: tuple[models.Field, ...],
    names: tuple[str, ...],
    content: PartContent | Content,
) -> None:
    for field in fields:
        if field.is_relation and (key := content["fields"].get(field.name)) is not None:
            wanted[_related(field)].add(key)  # type: ignore[arg-type]  # the id of a row
    for name in names:
        wanted[_related(model._meta.get_field(name))].update(content["relations"].get(name, ()))


def _related(field: Any) -> type[models.Model]:
    return field.related_model
