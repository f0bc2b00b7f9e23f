"""A platform at a glance: what it is, its life and how it went."""

from __future__ import annotations

from dataclasses import dataclass

from events.charts.axis import Axis
from events.lives import Life, life_of
from events.models import Event, EventPlatform, Platform

MOST_EVENTS = 500
"""Events whose life is read off while a reader waits; beyond, the platform's page tells it."""


@dataclass(frozen=True)
class Card:
    """A platform with its life, where the life is quickly told."""

    platform: Platform
    life: Life | None
    axis: Axis | None


def card_of(pk: int) -> Card:
    """The card of the platform with this id."""
    rows = Platform.objects.without_tree_fields().select_related("parent")
    platform = rows.prefetch_related("aliases").get(pk=pk)
    links = EventPlatform.objects.filter(platform=pk, role=EventPlatform.Role.SUBJECT)
    ids = list(links.order_by().values_list("event", flat=True)[: MOST_EVENTS + 1])
    if len(ids) > MOST_EVENTS:
        return Card(platform, None, None)
    own = list(Event.objects.published().defer("search_vector").filter(pk__in=ids))
    life = life_of(own)
    # As on its own page: a life without an end reaches to what is last known of it.
    return Card(platform, life, Axis.over([life], (event.sort_on for event in own)))
