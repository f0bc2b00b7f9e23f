"""Social cards: images that other sites show next to a link to a page (Open Graph)."""

from events.sharing.cards.card import Card, claim_card, event_card, platform_card, site_card
from events.sharing.cards.drawing import drawn

__all__ = ["Card", "claim_card", "drawn", "event_card", "platform_card", "site_card"]
