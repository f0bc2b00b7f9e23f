"""What a card says. Pure: no drawing."""

from __future__ import annotations

import hashlib
from dataclasses import astuple, dataclass

from django.utils.translation import gettext as _

from events.models import Claim, Event, Platform
from events.models.figures import figure_label
from events.web.absolute_urls import site_name

DESIGN = 1
"""Counted up when the same words are drawn otherwise, so that kept cards are fetched anew."""


@dataclass(frozen=True)
class Card:
    """`above` and `below` are short lines around the title; a failure is marked by a cross."""

    above: str
    title: str
    below: str
    site: str
    is_failure: bool = False

    @property
    def etag(self) -> str:
        told = "\0".join(str(part) for part in (DESIGN, *astuple(self)))
        return f'"{hashlib.sha256(told.encode()).hexdigest()[:24]}"'


def event_card(event: Event, language: str) -> Card:
    words = [str(event.get_kind_display()), event.date.label(language)]
    outcome = str(event.get_outcome_display()) if event.outcome else ""
    return Card(" · ".join(words), str(event.title), outcome, site_name(), event.is_failure)


def platform_card(platform: Platform) -> Card:
    return Card(
        str(platform.get_kind_display()), str(platform.name), str(platform.summary), site_name()
    )


def claim_card(claim: Claim, language: str) -> Card:
    figure = figure_label(claim.value, claim.value_to, claim.unit, claim.currency, language)
    above = " · ".join(filter(None, [str(claim.get_kind_display()), figure]))
    return Card(above, str(claim.statement), str(claim.claimant.name), site_name())


def site_card() -> Card:
    words = _("What was launched in social commerce, what failed, why, and who says so.")
    return Card("", words, "", site_name())
