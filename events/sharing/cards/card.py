"""The text of a card. Drawing is in `drawing.py`."""

from __future__ import annotations

import hashlib
from dataclasses import astuple, dataclass

from django.utils.translation import gettext as _

from events.models import Claim, Event, Platform
from events.models.figures import figure_label
from events.web.absolute_urls import site_name

DESIGN = 1
"""Increment when the drawing of the same text changes, so that cached cards are fetched again."""


@dataclass(frozen=True)
class Card:
    """Text of a card.

    `above` and `below` are short lines around the title. A failure is marked by a cross.
    """

    above: str
    title: str
    below: str
    site: str
    is_failure: bool = False

    @property
    def etag(self) -> str:
        """A strong ETag of the text and the design."""
        content = "\0".join(str(part) for part in (DESIGN, *astuple(self)))
        return f'"{hashlib.sha256(content.encode()).hexdigest()[:24]}"'


def event_card(event: Event, language: str) -> Card:
    """Return the card of an event: its kind, date, title and outcome."""
    parts = [str(event.get_kind_display()), event.date.label(language)]
    outcome = str(event.get_outcome_display()) if event.outcome else ""
    return Card(" · ".join(parts), str(event.title), outcome, site_name(), event.is_failure)


def platform_card(platform: Platform) -> Card:
    """Return the card of a platform: its kind, name and summary."""
    return Card(
        str(platform.get_kind_display()), str(platform.name), str(platform.summary), site_name()
    )


def claim_card(claim: Claim, language: str) -> Card:
    """Return the card of a claim: its kind, figure, statement and claimant."""
    figure = figure_label(claim.value, claim.value_to, claim.unit, claim.currency, language)
    above = " · ".join(filter(None, [str(claim.get_kind_display()), figure]))
    return Card(above, str(claim.statement), str(claim.claimant.name), site_name())


def site_card() -> Card:
    """Return the card of the site, for pages without a card of their own."""
    title = _("What launched in social commerce, what failed and why, with sources.")
    return Card("", title, "", site_name())
