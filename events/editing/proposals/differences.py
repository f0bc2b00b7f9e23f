"""The difference between two contents of a record, in words that a reviewer reads.

The admin, and every other page that shows a proposal, renders it with
`components/difference.html`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from events.editing.proposals.content import Content, Fields, PartContent, Value, references
from events.editing.proposals.merging import Conflict
from events.editing.proposals.records import RECORD_TYPES, Part, RecordType, is_public
from events.editing.proposals.review import Review
from events.models import Evidence
from sources.models import Snapshot

MAX_NAME = 100
_CHINESE = "㐀-鿿豈-﫿\U00020000-\U0003ffff"
_TOKENS = re.compile(rf"[{_CHINESE}]|\d[\d.,-]*|[^\W{_CHINESE}]+|\s+|.", re.DOTALL)
MIN_RATIO = 0.4
"""Texts with less in common are shown as one deletion and one insertion."""


@dataclass(frozen=True)
class Segment:
    """A piece of text, and its HTML element: `span` if the other side has it as well."""

    text: str
    tag: str


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
    names = RecordNames([review])
    return Difference(
        tuple(changes_of(review, names)),
        tuple(_passages(review.record_type, review)),
        contradicting(review),
    )


def contradicting(review: Review) -> tuple[str, ...]:
    """Return the names of the places that somebody else changed meanwhile; no query."""
    names = [_conflict(review.record_type, conflict) for conflict in review.conflicts]
    return tuple(dict.fromkeys(names))


def changes_of(
    review: Review, names: RecordNames, only: frozenset[str] | None = None
) -> Iterator[Change]:
    """Yield the changes of fields, relations and parts; `only` of those with these names."""
    record_type = review.record_type
    fields = tuple(field for field in record_type.fields if only is None or field.name in only)
    yield from _field_changes(fields, review.before["fields"], review.after["fields"], names)
    for name in record_type.relations:
        if only is None or name in only:
            yield from _relation_change(record_type.model, name, review.before, review.after, names)
    for part in record_type.parts:
        if part.model is not Evidence and (only is None or part.name in only):
            yield from _part_changes(part, review, names)


def compared(before: str, after: str) -> tuple[tuple[Segment, ...], tuple[Segment, ...]]:
    """Return both texts in segments.

    A Chinese character, a number or date, and a word of another script are compared as one.
    """
    if not before or not after:
        return _whole(before, "del"), _whole(after, "ins")
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < MIN_RATIO:
        return _whole(before, "del"), _whole(after, "ins")
    left, right = [], []
    for tag, i, j, k, m in matcher.get_opcodes():
        if i < j:
            left.append(Segment("".join(old[i:j]), "span" if tag == "equal" else "del"))
        if k < m:
            right.append(Segment("".join(new[k:m]), "span" if tag == "equal" else "ins"))
    return tuple(left), tuple(right)


def _whole(text: str, tag: str) -> tuple[Segment, ...]:
    return (Segment(text, tag),) if text else ()


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


def _field_changes(
    fields: tuple[models.Field, ...], before: Fields, after: Fields, names: RecordNames
) -> Iterator[Change]:
    for field in fields:
        old, new = before.get(field.name), after.get(field.name)
        if old != new and any(texts := (names.text(field, old), names.text(field, new))):
            is_prose = isinstance(field, models.CharField | models.TextField) and not field.choices
            sides = (
                compared(*texts) if is_prose else (_whole(texts[0], "del"), _whole(texts[1], "ins"))
            )
            yield Change(str(field.verbose_name), *sides)


def _relation_changes(
    part: Part, before: PartContent, after: PartContent, names: RecordNames
) -> Iterator[Change]:
    for name in part.relations:
        yield from _relation_change(part.model, name, before, after, names)


def _relation_change(
    model: type[models.Model],
    name: str,
    before: Content | PartContent,
    after: Content | PartContent,
    names: RecordNames,
) -> Iterator[Change]:
    """Yield one change for each row that a relation gains or loses."""
    field: Any = model._meta.get_field(name)
    old, new = before["relations"].get(name, []), after["relations"].get(name, [])
    for key in [*old, *(key for key in new if key not in old)]:
        name_of = names.of(field.related_model, key)
        if key not in new:
            yield Change(str(field.verbose_name), _whole(name_of, "del"), ())
        elif key not in old:
            yield Change(str(field.verbose_name), (), _whole(name_of, "ins"))


def _part_changes(part: Part, review: Review, names: RecordNames) -> Iterator[Change]:
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
            texts = [_row_text(part, row, names) if row else "" for row in (old, new)]
            yield Change(label, _whole(texts[0], "del"), _whole(texts[1], "ins"))
        else:
            named = f"{label}: {_first_name(part, new, names)}"
            fields = _field_changes(part.fields, old["fields"], new["fields"], names)
            for change in (*fields, *_relation_changes(part, old, new, names)):
                yield Change(f"{named}, {change.label}", change.before, change.after)
        if old is None and new is not None:
            yield from _relation_changes(part, empty, new, names)


def _row_text(part: Part, row: PartContent, names: RecordNames) -> str:
    values = [
        names.text(field, row["fields"].get(field.name))
        for field in part.fields
        if not isinstance(field, models.IntegerField) or field.is_relation
    ]
    return " · ".join(value for value in values if value)


def _first_name(part: Part, row: PartContent, names: RecordNames) -> str:
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
