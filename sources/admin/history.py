"""What happened to a row, from the history that the database keeps, raw SQL included."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from pghistory.models import Events

# Counted, stamped or derived with every write: they say nothing that another field does not.
_SILENT = {
    *("id", "version", "created_at", "updated_at", "sort_on", "earliest", "latest"),
    *("title_key", "published_earliest", "published_latest", "content_type"),
    *("object_id", "sha256", "span_sha256", "prefix", "suffix"),
    *("start", "end", "block_start", "block_end"),
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a row: `before` is empty in a new one, `after` in a deleted one."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """One write to one row: added, changed or deleted, and the fields it touched."""

    verb: str
    row: str
    is_related: bool
    fields: tuple[FieldChange, ...]


@dataclass(slots=True)
class Change:
    """What one person, or one command, did at one time."""

    at: datetime
    who: str
    reason: str
    rows: list[RowChange] = field(default_factory=list)


def changes_of(row: models.Model) -> list[Change]:
    """Everything that was done to a row and to the rows that point at it, newest first.

    A fixed number of queries: the writes, those to its tags, the names of people, and the names
    of the rows that were pointed at, one for each model.
    """
    writes = list(Events.objects.references(row).order_by("pgh_created_at", "pgh_id"))
    writes += _tag_writes(row)
    writes.sort(key=lambda write: (write.pgh_created_at, write.pgh_id))
    people, names = _people(writes), _names(writes)
    before: dict[tuple[str, str], dict] = {}
    changes: dict[object, Change] = {}
    for write in writes:
        place = (write.pgh_obj_model, write.pgh_obj_id)
        change = _row_change(write, before.get(place), row, names)
        before[place] = write.pgh_data
        if change is None:
            continue
        context = write.pgh_context or {}
        key = (write.pgh_context_id or write.pgh_slug, write.pgh_created_at)
        if key not in changes:
            who = people.get(str(context.get("user")), "")
            changes[key] = Change(write.pgh_created_at, who, context.get("reason", ""))
        changes[key].rows.append(change)
    for change in changes.values():
        change.rows.sort(key=lambda part: part.is_related)
    return list(reversed(changes.values()))


def _tag_writes(row: models.Model) -> list[Events]:
    """Tags point at rows of any model, without a foreign key."""
    manager = getattr(type(row), "tags", None)
    if manager is None:
        return []
    through = manager.through
    history = through.history.rel.related_model
    kind = ContentType.objects.get_for_model(type(row)).pk
    found = history.objects.filter(content_type=kind, object_id=row.pk)
    label, obj_label = history._meta.label, through._meta.label
    return [
        Events(
            pgh_slug=f"{label}:{write.pgh_id}",
            pgh_model=label,
            pgh_id=write.pgh_id,
            pgh_created_at=write.pgh_created_at,
            pgh_label=write.pgh_label,
            pgh_data={"tag_id": write.tag_id},
            pgh_context_id=write.pgh_context_id,
            pgh_context=write.pgh_context.metadata if write.pgh_context_id else None,
            pgh_obj_model=obj_label,
            pgh_obj_id=str(write.pgh_obj_id),
        )
        for write in found.select_related("pgh_context")
    ]


def _row_change(
    write: Events, before: dict | None, row: models.Model, names: dict[tuple, str]
) -> RowChange | None:
    model = apps.get_model(write.pgh_obj_model)
    own = model._meta.concrete_model is type(row) and write.pgh_obj_id == str(row.pk)
    if write.pgh_label == "delete":
        fields = _fields(model, write.pgh_data, {}, row, names)
    elif write.pgh_label == "insert" or before is None:
        fields = _fields(model, {}, write.pgh_data, row, names)
    else:
        fields = _fields(model, before, write.pgh_data, row, names)
        if not fields:
            return None
    verb = {"insert": _("added"), "delete": _("deleted")}.get(write.pgh_label, _("changed"))
    return RowChange(verb, str(model._meta.verbose_name), not own, tuple(fields))


def _fields(
    model: type[models.Model], before: dict, after: dict, row: models.Model, names: dict
) -> list[FieldChange]:
    found = []
    order = {known.attname: place for place, known in enumerate(model._meta.concrete_fields)}
    for key in sorted({*before, *after}, key=lambda key: order.get(key, len(order))):
        known = _field(model, key)
        if key in _SILENT or known is None or _points_at(known, row):
            continue
        old, new = before.get(key), after.get(key)
        if old != new:
            label = str(getattr(known, "verbose_name", key))
            found.append(FieldChange(label, _text(known, old, names), _text(known, new, names)))
    return [change for change in found if change.before or change.after]


@lru_cache(maxsize=1024)
def _field(model: type[models.Model], key: str) -> models.Field | None:
    """The field kept under a column or attribute of a model, None for one that is gone."""
    try:
        return model._meta.get_field(key.removesuffix("_id"))
    except FieldDoesNotExist:
        return None


def _points_at(known: models.Field, row: models.Model) -> bool:
    if not known.is_relation or known.name in {"parent", "repost_of", "merged_into"}:
        return False
    return known.related_model is type(row)


def _text(known: models.Field, value: object, names: dict[tuple, str]) -> str:
    if value in (None, "", []):
        return ""
    if known.is_relation and known.related_model:
        label = known.related_model._meta.label
        return names.get((label, str(value)), f"{known.related_model._meta.verbose_name} {value}")
    if known.choices:
        return str(dict(known.flatchoices).get(value, value))
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)


def _people(writes: Iterable[Events]) -> dict[str, str]:
    users = {str((write.pgh_context or {}).get("user")) for write in writes}
    wanted = [user for user in users if user.isdecimal()]
    rows = get_user_model().objects.filter(pk__in=wanted) if wanted else []
    named = {str(user.pk): user.get_full_name() or user.get_username() for user in rows}
    return {user: named.get(user, _("account %s, deleted") % user) for user in wanted}


def _names(writes: Iterable[Events]) -> dict[tuple[str, str], str]:
    """The names of rows that other rows point at, by model and primary key."""
    wanted: dict[type[models.Model], set[int]] = defaultdict(set)
    for write in writes:
        model = apps.get_model(write.pgh_obj_model)
        for key, value in write.pgh_data.items():
            known = _field(model, key)
            if value is not None and known is not None and known.is_relation and _is_named(known):
                wanted[known.related_model].add(value)
    return {
        (model._meta.label, str(found.pk)): Truncator(str(found)).chars(80)
        for model, ids in wanted.items()
        for found in model._base_manager.filter(pk__in=ids)
    }


def _is_named(known: models.Field) -> bool:
    """Snapshots are large, and the quotation beside them says more."""
    names = {found.name for found in known.related_model._meta.get_fields()}
    return bool(names & {"name_en", "title_en", "statement_en", "question_en", "facet"})
