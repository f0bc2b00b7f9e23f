"""A platform at a glance: what it is, its life and how it went."""

from __future__ import annotations

from dataclasses import dataclass

from events.charts.axis import Axis
from events.models import Platform, PlatformLife
from events.models.lives import Life, kept_life


@dataclass(frozen=True)
class Card:
    """A platform with its life, where its events tell one."""

    platform: Platform
    life: Life | None
    axis: Axis | None


def card_of(pk: int) -> Card:
    """The card of the platform with this id."""
    rows = Platform.objects.without_tree_fields().select_related("parent")
    platform = rows.prefetch_related("aliases").get(pk=pk)
    kept = PlatformLife.objects.everywhere().with_events().filter(platform=pk).first()
    if kept is None:
        return Card(platform, None, None)
    life = kept_life(kept)
    # A life without an end reaches to what is last known of it.
    return Card(platform, life, Axis.over([life], [kept.last.sort_on]))
