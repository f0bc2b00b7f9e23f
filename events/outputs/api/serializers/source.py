"""Articles: their bibliographic records, never their texts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from events.outputs.api.serializers.references import (
    SourceReference,
    source_reference,
    source_title,
)
from events.outputs.api.serializers.values import Shape, Text, Uid, When, text, uid, when
from events.web.json_values import JsonObject
from events.web.links import web_address
from sources.models import Outlet, Source


class OutletSerializer(Shape):
    """A publication or website."""

    id = serializers.CharField(help_text=_("The value for the “outlet” filter of sources."))
    name = Text()
    url = serializers.CharField(allow_null=True)


class SourceSerializer(Shape):
    """An article used as evidence. Its text belongs to its publisher and is not included."""

    id = serializers.CharField()
    uid = Uid()
    url = serializers.URLField(help_text=_("The web page."))
    api_url = serializers.URLField()
    title = Text()
    title_as_published = serializers.CharField()
    language = serializers.ChoiceField(Source.Language.choices)
    authors = serializers.ListField(child=serializers.CharField())
    outlet = OutletSerializer(allow_null=True, help_text=_("The outlet that wrote the article."))
    publisher = OutletSerializer(
        allow_null=True, help_text=_("The outlet that published this copy.")
    )
    published = When(allow_null=True)
    original_url = serializers.CharField(allow_null=True, help_text=_("The URL at its publisher."))
    repost_of = SourceReference(allow_null=True)
    quotable = serializers.BooleanField(
        help_text=_("Whether words of it may be shown: not if it was taken down, for example.")
    )
    events_url = serializers.URLField(help_text=_("The events for which it is evidence."))
    claims_url = serializers.URLField(help_text=_("The claims for which it is evidence."))

    def to_representation(self, row: Source) -> JsonObject:
        """Return the JSON object of an article; a repost names its original if that is accepted."""
        addresses, original = self.addresses, row.public_original
        return {
            "id": row.slug,
            "uid": uid(row),
            "url": addresses.page("source", row.slug),
            "api_url": addresses.api("source", row.slug),
            "title": source_title(row),
            "title_as_published": row.title,
            "language": row.language,
            "authors": row.authors,
            "outlet": _outlet(row.outlet),
            "publisher": _outlet(row.publisher),
            "published": when(row.published),
            "original_url": web_address(row.url) or None,
            "repost_of": source_reference(original, addresses) if original else None,
            "quotable": row.may_be_quoted,
            "events_url": addresses.api_list("events", source=row.slug),
            "claims_url": addresses.api_list("claims", source=row.slug),
        }


def _outlet(row: Outlet | None) -> JsonObject | None:
    if row is None:
        return None
    return {"id": row.slug, "name": text(row, "name"), "url": web_address(row.url) or None}
