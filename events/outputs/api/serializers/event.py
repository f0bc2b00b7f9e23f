"""Events: something that happened."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from events.models import Dispute, Event, Tagged
from events.models.markets import market_codes
from events.outputs.api.serializers.evidence import EvidenceSerializer, visible_evidence
from events.outputs.api.serializers.references import (
    ClaimReference,
    DisputeReference,
    RoleReference,
    TagReference,
    claim_reference,
    dispute_reference,
    platform_reference,
    tag_reference,
)
from events.outputs.api.serializers.values import Shape, Text, Uid, When, text, uid, when
from events.web.json_values import JsonObject


class EventSerializer(Shape):
    """Something that happened to one or more platforms."""

    id = serializers.CharField()
    uid = Uid()
    url = serializers.URLField(help_text=_("The web page."))
    api_url = serializers.URLField()
    title = Text()
    summary = Text()
    when = When()
    date_note = Text(help_text=_("How the date is known."))
    kind = serializers.ChoiceField(Event.Kind.choices)
    outcome = serializers.ChoiceField(Event.Outcome.choices, allow_null=True)
    is_failure = serializers.BooleanField(help_text=_("Whether the outcome counts as a failure."))
    importance = serializers.IntegerField(
        min_value=1, max_value=5, help_text=_("From 1 (a detail) to 5 (essential).")
    )
    markets = serializers.ListField(
        child=serializers.ChoiceField(market_codes()),
        help_text=_("ISO 3166 codes, or named regions such as europe and global."),
    )
    platforms = RoleReference(many=True)
    tags = TagReference(many=True)
    source_count = serializers.IntegerField(
        min_value=0, help_text=_("The number of articles about it; reposts count once.")
    )
    is_disputed = serializers.BooleanField(help_text=_("Whether it is part of an open dispute."))

    @classmethod
    def prepare(cls, rows: Sequence[Event]) -> None:
        """Load the tags of all events in one query, as `own_tags`."""
        tags = Tagged.objects.by_row(Event, [row.pk for row in rows])
        for row in rows:
            row.own_tags = tags.get(row.pk, [])

    def to_representation(self, row: Event) -> JsonObject:
        """Return the JSON object of an event in a list."""
        addresses = self.addresses
        return {
            "id": row.slug,
            "uid": uid(row),
            "url": addresses.page("event", row.slug),
            "api_url": addresses.api("event", row.slug),
            "title": text(row, "title"),
            "summary": text(row, "summary"),
            "when": when(row.when),
            "date_note": text(row, "date_note"),
            "kind": row.kind,
            "outcome": row.outcome or None,
            "is_failure": row.is_failure,
            "importance": row.importance,
            "markets": row.markets,
            "platforms": [
                {**platform_reference(link.platform, addresses), "role": link.role}
                for link in row.event_platforms.all()
            ],
            "tags": [tag_reference(tag, addresses) for tag in row.own_tags],
            "source_count": row.source_count,
            "is_disputed": row.is_disputed,
        }


class EventDetailSerializer(EventSerializer):
    """An event with the passages that support it, the claims about it, and its disputes."""

    evidence = EvidenceSerializer(many=True)
    claims = ClaimReference(many=True)
    disputes = DisputeReference(many=True)

    def to_representation(self, row: Event) -> JsonObject:
        """Return the JSON object of an event with its evidence, claims and disputes."""
        claims = row.claims.published().order_by("pk")
        disputes = Dispute.objects.approved().for_event(row)
        return super().to_representation(row) | {
            "evidence": visible_evidence(row, self.addresses),
            "claims": [claim_reference(claim, self.addresses) for claim in claims],
            "disputes": [dispute_reference(item, self.addresses) for item in disputes],
        }
