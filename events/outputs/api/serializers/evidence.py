"""Evidence: passages of articles that bear on an event or a claim."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from events.annotation.highlights import distinct_passages
from events.models import Claim, Event, Evidence
from events.outputs.api.addresses import Addresses
from events.outputs.api.serializers.references import SourceReference, source_reference
from events.outputs.api.serializers.values import Shape
from events.web.json_values import JsonObject
from sources.models import Snapshot, Source


class EvidenceSerializer(Shape):
    """A passage of an article that supports, disputes or mentions an event or a claim."""

    quotation = serializers.CharField(help_text=_("The quoted text, as shown on the page."))
    language = serializers.ChoiceField(
        Source.Language.choices, help_text=_("The language of the quotation.")
    )
    text = serializers.ChoiceField(
        Snapshot.Kind.choices,
        help_text=_("Whether the quotation is from the original or from our digest."),
    )
    stance = serializers.ChoiceField(Evidence.Stance.choices)
    block = serializers.IntegerField(help_text=_("The number of the block in the article."))
    url = serializers.URLField(help_text=_("The URL of the article, with the passage highlighted."))
    source = SourceReference()


def visible_evidence(row: Event | Claim, addresses: Addresses) -> list[JsonObject]:
    """Return the evidence of a row in accepted articles, each passage once."""
    visible = row.evidence.visible_to(AnonymousUser()).with_sources()
    return [_evidence(item, addresses) for item in distinct_passages(visible)]


def _evidence(item: Evidence, addresses: Addresses) -> JsonObject:
    source, kind = item.snapshot.source, item.snapshot.kind
    return {
        "quotation": item.quotation,
        "language": "en" if kind == Snapshot.Kind.DIGEST else source.language,
        "text": kind,
        "stance": item.stance,
        "block": item.block,
        "url": f"{addresses.page('source', source.slug)}#{item.fragment}",
        "source": source_reference(source, addresses),
    }
