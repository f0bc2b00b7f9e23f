"""Social cards: images that other sites show next to a link to a page (Open Graph)."""

from events.sharing.cards.card import Card, claim_card, event_card, platform_card, site_card
from events.sharing.cards.drawing import render_png

__all__ = ["Card", "claim_card", "event_card", "platform_card", "render_png", "site_card"]
