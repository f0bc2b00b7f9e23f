"""Edits as the forms of the admin make them: each checks what it writes before it saves it."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import ValidationError
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

TEXTS = {
    Event: ("title_en", "summary_zh", "date_note_en"),
    Claim: ("statement_en", "statement_zh"),
    Platform: ("name_en", "name_zh", "summary_en"),
    Tag: ("name", "name_zh", "description_en"),
    Claimant: ("name_en", "affiliation_en"),
    Outlet: ("name_en", "name_zh"),
    Dispute: ("question_en", "why_zh", "settle_en"),
    Source: ("title", "title_en"),
}
SLUGS = {model: "key" if model is Claim else "slug" for model in TEXTS}
CHOICES: dict[type[models.Model], list[dict[str, object]]] = {
    Event: [
        {"kind": "shutdown", "outcome": "shut_down"},
        {"kind": "launch", "outcome": ""},
        {"outcome": "failed"},
        {"markets": ["US"]},
        {"markets": [], "importance": 5},
        {"when": "2021-36"},
        {"when": "2018"},
    ],
    Claim: [
        {"rank": "preferred", "rank_reason": "the newest"},
        {"rank": "normal", "rank_reason": ""},
        {"value": "5.0000", "unit": "people"},
        {"value": None, "unit": ""},
        {"value": "7.5000", "value_to": "8.0000", "unit": "money", "currency": "USD"},
        {"value": None, "value_to": None},
        {"currency": "", "unit": "people"},
        {"value": "9.0000"},
        {"value_to": None},
    ],
    Platform: [{"kind": "company"}, {"kind": "feature"}],
    Tag: [{"facet": "theme"}, {"aliases": ["Okafor, Jr."]}, {"aliases": []}],
    Claimant: [{"kind": "organisation"}, {"kind": "person"}],
    Outlet: [{"url": "https://outlet.example/"}, {"url": ""}],
    Dispute: [
        {"state": "open", "resolution_en": ""},
        {"state": "resolved", "resolution_en": "Counted again."},
    ],
    Source: [{"language": "zh-Hans"}, {"published": "2019-05"}, {"authors": ["Li, Jr.", "Wu"]}],
}
REFERENCES = {
    Claim: {"claimant": Claimant},
    Platform: {"parent": Platform},
    Tag: {"parent": Tag},
    Source: {"outlet": Outlet, "publisher": Outlet, "repost_of": Source},
}


def save(row: models.Model) -> None:
    """Save a row that is valid; raise ValidationError otherwise, as a form does."""
    row.full_clean(exclude=["sort_on"] if isinstance(row, Event) else None)
    row.save()


def set_fields(row: models.Model, values: dict[str, object]) -> None:
    """Save other values of fields."""
    for name, value in values.items():
        setattr(row, name, value)
    save(row)


def refer(row: models.Model, name: str, other: models.Model | None) -> None:
    """Save that a row refers to another; a parent that is below it is refused."""
    above = other
    while name == "parent" and above is not None:
        if above == row:
            raise ValidationError("It is part of this one.")
        above = above.parent
    set_fields(row, {name: other})


def toggle(rows: models.QuerySet, **values: object) -> list[str]:
    """Delete the row with these values, else add it. Return the texts of what was deleted."""
    if there := rows.filter(**values).first():
        texts = [str(value) for value in vars(there).values()]
        there.delete()
        return texts
    save(rows.model(**values))
    return []


def toggle_related(relation: models.Manager, row: models.Model) -> None:
    """Remove a row from a relation, or add it."""
    if relation.filter(pk=row.pk).exists():
        relation.remove(row)
    else:
        relation.add(row)


def relate(row: models.Model, pick: Callable, way: int, number: int, token: str) -> list[str]:
    """Add, change or remove a row of a part or a relation; return the texts of what was removed."""
    if isinstance(row, Event | Claim) and way % 4 == 0:
        tag = pick(Tag, number)
        if tag.merged_into_id:
            raise ValidationError("This tag is merged.")
        type_ = Tagged._meta.get_field("content_type").related_model.objects.get_for_model(row)
        return toggle(Tagged.objects.all(), content_type=type_, object_id=row.pk, tag=tag)
    if isinstance(row, Event | Claim) and way % 4 == 1:
        return _evidence(row, number)
    if isinstance(row, Event):
        platform = pick(Platform, number)
        link = row.event_platforms.filter(platform=platform).first()
        if link and way % 4 == 2:
            role = "partner" if link.role == "subject" else "subject"
            set_fields(link, {"role": role, "position": number})
            return []
        return toggle(EventPlatform.objects.all(), event=row, platform=platform)
    if isinstance(row, Claim):
        name, model = ("platforms", Platform) if way % 4 == 2 else ("events", Event)
        toggle_related(getattr(row, name), pick(model, number))
        return []
    if isinstance(row, Platform):
        return _platform_row(row, pick(Platform, number), way, token)
    if isinstance(row, Dispute):
        return _position(row, pick, way, number, token)
    raise ValidationError("It has no such rows.")


def _evidence(row: Event | Claim, number: int) -> list[str]:
    rows = list(row.evidence.order_by("pk"))
    if not rows:
        raise ValidationError("It has no evidence.")
    evidence = rows[number % len(rows)]
    if number % 2:
        evidence.delete()
    else:
        stance = "mentions" if evidence.stance == "supports" else "supports"
        Evidence.objects.filter(pk=evidence.pk).update(stance=stance)
    return []


def _platform_row(row: Platform, other: Platform, way: int, token: str) -> list[str]:
    if way % 4 == 0:
        save(PlatformAlias(platform=row, text=token))
        return []
    if way % 4 == 1:
        return toggle(PlatformAlias.objects.all(), platform=row, text="Same")
    pair = (row, other) if way % 4 == 2 else (other, row)
    values = dict(zip(("predecessor", "successor"), pair, strict=True))
    return toggle(Succession.objects.all(), **values, kind="renamed")


def _position(row: Dispute, pick: Callable, way: int, number: int, token: str) -> list[str]:
    positions = list(row.positions.order_by("order"))
    if way % 4 == 0 or not positions:
        order = max((position.order for position in positions), default=0) + 1
        save(Position(dispute=row, order=order, statement_en=token))
        return []
    position = positions[number % len(positions)]
    if way % 4 == 1:
        texts = [position.statement_en]
        position.delete()
        return texts
    name, model = ("claims", Claim) if way % 4 == 2 else ("events", Event)
    toggle_related(getattr(position, name), pick(model, number))
    return []
