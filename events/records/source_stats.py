"""How often each article is used: in published events, in published claims, and in disputes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from events.filters.selection import everything
from events.models import Claim, Evidence, Position
from sources.models import Source


@dataclass(frozen=True)
class SourceStats:
    """The number of published events, published claims, and disputes that use one article."""

    events: int = 0
    claims: int = 0
    disputes: int = 0


def source_stats(sources: Iterable[Source]) -> dict[int, SourceStats]:
    """Return the statistics of each article by its id, in a fixed number of queries."""
    ids = [source.pk for source in sources]
    events = _events()
    claims = dict(
        Evidence.objects.filter(
            snapshot__source__in=ids, claim__in=Claim.objects.published().order_by()
        )
        .order_by()
        .values_list("snapshot__source")
        .annotate(count=Count("claim", distinct=True))
    )
    positions = Position.claims.through.objects.filter(claim__evidence__snapshot__source__in=ids)
    disputes = dict(
        positions.values_list("claim__evidence__snapshot__source")
        .annotate(count=Count("position__dispute", distinct=True))
        .order_by()
    )
    return {
        pk: SourceStats(events.get(pk, 0), claims.get(pk, 0), disputes.get(pk, 0)) for pk in ids
    }


def _events() -> dict[int, int]:
    """Return the number of published events with evidence from each article, by article id."""
    selection = everything()
    counts = selection.index.sources.counts_in(selection.rows()).tolist()
    sources = selection.index.dictionary.sources
    return {row.pk: count for row, count in zip(sources, counts, strict=False)}
