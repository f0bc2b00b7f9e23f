"""How much rests on each article: the published events and claims, and the disputes it is in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from sources.models import Source

from events.models import Claim, Event, Evidence, Position


@dataclass(frozen=True)
class Tally:
    events: int = 0
    claims: int = 0
    disputes: int = 0


def tallies(sources: Iterable[Source]) -> dict[int, Tally]:
    """By the id of each article, in three queries."""
    ids = [source.pk for source in sources]
    cited = Evidence.objects.filter(snapshot__source__in=ids).order_by()
    events = _counts(cited.filter(event__in=Event.objects.published().order_by()), "event")
    claims = _counts(cited.filter(claim__in=Claim.objects.published().order_by()), "claim")
    held = Position.claims.through.objects.filter(claim__evidence__snapshot__source__in=ids)
    disputes = dict(
        held.values_list("claim__evidence__snapshot__source")
        .annotate(count=Count("position__dispute", distinct=True))
        .order_by()
    )
    return {pk: Tally(events.get(pk, 0), claims.get(pk, 0), disputes.get(pk, 0)) for pk in ids}


def _counts(cited: QuerySet, owner: str) -> dict[int, int]:
    return dict(cited.values_list("snapshot__source").annotate(count=Count(owner, distinct=True)))
