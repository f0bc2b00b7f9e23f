"""References to other rows: the id, the address in the API, and the name."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from events.models import Claim, Dispute, Event, EventPlatform, Platform, Succession, Tag
from events.outputs.api.addresses import Addresses
from events.outputs.api.serializers.values import Shape, Text, text
from events.web.json_values import JsonObject
from sources.models import Source


class Reference(Shape):
    """A related row."""

    id = serializers.CharField()
    api_url = serializers.URLField(help_text=_("The URL of the full record in the API."))


class EventReference(Reference):
    """A related event."""

    title = Text()


class PlatformReference(Reference):
    """A related platform."""

    name = Text()


class RoleReference(PlatformReference):
    """A platform involved in an event."""

    role = serializers.ChoiceField(EventPlatform.Role.choices)


class SuccessionReference(PlatformReference):
    """A predecessor or a successor of a platform."""

    how = serializers.ChoiceField(Succession.Kind.choices)


class TagReference(Reference):
    """A related tag."""

    facet = serializers.ChoiceField(Tag.Facet.choices)
    name = Text()


class ClaimReference(Reference):
    """A related claim."""

    statement = Text()


class DisputeReference(Reference):
    """A related dispute."""

    question = Text()


class SourceReference(Reference):
    """A related source."""

    title = Text()


def event_reference(row: Event, addresses: Addresses) -> JsonObject:
    """Return the id, address and title of an event."""
    return {
        "id": row.slug,
        "api_url": addresses.api("event", row.slug),
        "title": text(row, "title"),
    }


def platform_reference(row: Platform, addresses: Addresses) -> JsonObject:
    """Return the id, address and name of a platform."""
    return {
        "id": row.slug,
        "api_url": addresses.api("platform", row.slug),
        "name": text(row, "name"),
    }


def tag_reference(row: Tag, addresses: Addresses) -> JsonObject:
    """Return the id, address, facet and name of a tag."""
    return {
        "id": row.slug,
        "api_url": addresses.api("tag", row.slug),
        "facet": row.facet,
        "name": text(row, "name"),
    }


def claim_reference(row: Claim, addresses: Addresses) -> JsonObject:
    """Return the id, address and statement of a claim."""
    return {
        "id": row.key,
        "api_url": addresses.api("claim", row.key),
        "statement": text(row, "statement"),
    }


def dispute_reference(row: Dispute, addresses: Addresses) -> JsonObject:
    """Return the id, address and question of a dispute."""
    return {
        "id": row.slug,
        "api_url": addresses.api("dispute", row.slug),
        "question": text(row, "question"),
    }


def source_reference(row: Source, addresses: Addresses) -> JsonObject:
    """Return the id, address and title of an article."""
    return {
        "id": row.slug,
        "api_url": addresses.api("source", row.slug),
        "title": source_title(row),
    }


def source_title(row: Source) -> dict[str, str | None]:
    """Return the title in each language that has it, else None.

    A title in Traditional Chinese counts as neither language.
    """
    language = Source.Language
    english = row.title_en or (row.title if row.language == language.ENGLISH else None)
    chinese = row.title if row.language == language.CHINESE_SIMPLIFIED else None
    return {"en": english, "zh-Hans": chinese}
