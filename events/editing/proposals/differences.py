"""The difference between two contents of a record, in words that a reviewer reads.

The admin, and every other page that shows a proposal, renders it with
`components/difference.html`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from events.editing.proposals.content import Content, Fields, PartContent, Value, references
from events.editing.proposals.merging import Conflict
from events.editing.proposals.records import RECORD_TYPES, Part, RecordType
from events.editing.proposals.review import Review
from events.models import Evidence
from sources.models import Snapshot

MAX_NAME = 100
_CHINESE = "㐀-鿿豈-﫿\U00020000-\U0003ffff"
_TOKENS = re.compile(rf"[{_CHINESE}]|[^\W{_CHINESE}]+|\s+|.", re.DOTALL)


@dataclass(frozen=True)
class Segment:
    """A piece of text, and whether the other side has it as well."""

    text: str
    is_changed: bool = False


@dataclass(frozen=True)
class Change:
    """One field, relation or row that differs. `before` is empty for what is added."""

    label: str
    before: tuple[Segment, ...]
    after: tuple[Segment, ...]

    @property
    def verb(self) -> str:
        """Whether it is "added", "removed" or "changed"."""
        if not self.before:
            return "added"
        return "changed" if self.after else "removed"


@dataclass(frozen=True)
class Quoted:
    """A passage of the record before or after: new, removed, changed, or as it was ("")."""

    evidence: Evidence
    stance: str
    before_stance: str
    verb: str


@dataclass(frozen=True)
class Difference:
    """What a proposal changes, and the passages that are evidence for the record."""

    changes: tuple[Change, ...]
    passages: tuple[Quoted, ...]
    conflicts: tuple[str, ...]


def difference(review: Review) -> Difference:
    """Return the difference that a review shows, with a fixed number of queries."""
    record_type = RECORD_TYPES[type(review.record)]
    names = _Names(record_type, review.before, review.after)
    changes = [
        *_field_changes(record_type.fields, review.before["fields"], review.after["fields"], names),
        *_relation_changes(record_type, review.before, review.after, names),
    ]
    for part in record_type.parts:
        if part.model is not Evidence:
            changes += _part_changes(part, review, names)
    conflicts = [_conflict(record_type, conflict) for conflict in review.conflicts]
    return Difference(
        tuple(changes), tuple(_passages(record_type, review)), tuple(dict.fromkeys(conflicts))
    )


def compared(before: str, after: str) -> tuple[tuple[Segment, ...], tuple[Segment, ...]]:
    """Return both texts in segments; a Chinese character or a Latin word is compared as one."""
    if not before or not after:
        return _whole(before), _whole(after)
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    left, right = [], []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if i < j:
            left.append(Segment("".join(old[i:j]), tag != "equal"))
        if k < m:
            right.append(Segment("".join(new[k:m]), tag != "equal"))
    return tuple(left), tuple(right)


def _whole(text: str) -> tuple[Segment, ...]:
    return (Segment(text),) if text else ()


class _Names:
    """The names of the rows that two contents refer to."""

    def __init__(self, record_type: RecordType, *contents: Content) -> None:
        wanted: dict[type[models.Model], set[int]] = {}
        for content in contents:
            for model, keys in references(record_type, content).items():
                wanted.setdefault(model, set()).update(keys)
        self.rows = {
            model: model._base_manager.in_bulk(keys)
            for model, keys in wanted.items()
            if model is not Snapshot
        }

    def of(self, model: type[models.Model], key: object) -> str:
        row = self.rows.get(model, {}).get(key)
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


def _field_changes(
    fields: tuple[models.Field, ...], before: Fields, after: Fields, names: _Names
) -> Iterator[Change]:
    for field in fields:
        old, new = before.get(field.name), after.get(field.name)
        if old != new:
            texts = compared(names.text(field, old), names.text(field, new))
            if any(texts):
                yield Change(str(field.verbose_name), *texts)


def _relation_changes(
    owner: RecordType | Part, before: Content | PartContent, after: Content | PartContent,
    names: _Names,
) -> Iterator[Change]:  # fmt: skip
    for name in owner.relations:
        field: Any = owner.model._meta.get_field(name)
        old, new = before["relations"].get(name, []), after["relations"].get(name, [])
        for key in [*old, *(key for key in new if key not in old)]:
            text = _whole(names.of(field.related_model, key))
            if key not in new:
                yield Change(str(field.verbose_name), text, ())
            elif key not in old:
                yield Change(str(field.verbose_name), (), text)


def _part_changes(part: Part, review: Review, names: _Names) -> Iterator[Change]:
    """One change for each row that was added or removed, and for each field of a changed one."""
    label = str(part.model._meta.verbose_name)
    before = review.before["parts"].get(part.name, {})
    after = review.after["parts"].get(part.name, {})
    empty: PartContent = {"fields": {}, "relations": {}}
    for key in {**before, **after}:
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        if old is None or new is None:
            texts = [_row_text(part, row, names) if row else () for row in (old, new)]
            yield Change(label, *texts)
        else:
            named = f"{label}: {_first_name(part, new, names)}"
            fields = _field_changes(part.fields, old["fields"], new["fields"], names)
            for change in (*fields, *_relation_changes(part, old, new, names)):
                yield Change(f"{named}, {change.label}", change.before, change.after)
        if old is None and new is not None:
            yield from _relation_changes(part, empty, new, names)


def _row_text(part: Part, row: PartContent, names: _Names) -> tuple[Segment, ...]:
    values = [
        names.text(field, row["fields"].get(field.name))
        for field in part.fields
        if not isinstance(field, models.IntegerField) or field.is_relation
    ]
    return _whole(" · ".join(value for value in values if value))


def _first_name(part: Part, row: PartContent, names: _Names) -> str:
    field = part.model._meta.get_field(part.identity[0])
    return Truncator(names.text(field, row["fields"].get(field.name))).chars(60)


def _passages(record_type: RecordType, review: Review) -> Iterator[Quoted]:
    """Yield the passages of the record, those that the proposal touches first."""
    part = next((part for part in record_type.parts if part.model is Evidence), None)
    if part is None:
        return
    before = review.before["parts"].get("evidence", {})
    after = review.after["parts"].get("evidence", {})
    keys: set[Any] = {row["fields"]["snapshot"] for row in [*before.values(), *after.values()]}
    snapshots = Snapshot.objects.select_related("source__outlet").defer("content", "text")
    texts = snapshots.in_bulk(keys)
    quoted = []
    for key in {**after, **before}:
        old, new = before.get(key), after.get(key)
        fields: dict[str, Any] = (new or before[key])["fields"]
        values = {field.name: fields.get(field.name) for field in part.fields}
        del values["snapshot"]
        evidence = Evidence(pk=int(key), snapshot=texts.get(fields["snapshot"]), **values)
        verb = "added" if old is None else "removed" if new is None else ""
        if old and new and old != new:
            verb = "changed"
        was = ""
        if old and verb == "changed":
            was = str(Evidence.Stance(str(old["fields"]["stance"])).label)
        quoted.append(Quoted(evidence, str(evidence.get_stance_display()), was, verb))
    yield from sorted(quoted, key=lambda passage: not passage.verb)


def _conflict(record_type: RecordType, conflict: Conflict) -> str:
    """Return the name of the place where two changes contradict each other."""
    model: Any = record_type.model
    if conflict.part:
        model = next(part.model for part in record_type.parts if part.name == conflict.part)
    label = str(model._meta.get_field(conflict.name).verbose_name) if conflict.name else ""
    if not conflict.part:
        return label
    return f"{model._meta.verbose_name}: {label}" if label else str(model._meta.verbose_name)
