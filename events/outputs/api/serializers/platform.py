"""Companies, platforms, products, features, payment systems and programmes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from events.models import Event, Platform, PlatformLife
from events.models.lifecycle import Life, lifecycle_from_row
from events.outputs.api.addresses import Addresses
from events.outputs.api.serializers.references import (
    EventReference,
    PlatformReference,
    SuccessionReference,
    event_reference,
    platform_reference,
)
from events.outputs.api.serializers.values import Shape, Text, Uid, When, text, uid, when
from events.web.json_values import JsonObject


class Turn(Shape):
    """The start or end of a life cycle, and the event that marks it."""

    when = When()
    event = EventReference()


class Lasted(Shape):
    """A range of whole months, as exact as the dates allow."""

    fewest = serializers.IntegerField(min_value=0)
    most = serializers.IntegerField(min_value=0)


class LifeSerializer(Shape):
    """The life cycle of a platform, derived from its events."""

    began = Turn(allow_null=True)
    ended = Turn(allow_null=True)
    outcome = serializers.ChoiceField(Event.Outcome.choices, allow_null=True)
    is_failure = serializers.BooleanField()
    months = Lasted(allow_null=True)


class PlatformSerializer(Shape):
    """A company, platform, product, feature, payment system or programme."""

    id = serializers.CharField()
    uid = Uid()
    url = serializers.URLField(help_text=_("The web page."))
    api_url = serializers.URLField()
    kind = serializers.ChoiceField(Platform.Kind.choices)
    name = Text()
    summary = Text()
    aliases = serializers.ListField(
        child=serializers.CharField(), help_text=_("Other names and spellings.")
    )
    parent = PlatformReference(allow_null=True, help_text=_("The platform that it is part of."))
    events_url = serializers.URLField(help_text=_("Its events, including those of its products."))
    claims_url = serializers.URLField(help_text=_("The claims about it or its products."))

    def to_representation(self, row: Platform) -> JsonObject:
        """Return the JSON object of a platform in a list."""
        addresses, parent = self.addresses, row.public_parent
        return {
            "id": row.slug,
            "uid": uid(row),
            "url": addresses.page("platform", row.slug),
            "api_url": addresses.api("platform", row.slug),
            "kind": row.kind,
            "name": text(row, "name"),
            "summary": text(row, "summary"),
            "aliases": [alias.text for alias in row.aliases.all()],
            "parent": platform_reference(parent, addresses) if parent else None,
            "events_url": addresses.api_list("events", platform=row.slug),
            "claims_url": addresses.api_list("claims", platform=row.slug),
        }


class PlatformDetailSerializer(PlatformSerializer):
    """A platform with its life cycle, its parts, its predecessors and its successors."""

    life = LifeSerializer()
    parts = PlatformReference(many=True)
    predecessors = SuccessionReference(many=True)
    successors = SuccessionReference(many=True)

    def to_representation(self, row: Platform) -> JsonObject:
        """Return the JSON object of a platform with its life cycle, parts and relatives."""
        addresses = self.addresses
        parts = Platform.objects.approved().without_tree_fields().filter(parent=row)
        life = PlatformLife.objects.everywhere().filter(platform=row).with_events().first()
        return super().to_representation(row) | {
            "life": _life(lifecycle_from_row(life), addresses),
            "parts": [platform_reference(part, addresses) for part in parts],
            "predecessors": [
                {**platform_reference(step.predecessor, addresses), "how": step.kind}
                for step in row.precessions.from_approved().order_by("pk")
            ],
            "successors": [
                {**platform_reference(step.successor, addresses), "how": step.kind}
                for step in row.successions.to_approved().order_by("pk")
            ],
        }


def _life(life: Life, addresses: Addresses) -> JsonObject:
    months = life.months
    return {
        "began": _turn(life.born, addresses),
        "ended": _turn(life.ended, addresses),
        "outcome": life.outcome or None,
        "is_failure": life.is_failure,
        "months": {"fewest": months[0], "most": months[1]} if months else None,
    }


def _turn(event: Event | None, addresses: Addresses) -> JsonObject | None:
    if event is None:
        return None
    return {"when": when(event.when), "event": event_reference(event, addresses)}
