"""Claims: what somebody asserts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from events.models import Claim, Claimant, Dispute, Tagged
from events.models.figures import figure_label
from events.outputs.api.serializers.evidence import EvidenceSerializer, visible_evidence
from events.outputs.api.serializers.references import (
    DisputeReference,
    EventReference,
    PlatformReference,
    TagReference,
    dispute_reference,
    event_reference,
    platform_reference,
    tag_reference,
)
from events.outputs.api.serializers.values import Shape, Text, Uid, When, text, uid, when
from events.web.json_values import JsonObject

DECIMAL_PATTERN = r"^-?\d+(\.\d+)?$"


class ClaimantSerializer(Shape):
    """A person or organisation that makes claims."""

    id = serializers.CharField(help_text=_("The value for the “claimant” filter of claims."))
    kind = serializers.ChoiceField(Claimant.Kind.choices)
    name = Text()
    affiliation = Text()


class Figure(Shape):
    """The number in a claim, in whole units: 30000000000 dollars, not 30 billion."""

    value = serializers.RegexField(DECIMAL_PATTERN, help_text=_("A decimal number as a string."))
    value_to = serializers.RegexField(
        DECIMAL_PATTERN, allow_null=True, help_text=_("The upper end of a range.")
    )
    unit = serializers.ChoiceField(Claim.Unit.choices)
    currency = serializers.CharField(allow_null=True, help_text=_("The ISO 4217 code, for money."))
    label = Text(help_text=_("The formatted figure."))


class ClaimSerializer(Shape):
    """A statement by a claimant. It records what is claimed, not that it is true."""

    id = serializers.CharField()
    uid = Uid()
    url = serializers.URLField(help_text=_("The web page."))
    api_url = serializers.URLField()
    statement = Text()
    kind = serializers.ChoiceField(Claim.Kind.choices)
    claimant = ClaimantSerializer()
    asserted = When(allow_null=True)
    metric = serializers.ChoiceField(Claim.Metric.choices, allow_null=True)
    figure = Figure(allow_null=True)
    period = When(allow_null=True, help_text=_("The period that the figure covers."))
    rank = serializers.ChoiceField(Claim.Rank.choices)
    rank_reason = serializers.CharField(allow_null=True)
    platforms = PlatformReference(many=True)
    tags = TagReference(many=True)
    source_count = serializers.IntegerField(min_value=0)
    is_disputed = serializers.BooleanField()

    @classmethod
    def prepare(cls, rows: Sequence[Claim]) -> None:
        """Load the tags of all claims in one query, as `own_tags`."""
        tags = Tagged.objects.by_row(Claim, [row.pk for row in rows])
        for row in rows:
            row.own_tags = tags.get(row.pk, [])

    def to_representation(self, row: Claim) -> JsonObject:
        """Return the JSON object of a claim in a list."""
        addresses = self.addresses
        return {
            "id": row.key,
            "uid": uid(row),
            "url": addresses.page("claim", row.pk),
            "api_url": addresses.api("claim", row.key),
            "statement": text(row, "statement"),
            "kind": row.kind,
            "claimant": _claimant(row.claimant),
            "asserted": when(row.asserted),
            "metric": row.metric or None,
            "figure": _figure(row),
            "period": when(row.period),
            "rank": row.rank,
            "rank_reason": row.rank_reason or None,
            "platforms": [platform_reference(item, addresses) for item in row.platforms.all()],
            "tags": [tag_reference(tag, addresses) for tag in row.own_tags],
            "source_count": row.source_count,
            "is_disputed": row.is_disputed,
        }


class ClaimDetailSerializer(ClaimSerializer):
    """A claim with the passages that support or dispute it, its events and its disputes."""

    evidence = EvidenceSerializer(many=True)
    events = EventReference(many=True)
    disputes = DisputeReference(many=True)

    def to_representation(self, row: Claim) -> JsonObject:
        """Return the JSON object of a claim with its evidence, events and disputes."""
        events = row.events.published().order_by("sort_on", "pk")
        disputes = Dispute.objects.approved().for_claim(row)
        return super().to_representation(row) | {
            "evidence": visible_evidence(row, self.addresses),
            "events": [event_reference(event, self.addresses) for event in events],
            "disputes": [dispute_reference(item, self.addresses) for item in disputes],
        }


def _claimant(row: Claimant) -> JsonObject:
    return {
        "id": row.slug,
        "kind": row.kind,
        "name": text(row, "name"),
        "affiliation": text(row, "affiliation"),
    }


def _figure(row: Claim) -> JsonObject | None:
    if row.value is None:
        return None
    figure = (row.value, row.value_to, row.unit, row.currency)
    return {
        "value": _plain_decimal(row.value),
        "value_to": None if row.value_to is None else _plain_decimal(row.value_to),
        "unit": row.unit,
        "currency": row.currency or None,
        "label": {"en": figure_label(*figure, "en"), "zh-Hans": figure_label(*figure, "zh-Hans")},
    }


def _plain_decimal(value: Decimal) -> str:
    """Return the number without an exponent, and without trailing zeros in its fraction."""
    return f"{value.normalize():f}"
