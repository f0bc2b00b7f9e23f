"""Read all records at once, without the code that the proposals themselves use for it."""

from __future__ import annotations

import datetime
import decimal
from collections import defaultdict
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db import models

from events.models import (
    Claim,
    Claimant,
    Dispute,
    Event,
    EventPlatform,
    Evidence,
    Platform,
    PlatformAlias,
    Position,
    Succession,
    Tag,
    Tagged,
)
from sources.models import Outlet, Source

Key = tuple[type[models.Model], int]

BOOKKEEPING = {"version", "created_at", "updated_at", "search_vector"}
ANCHOR = {
    *("snapshot", "start", "end", "prefix", "suffix", "anchor", "anchor_note", "block"),
    *("block_start", "block_end", "quoted", "quote_start", "quote_end"),
}
"""The columns of evidence that a new text of the article, or the quotation budget, changes."""

MODELS = (Event, Claim, Platform, Tag, Claimant, Outlet, Dispute, Source)
PARTS = (
    ("event_platforms", EventPlatform, "event", Event),
    ("evidence", Evidence, "event", Event),
    ("evidence", Evidence, "claim", Claim),
    ("aliases", PlatformAlias, "platform", Platform),
    ("successions", Succession, "predecessor", Platform),
    ("precessions", Succession, "successor", Platform),
    ("positions", Position, "dispute", Dispute),
)
RELATIONS = (
    (Claim, "platforms"),
    (Claim, "events"),
    (Position, "claims"),
    (Position, "events"),
)


@dataclass
class Record:
    """All of one record: its columns, its relations and its rows by part and id."""

    is_public: bool
    fields: dict[str, object]
    relations: dict[str, list[int]] = field(default_factory=dict)
    parts: dict[str, dict[int, dict[str, dict]]] = field(default_factory=dict)

    def as_content(self) -> dict:
        """Return the same in the form of `events.editing.proposals.content.Content`."""
        parts = {
            name: {str(key): row for key, row in rows.items()} for name, rows in self.parts.items()
        }
        return {"fields": self.fields, "relations": self.relations, "parts": parts}

    def without(self, fields: set[str] = frozenset(), parts: set[str] = frozenset()) -> tuple:
        """Return the record without some fields and parts, for a comparison."""
        return (
            {name: value for name, value in self.fields.items() if name not in fields},
            self.relations,
            {name: rows for name, rows in self.parts.items() if name not in parts},
        )

    def without_anchors(self) -> tuple:
        """Return the record without the places of its quotations in texts."""
        evidence = [
            {name: value for name, value in row["fields"].items() if name not in ANCHOR}
            for _key, row in sorted(self.parts.get("evidence", {}).items())
        ]
        return (*self.without(parts={"evidence"}), evidence)


def read_all() -> dict[Key, Record]:
    """Return all records that are reviewed, public or not."""
    records: dict[Key, Record] = {}
    for model in MODELS:
        for row in _rows(model):
            state = row.get("state")
            is_public = row.get("is_approved", state in ("published", "accepted"))
            records[model, row["id"]] = Record(is_public, row)
    related = {(model, name): _related(model, name) for model, name in RELATIONS}
    for (model, name), keys in related.items():
        for (owner, pk), record in records.items():
            if owner is model:
                record.relations[name] = sorted(keys[pk])
    for name, model, owner, owner_model in PARTS:
        for (kind, _pk), record in records.items():
            if kind is owner_model:
                record.parts.setdefault(name, {})
        names = [relation for part, relation in RELATIONS if part is model]
        for row in _rows(model):
            if row[owner] is not None:
                relations = {key: sorted(related[model, key][row["id"]]) for key in names}
                part = {"fields": row, "relations": relations}
                records[owner_model, row[owner]].parts[name][row["id"]] = part
    return _with_tags(records)


def _with_tags(records: dict[Key, Record]) -> dict[Key, Record]:
    types = {ContentType.objects.get_for_model(model).pk: model for model in (Event, Claim)}
    for (model, _pk), record in records.items():
        if model in types.values():
            record.parts["tags"] = {}
    for row in _rows(Tagged):
        owner = types[row["content_type"]], row["object_id"]
        records[owner].parts["tags"][row["id"]] = {"fields": row, "relations": {}}
    return records


def _rows(model: type[models.Model]) -> list[dict[str, object]]:
    columns = {
        column.attname: column.name
        for column in model._meta.concrete_fields
        if column.name not in BOOKKEEPING
    }
    return [
        {columns[name]: _plain(value) for name, value in row.items()}
        for row in model._base_manager.order_by("pk").values(*columns)
    ]


def _plain(value: object) -> object:
    is_text = isinstance(value, datetime.date | decimal.Decimal)
    return str(value) if is_text else value


def _related(model: type[models.Model], name: str) -> dict[int, list[int]]:
    column = model._meta.get_field(name)
    through = column.remote_field.through._base_manager
    pairs = through.values_list(
        f"{column.m2m_field_name()}_id", f"{column.m2m_reverse_field_name()}_id"
    )
    keys: dict[int, list[int]] = defaultdict(list)
    for pk, other in pairs:
        keys[pk].append(other)
    return keys


def differences(shown: dict, record: Record) -> list[str]:
    """Return the names of what a record has and a review showed differently."""
    found = _unequal(shown["fields"], record.fields)
    found += _unequal(shown["relations"], record.relations)
    if set(shown["relations"]) != set(record.relations):
        found.append("relations")
    if set(shown["parts"]) != set(record.parts):
        found.append("parts")
    for name, rows in record.parts.items():
        wanted = shown["parts"][name]
        if set(wanted) != set(map(str, rows)):
            found.append(name)
            continue
        for key, row in rows.items():
            part = wanted[str(key)]
            changed = set(_unequal(part["fields"], row["fields"]))
            changed -= ANCHOR if name == "evidence" else set()
            found += [f"{name}.{field}" for field in changed]
            found += _unequal(part["relations"], row["relations"])
    return found


def _unequal(shown: dict, values: dict) -> list[str]:
    return [name for name, value in shown.items() if values[name] != value]
