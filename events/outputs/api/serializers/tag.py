"""Tags: the terms of the controlled vocabulary."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from events.models import Tag
from events.outputs.api.serializers.references import TagReference, tag_reference
from events.outputs.api.serializers.values import Shape, Text, Uid, text, uid
from events.web.json_values import JsonObject


class TagSerializer(Shape):
    """A term of the controlled vocabulary, in one facet."""

    id = serializers.CharField()
    uid = Uid()
    url = serializers.URLField(help_text=_("The web page."))
    api_url = serializers.URLField()
    facet = serializers.ChoiceField(Tag.Facet.choices)
    name = Text()
    description = Text(help_text=_("When to use the tag."))
    aliases = serializers.ListField(child=serializers.CharField())
    parent = TagReference(allow_null=True, help_text=_("The broader tag."))
    events_url = serializers.URLField(help_text=_("The events with this tag."))
    claims_url = serializers.URLField(help_text=_("The claims with this tag."))

    def to_representation(self, row: Tag) -> JsonObject:
        """Return the JSON object of a tag in a list."""
        addresses, parent = self.addresses, row.public_parent
        return {
            "id": row.slug,
            "uid": uid(row),
            "url": addresses.page("tag", row.slug),
            "api_url": addresses.api("tag", row.slug),
            "facet": row.facet,
            "name": text(row, "name"),
            "description": text(row, "description"),
            "aliases": row.aliases,
            "parent": tag_reference(parent, addresses) if parent else None,
            "events_url": addresses.api_list("events", tag=row.slug),
            "claims_url": addresses.api_list("claims", tag=row.slug),
        }


class TagDetailSerializer(TagSerializer):
    """A tag with its narrower tags."""

    narrower = TagReference(many=True)

    def to_representation(self, row: Tag) -> JsonObject:
        """Return the JSON object of a tag with its narrower tags."""
        narrower = [tag_reference(tag, self.addresses) for tag in row.children.approved()]
        return super().to_representation(row) | {"narrower": narrower}
