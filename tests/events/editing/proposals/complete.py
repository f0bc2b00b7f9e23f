"""Records with a value in every field and two rows in every part, and other values for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models

from events.editing.proposals.content import Content
from events.editing.proposals.records import RECORD_TYPES, Part
from events.models import Claim, Dispute, Event, Platform, Succession, Tag
from sources.models import Outlet, Snapshot, Source
from sources.models.fields import EDTFField
from tests.factories import (
    ClaimantFactory,
    ClaimFactory,
    DisputeFactory,
    EventFactory,
    OutletFactory,
    PlatformFactory,
    PositionFactory,
    SourceFactory,
    TagFactory,
    evidence_for,
    new_snapshot,
)

CHINESE = "用户在2019年6月离开，“没有人用”。"
WORDS = ("Harbour closed", "Nobody used it")


def complete(model: type[models.Model]) -> models.Model:
    """Create a public record with a value in every field and two rows in every part."""
    return MAKERS[model]()


def _event() -> Event:
    event = EventFactory(
        title_zh=CHINESE, summary_en="What happened.", summary_zh=CHINESE * 5, outcome="failed",
        markets=["US", "europe"], importance=4, date_note_en="“last June”", date_note_zh=CHINESE,
    )  # fmt: skip
    for position in (1, 2):
        event.event_platforms.create(platform=PlatformFactory(), position=position)
    return _published(event)


def _claim() -> Claim:
    claim = ClaimFactory(
        statement_zh=CHINESE, metric="revenue", value=Decimal("-3.25"), value_to=Decimal("0.5"),
        unit="money", currency="USD", period="2019", asserted="2020-03-25", rank="preferred",
        rank_reason="The company said so.",
    )  # fmt: skip
    claim.platforms.set([PlatformFactory(), PlatformFactory()])
    claim.events.set([EventFactory(), EventFactory()])
    return _published(claim)


def _published(row: Event | Claim) -> Event | Claim:
    snapshot = new_snapshot()
    for words in WORDS:
        evidence_for(row, snapshot, words, quote_start=1, quote_end=5)
    row.tags.add(TagFactory(), TagFactory())
    row.state = "published"
    row.save()
    return row


def _platform() -> Platform:
    platform = PlatformFactory(
        name_zh="港湾", summary_en="A shop.", summary_zh=CHINESE, parent=PlatformFactory()
    )
    for text in ("Hafen", "海港"):
        platform.aliases.create(text=text)
        Succession.objects.create(predecessor=platform, successor=PlatformFactory(), kind="merged")
        Succession.objects.create(predecessor=PlatformFactory(), successor=platform, kind="renamed")
    return platform


def _dispute() -> Dispute:
    dispute = DisputeFactory(
        question_zh=CHINESE, why_en="Both are dated.", why_zh=CHINESE, settle_en="The register.",
        settle_zh=CHINESE, state="resolved", resolution_en="In May.", resolution_zh="五月。",
    )  # fmt: skip
    for order in (1, 2):
        position = PositionFactory(dispute=dispute, order=order, statement_zh=CHINESE)
        position.claims.set([ClaimFactory(), ClaimFactory()])
        position.events.set([EventFactory(), EventFactory()])
    return dispute


def _tag() -> Tag:
    return TagFactory(
        name_zh="原因", description_en="Why.", description_zh=CHINESE, aliases=["a, b", "缘由"],
        parent=TagFactory(),
    )  # fmt: skip


def _claimant() -> models.Model:
    return ClaimantFactory(
        name_zh="李", affiliation_en="A bank", affiliation_zh="银行", url="https://example.org/li",
        aliases=["Li, Jr."],
    )  # fmt: skip


def _outlet() -> Outlet:
    return OutletFactory(name_zh="报纸", url="https://example.org/", aliases=["The Paper, Ltd."])


def _source() -> Source:
    return SourceFactory(
        title_en="An article", authors=["Okafor, Jr.", "王"], publisher=OutletFactory(),
        url="https://example.org/1", repost_of=SourceFactory(), original_sha256="0" * 64,
    )  # fmt: skip


MAKERS: dict[type[models.Model], Callable[[], models.Model]] = {
    Event: _event,
    Claim: _claim,
    Platform: _platform,
    Dispute: _dispute,
    Tag: _tag,
    ClaimantFactory._meta.model: _claimant,
    Outlet: _outlet,
    Source: _source,
}
RELATED: dict[type[models.Model], Callable[[], models.Model]] = {
    Platform: PlatformFactory,
    Tag: TagFactory,
    ClaimantFactory._meta.model: ClaimantFactory,
    Outlet: OutletFactory,
    Source: SourceFactory,
    Event: EventFactory,
    Claim: ClaimFactory,
    Snapshot: new_snapshot,
}
"""Makers of the rows that fields and relations refer to."""

Place = tuple[type[models.Model], str, str]
"""A model, the name of a part or "" for the record itself, and the name of a field or relation."""


def named(place: Iterable) -> str:
    """Return the id of a test for a place or a part."""
    return "-".join(getattr(item, "__name__", item) for item in place if item)


def part_of(model: type[models.Model], name: str) -> Part:
    """Return the part with this name."""
    return next(part for part in RECORD_TYPES[model].parts if part.name == name)


def fields() -> Iterator[Place]:
    """Return every field of every record and of its parts, except owners that are always empty."""
    for model, record_type in RECORD_TYPES.items():
        yield from ((model, "", field.name) for field in record_type.fields)
        for part in record_type.parts:
            names = [field.name for field in part.fields]
            empty = {"event", "claim"} if part.name == "evidence" else set()
            yield from ((model, part.name, name) for name in names if name not in empty)


def relations() -> Iterator[Place]:
    """Return every relation of every record and of its parts."""
    for model, record_type in RECORD_TYPES.items():
        yield from ((model, "", name) for name in record_type.relations)
        for part in record_type.parts:
            yield from ((model, part.name, name) for name in part.relations)


def parts() -> list[tuple[type[models.Model], str]]:
    """Return every part of every record."""
    return [(model, part.name) for model, kind in RECORD_TYPES.items() for part in kind.parts]


def row_of(content: Content, part: str, index: int = 0) -> dict:
    """Return the content of a row of a part, or that of the record itself for ""."""
    return list(content["parts"][part].values())[index] if part else content


def model_at(model: type[models.Model], part: str) -> type[models.Model]:
    """Return the model of a part, or the record's own for ""."""
    return part_of(model, part).model if part else model


def with_other_value(content: Content, place: Place) -> Content:
    """Return the content with another valid value in one field, or other rows in a relation."""
    model, part, name = place
    result = deepcopy(content)
    row = row_of(result, part)
    field = model_at(model, part)._meta.get_field(name)
    if field.many_to_many:
        row["relations"][name] = sorted(
            [row["relations"][name][0], RELATED[field.related_model]().pk]
        )
    else:
        row["fields"][name] = other_value(field, row["fields"][name])
    return result


def other_value(field: models.Field, value: object) -> object:
    """Return another valid value of a field, as contents hold it."""
    if field.is_relation:
        return RELATED[field.related_model]().pk
    if isinstance(field, models.BooleanField):
        return not value
    if field.choices:
        return next(key for key, _label in field.flatchoices if key not in (value, ""))
    if isinstance(field, ArrayField):
        return [*value, "新"]
    if isinstance(field, models.DecimalField):
        return str(Decimal(value) - 1 if field.name == "value" else Decimal(value) + 1)
    if isinstance(field, EDTFField):
        return "2018-04/2019-02"
    if isinstance(field, models.IntegerField):
        return value + 1 if field.name != "order" else value + 10
    if isinstance(field, models.SlugField):
        return f"{value}-2"
    return "EUR" if field.name == "currency" else f"{value}改"[-(field.max_length or 10_000) :]
