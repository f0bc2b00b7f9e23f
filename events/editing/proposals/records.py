"""Which records are reviewed, and which fields, relations and rows make up each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

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
    State,
    Succession,
    Tag,
    Tagged,
)
from sources.models import Outlet, Source
from sources.models.history import history_of

Record = Event | Claim | Platform | Tag | Claimant | Outlet | Dispute | Source


@dataclass(frozen=True)
class Part:
    """Rows of a related model that belong to a record and are edited with it.

    `owner` is the foreign key to the record; "" for tags, whose key is generic. Two rows with the
    same values of `identity` are the same row, even if two people added it.
    """

    name: str
    model: type[models.Model]
    owner: str
    identity: tuple[str, ...]
    relations: tuple[str, ...] = ()

    @cached_property
    def fields(self) -> tuple[models.Field, ...]:
        """The columns that are content: all that are typed, chosen or anchored."""
        owner = {self.owner} if self.owner else {"content_type", "object_id"}
        return _columns(self.model, frozenset(owner))

    def identity_of(self, values: Mapping[str, object]) -> tuple[object, ...]:
        """Return what makes a row with these values the same as another row."""
        return tuple(values.get(name) for name in self.identity)

    def rows(self, record: models.Model) -> models.QuerySet:
        """Return the rows of one record, in the order of their ids."""
        return self.model._base_manager.filter(**self.key(record)).order_by("pk")

    def key(self, record: models.Model) -> dict[str, int]:
        """Return the columns that tie a row to a record."""
        return self.key_of(type(record), record.pk)

    def key_of(self, model: type[models.Model], pk: int) -> dict[str, int]:
        """Return the columns that tie a row to the record of a model with a primary key."""
        if self.owner:
            return {f"{self.owner}_id": pk}
        return {
            "content_type_id": ContentType.objects.get_for_model(model).pk,
            "object_id": pk,
        }


@dataclass(frozen=True)
class RecordType:
    """What one kind of record consists of."""

    model: type[models.Model]
    relations: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    outside: frozenset[str] = frozenset()
    """Fields that only actions set."""
    facts: frozenset[str] = frozenset()
    """Fields, relations and parts whose change is a correction: readers find it in a list."""

    @cached_property
    def fields(self) -> tuple[models.Field, ...]:
        """The columns that are content."""
        return _columns(self.model, self.outside)


_TAGS = Part("tags", Tagged, "", ("tag",))
_PLACE = ("snapshot", "start", "end")
_TYPES = (
    RecordType(
        Event,
        parts=(
            Part("event_platforms", EventPlatform, "event", ("platform",)),
            Part("evidence", Evidence, "event", _PLACE),
            _TAGS,
        ),
        outside=frozenset({"state", "merged_into"}),
        facts=frozenset(
            {"title_en", "title_zh", "kind", "outcome", "markets", "when", "event_platforms"}
        ),
    ),
    RecordType(
        Claim,
        relations=("platforms", "events"),
        parts=(Part("evidence", Evidence, "claim", _PLACE), _TAGS),
        outside=frozenset({"state", "merged_into"}),
        facts=frozenset(
            {
                *("statement_en", "statement_zh", "kind", "claimant", "platforms", "metric"),
                *("value", "value_to", "unit", "currency", "period", "asserted", "rank"),
            }
        ),
    ),
    RecordType(
        Platform,
        parts=(
            Part("aliases", PlatformAlias, "platform", ("text",)),
            Part("successions", Succession, "predecessor", ("successor",)),
            Part("precessions", Succession, "successor", ("predecessor",)),
        ),
        outside=frozenset({"merged_into"}),
        facts=frozenset({"name_en", "name_zh", "kind", "parent", "successions", "precessions"}),
    ),
    RecordType(
        Dispute,
        parts=(Part("positions", Position, "dispute", ("order",), ("claims", "events")),),
        facts=frozenset({"state", "resolution_en", "resolution_zh", "positions"}),
    ),
    RecordType(Tag, outside=frozenset({"merged_into"})),
    RecordType(Claimant, outside=frozenset({"merged_into"})),
    RecordType(Outlet, outside=frozenset({"merged_into"})),
    RecordType(
        Source,
        outside=frozenset({"state", "doubts", "merged_into"}),
        facts=frozenset({"title", "authors", "outlet", "publisher", "published", "repost_of"}),
    ),
)
RECORD_TYPES = {record_type.model: record_type for record_type in _TYPES}
"""The kinds of records that are reviewed, by model."""


@cache
def merged_type(model: type[models.Model]) -> RecordType:
    """Return what the merge of a record, or its undoing, changes of the record itself."""
    names = {field.name for field in model._meta.concrete_fields}
    return RecordType(model, outside=frozenset(names - {"merged_into"}))


@cache
def _columns(model: type[models.Model], outside: frozenset[str]) -> tuple:
    return tuple(
        field
        for field in model._meta.concrete_fields
        if field.editable and not field.primary_key and field.name not in outside
    )


def is_public(row: models.Model) -> bool:
    """Return whether readers see the record, so that its changes need approval."""
    if isinstance(row, Event | Claim):
        return row.state == State.PUBLISHED
    if isinstance(row, Source):
        return row.state == Source.State.ACCEPTED
    return bool(row.is_approved)  # type: ignore[attr-defined]  # of all other kinds of records


def was_public(row: models.Model) -> bool:
    """Return whether readers see an event or a claim, or saw it: its address says what became."""
    if not isinstance(row, Event | Claim) or is_public(row):
        return is_public(row)
    seen = (State.PUBLISHED, State.RETRACTED)
    return history_of(type(row)).filter(pgh_obj=row.pk, state__in=seen).exists()


def set_public(row: models.Model) -> None:
    """Save that readers see an event, a claim or a record without a state."""
    if isinstance(row, Event | Claim):
        row.state = State.PUBLISHED
        row.save(update_fields=["state", "updated_at"])
    else:
        row.is_approved = True  # type: ignore[attr-defined]
        row.save(update_fields=["is_approved"])
