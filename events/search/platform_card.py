"""The summary card of a platform: its description, life cycle and outcome."""

from __future__ import annotations

from dataclasses import dataclass

from events.charts.axis import Axis
from events.models import Platform, PlatformLife
from events.models.lifecycle import Life, lifecycle_from_row


@dataclass(frozen=True)
class Card:
    """A platform with its life cycle; `life` and `axis` are None if its events give none."""

    platform: Platform
    life: Life | None
    axis: Axis | None


def card_of(pk: int) -> Card:
    """Return the card of the platform with this id, in a fixed number of queries."""
    rows = Platform.objects.without_tree_fields().select_related("parent")
    platform = rows.prefetch_related("aliases").get(pk=pk)
    row = PlatformLife.objects.everywhere().with_events().filter(platform=pk).first()
    if row is None:
        return Card(platform, None, None)
    life = lifecycle_from_row(row)
    # A life without an end is drawn up to the date of its last event.
    return Card(platform, life, Axis.over([life], [row.last.sort_on]))
