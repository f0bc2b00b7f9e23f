"""The change history of a row, from the database triggers, so that raw SQL is included."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache
from uuid import UUID

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from pghistory.models import Events

from sources.comparison.segments import Segment, compared, excerpt, whole
from sources.models.history import history_of

# Not shown: counters, timestamps and derived values, which only repeat changes of other fields.
_HIDDEN_FIELDS = {
    *("id", "version", "created_at", "updated_at", "sort_on", "earliest", "latest"),
    *("title_key", "published_earliest", "published_latest", "content_type"),
    *("object_id", "sha256", "span_sha256", "prefix", "suffix"),
    *("start", "end", "block_start", "block_end", "base", "content"),
}

MAX_COMPARED = 20_000
"""Characters of two texts together that are compared word by word: it takes quadratic time."""

StoredValue = str | int | float | list[str] | None
"""A value of a column as the history stores it, in JSON."""


@dataclass(frozen=True)
class FieldChange:
    """The change of one field: `before` is empty for a new row, `after` for a deleted one.

    Texts are compared only if the page shows them.
    """

    name: str
    texts: tuple[str, str]
    is_prose: bool

    @property
    def before(self) -> tuple[Segment, ...]:
        """The former text, in segments."""
        return self._sides[0]

    @property
    def after(self) -> tuple[Segment, ...]:
        """The new text, in segments."""
        return self._sides[1]

    @cached_property
    def _sides(self) -> tuple[tuple[Segment, ...], tuple[Segment, ...]]:
        before, after = self.texts
        if not self.is_prose or len(before) + len(after) > MAX_COMPARED:
            return whole(before, "del"), whole(after, "ins")
        left, right = compared(before, after)
        return excerpt(left), excerpt(right)


@dataclass(frozen=True, slots=True)
class RowChange:
    """One write to one row: added, changed or deleted, and the fields that changed.

    `is_related` is true for rows that point at the row whose history is shown.
    """

    verb: str
    row: str
    is_related: bool
    fields: tuple[FieldChange, ...]


@dataclass(slots=True)
class Change:
    """All writes of one transaction by one person or command.

    `act` is the id of the context of the history, if there is one: it can span transactions.
    """

    at: datetime
    who: str
    reason: str
    act: UUID | None = None
    rows: list[RowChange] = field(default_factory=list)


def changes_of(row: models.Model) -> list[Change]:
    """Return all changes of a row and of the rows that point at it, newest first.

    The number of queries is fixed: the writes, the writes to its tags, the names of users, and one
    per model for the names of rows that were pointed at.
    """
    writes = list(Events.objects.references(row).order_by("pgh_created_at", "pgh_id"))
    writes += _tag_writes(row)
    writes.sort(key=lambda write: (write.pgh_created_at, write.pgh_id))
    people, names = _people(writes), _names(writes)
    before: dict[tuple[str, str], dict] = {}
    changes: dict[tuple[UUID | str, datetime], Change] = {}
    for write in writes:
        row_key = (write.pgh_obj_model, write.pgh_obj_id)
        row_change = _row_change(write, before.get(row_key), row, names)
        before[row_key] = write.pgh_data
        if row_change is None:
            continue
        context = write.pgh_context or {}
        key = (write.pgh_context_id or write.pgh_slug, write.pgh_created_at)
        if key not in changes:
            who = _who(context, people)
            reason = context.get("reason", "")
            changes[key] = Change(write.pgh_created_at, who, reason, write.pgh_context_id)
        changes[key].rows.append(row_change)
    for change in changes.values():
        change.rows.sort(key=lambda part: part.is_related)
    return list(reversed(changes.values()))


def _tag_writes(row: models.Model) -> list[Events]:
    """Return the writes to a row's tags, which point at rows without a foreign key."""
    manager = getattr(type(row), "tags", None)
    if manager is None:
        return []
    through = manager.through
    content_type = ContentType.objects.get_for_model(type(row)).pk
    tag_events = history_of(through).filter(content_type=content_type, object_id=row.pk)
    label, obj_label = tag_events.model._meta.label, through._meta.label
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
        for write in tag_events.select_related("pgh_context")
    ]


def _row_change(
    write: Events, before: dict | None, row: models.Model, names: dict[tuple, str]
) -> RowChange | None:
    model = apps.get_model(write.pgh_obj_model)
    is_same_row = model._meta.concrete_model is type(row) and write.pgh_obj_id == str(row.pk)
    if write.pgh_label == "delete":
        fields = _fields(model, write.pgh_data, {}, row, names)
    elif write.pgh_label == "insert" or before is None:
        fields = _fields(model, {}, write.pgh_data, row, names)
    else:
        fields = _fields(model, before, write.pgh_data, row, names)
        if not fields:
            return None
    verb = {"insert": _("added"), "delete": _("deleted")}.get(write.pgh_label, _("changed"))
    return RowChange(verb, str(model._meta.verbose_name), not is_same_row, tuple(fields))


def _fields(
    model: type[models.Model], before: dict, after: dict, row: models.Model, names: dict
) -> list[FieldChange]:
    changes = []
    order = {column.attname: index for index, column in enumerate(model._meta.concrete_fields)}
    for key in sorted({*before, *after}, key=lambda key: order.get(key, len(order))):
        column = _field(model, key)
        if key in _HIDDEN_FIELDS or column is None or _points_at(column, row):
            continue
        old, new = before.get(key), after.get(key)
        if old != new:
            label = str(getattr(column, "verbose_name", key))
            texts = _text(column, old, names), _text(column, new, names)
            is_text = isinstance(column, models.CharField | models.TextField)
            if any(texts):
                changes.append(FieldChange(label, texts, is_text and not column.choices))
    return changes


@lru_cache(maxsize=1024)
def _field(model: type[models.Model], key: str) -> models.Field | None:
    """Return the model field of a stored attribute name; None if the model no longer has it."""
    try:
        column = model._meta.get_field(key.removesuffix("_id"))
    except FieldDoesNotExist:
        return None
    return column if isinstance(column, models.Field) else None


def _points_at(column: models.Field, row: models.Model) -> bool:
    if not column.is_relation or column.name in {"parent", "repost_of", "merged_into"}:
        return False
    return column.related_model is type(row)


def _text(column: models.Field, value: StoredValue, names: dict[tuple, str]) -> str:
    if value in (None, "", []):
        return ""
    if column.is_relation and column.related_model:
        label = column.related_model._meta.label
        return names.get((label, str(value)), f"{column.related_model._meta.verbose_name} {value}")
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)


def described(context: dict) -> tuple[str, str]:
    """Return who made a change, and why, from the metadata of its context."""
    return _who(context, _names_of_people([context])), context.get("reason", "")


def _who(context: dict, people: dict[str, str]) -> str:
    """Return who made a change, and who had proposed it."""
    name = people.get(str(context.get("user")), "")
    author = people.get(str(context.get("author")), "")
    if not author or author == name:
        return name
    return _("%(who)s, proposed by %(author)s") % {"who": name, "author": author}


def _people(writes: Iterable[Events]) -> dict[str, str]:
    return _names_of_people([write.pgh_context or {} for write in writes])


def _names_of_people(contexts: list[dict]) -> dict[str, str]:
    users = {str(context.get(key)) for context in contexts for key in ("user", "author")}
    user_ids = [user for user in users if user.isdecimal()]
    rows = get_user_model().objects.filter(pk__in=user_ids) if user_ids else []
    names = {str(user.pk): user.get_full_name() or user.get_username() for user in rows}
    return {user: names.get(user, _("account %s, deleted") % user) for user in user_ids}


def _names(writes: Iterable[Events]) -> dict[tuple[str, str], str]:
    """Return the names of rows that other rows point at, by model label and primary key."""
    ids_by_model: dict[type[models.Model], set[int]] = defaultdict(set)
    for write in writes:
        model: type[models.Model] = apps.get_model(write.pgh_obj_model)
        for key, value in write.pgh_data.items():
            column = _field(model, key)
            related_model = column.related_model if column is not None else None
            if value is not None and related_model is not None and _is_named(related_model):
                ids_by_model[related_model].add(value)
    return {
        (model._meta.label, str(row.pk)): Truncator(str(row)).chars(80)
        for model, ids in ids_by_model.items()
        for row in model._base_manager.filter(pk__in=ids)
    }


def _is_named(model: type[models.Model]) -> bool:
    """Return whether rows of a model have a name to show.

    False for snapshots: they are large, and the quotation next to them says more.
    """
    names = {column.name for column in model._meta.get_fields()}
    return bool(names & {"name_en", "title_en", "statement_en", "question_en", "facet"})
