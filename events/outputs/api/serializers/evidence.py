"""Evidence: passages of articles that bear on an event or a claim."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from events.annotation.passages import ShownPassage, shown_passages
from events.models import Claim, Event, Evidence
from events.outputs.api.addresses import Addresses
from events.outputs.api.serializers.references import SourceReference, source_reference
from events.outputs.api.serializers.values import Shape
from events.web.json_values import JsonObject
from sources.models import Snapshot, Source


class EvidenceSerializer(Shape):
    """A passage of an article that supports, disputes or mentions an event or a claim."""

    quotation = serializers.CharField(
        help_text=_(
            "The text, as shown on the page: quoted words, or what our digest says of the block. "
            "Empty if neither is shown."
        )
    )
    language = serializers.ChoiceField(
        Source.Language.choices, help_text=_("The language of the quotation.")
    )
    text = serializers.ChoiceField(
        Snapshot.Kind.choices,
        help_text=_("Whether the quotation is from the original or from our digest."),
    )
    quoted = serializers.BooleanField(help_text=_("Whether words of the article are quoted."))
    sha256 = serializers.CharField(
        help_text=_("The SHA-256 of the whole passage in the original, in UTF-8.")
    )
    stance = serializers.ChoiceField(Evidence.Stance.choices)
    block = serializers.IntegerField(help_text=_("The number of the block in the article."))
    url = serializers.URLField(help_text=_("The URL of the article, with the passage highlighted."))
    source = SourceReference()


def visible_evidence(row: Event | Claim, addresses: Addresses) -> list[JsonObject]:
    """Return the evidence of a row in accepted articles, each passage once."""
    visible = row.evidence.visible_to(AnonymousUser()).with_sources()
    passages = shown_passages(visible, AnonymousUser())
    return [_evidence(passage, addresses) for passage in passages]


def _evidence(passage: ShownPassage, addresses: Addresses) -> JsonObject:
    item = passage.evidence
    source = item.source
    return {
        "quotation": passage.words,
        "language": passage.language,
        "text": passage.text,
        "quoted": passage.is_quoted,
        "sha256": item.span_sha256,
        "stance": item.stance,
        "block": item.block,
        "url": f"{addresses.page('source', source.slug)}#{item.fragment}",
        "source": source_reference(source, addresses),
    }
