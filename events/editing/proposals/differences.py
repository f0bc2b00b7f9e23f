"""The difference between two contents of a record, in words that a reviewer reads.

The admin, and every other page that shows a proposal, renders it with
`components/difference.html`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import Truncator

from events.editing.proposals.content import Content, Fields, PartContent
from events.editing.proposals.merging import Conflict
from events.editing.proposals.quoted import Quoted, passages_of
from events.editing.proposals.record_names import RecordNames
from events.editing.proposals.records import Part, RecordType
from events.editing.proposals.review import Review
from events.models import Evidence
from sources.comparison.segments import Segment, compared, whole


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
        tuple(passages_of(review)),
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


def _field_changes(
    fields: tuple[models.Field, ...], before: Fields, after: Fields, names: RecordNames
) -> Iterator[Change]:
    for field in fields:
        old, new = before.get(field.name), after.get(field.name)
        if old != new and any(texts := (names.text(field, old), names.text(field, new))):
            is_prose = isinstance(field, models.CharField | models.TextField) and not field.choices
            sides = (
                compared(*texts) if is_prose else (whole(texts[0], "del"), whole(texts[1], "ins"))
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
            yield Change(str(field.verbose_name), whole(name_of, "del"), ())
        elif key not in old:
            yield Change(str(field.verbose_name), (), whole(name_of, "ins"))


def _part_changes(part: Part, review: Review, names: RecordNames) -> Iterator[Change]:
    """Yield a change for each row that was added or removed, and each field of a changed one."""
    label = str(part.model._meta.verbose_name)
    before = review.before["parts"].get(part.name, {})
    after = review.after["parts"].get(part.name, {})
    empty: PartContent = {"fields": {}, "relations": {}}
    for key in {**before, **after}:
        old, new = before.get(key), after.get(key)
        if old is None and new is not None:
            yield Change(label, (), whole(_row_text(part, new, names), "ins"))
            yield from _relation_changes(part, empty, new, names)
        elif old is not None and new is None:
            yield Change(label, whole(_row_text(part, old, names), "del"), ())
        elif old is not None and new is not None and old != new:
            named = f"{label}: {_first_name(part, new, names)}"
            fields = _field_changes(part.fields, old["fields"], new["fields"], names)
            for change in (*fields, *_relation_changes(part, old, new, names)):
                yield Change(f"{named}, {change.label}", change.before, change.after)


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


def _conflict(record_type: RecordType, conflict: Conflict) -> str:
    """Return the name of the place where two changes contradict each other."""
    model: Any = record_type.model
    if conflict.part:
        model = next(part.model for part in record_type.parts if part.name == conflict.part)
    label = str(model._meta.get_field(conflict.name).verbose_name) if conflict.name else ""
    if not conflict.part:
        return label
    return f"{model._meta.verbose_name}: {label}" if label else str(model._meta.verbose_name)
