"""Disputes: claims or events that cannot all be true."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from events.models import Dispute, Position
from events.outputs.api.addresses import Addresses, disputes_page
from events.outputs.api.serializers.references import (
    ClaimReference,
    EventReference,
    claim_reference,
    event_reference,
)
from events.outputs.api.serializers.values import Shape, Text, Uid, text, uid
from events.web.json_values import JsonObject


class PositionSerializer(Shape):
    """One answer to the question, with the claims and events that support it."""

    statement = Text()
    basis = serializers.ChoiceField(Position.Basis.choices)
    claims = ClaimReference(many=True)
    events = EventReference(many=True)


class DisputeSerializer(Shape):
    """Claims or events that cannot all be true: the question, the positions, and the state."""

    id = serializers.CharField()
    uid = Uid()
    url = serializers.URLField(help_text=_("The web page."))
    api_url = serializers.URLField()
    question = Text()
    why = Text(help_text=_("Why they cannot all be true."))
    settle = Text(help_text=_("What would resolve it."))
    state = serializers.ChoiceField(Dispute.State.choices)
    resolution = Text(help_text=_("How it was resolved."))
    positions = PositionSerializer(many=True)

    def to_representation(self, row: Dispute) -> JsonObject:
        """Return the JSON object of a dispute."""
        addresses = self.addresses
        page = f"{addresses.base}{disputes_page(addresses.language)}"
        return {
            "id": row.slug,
            "uid": uid(row),
            "url": f"{page}#{row.slug}",
            "api_url": addresses.api("dispute", row.slug),
            "question": text(row, "question"),
            "why": text(row, "why"),
            "settle": text(row, "settle"),
            "state": row.state,
            "resolution": text(row, "resolution"),
            "positions": [_position(item, addresses) for item in row.positions.all()],
        }


def _position(row: Position, addresses: Addresses) -> JsonObject:
    return {
        "statement": text(row, "statement"),
        "basis": row.basis,
        "claims": [claim_reference(claim, addresses) for claim in row.claims.all()],
        "events": [event_reference(event, addresses) for event in row.events.all()],
    }
