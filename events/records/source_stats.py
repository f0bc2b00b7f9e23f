"""How often each article is used: in published events, in published claims, and in disputes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from events.filters.selection import everything
from events.models import Claim, Event, Evidence, Position, State
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
    disputes = Counter(pk for pk, _dispute in _disputes(ids))
    return {pk: SourceStats(events.get(pk, 0), claims.get(pk, 0), disputes[pk]) for pk in ids}


def _events() -> dict[int, int]:
    """Return the number of published events with evidence from each article, by article id."""
    selection = everything()
    counts = selection.index.sources.counts_in(selection.rows()).tolist()
    sources = selection.index.dictionary.sources
    return {row.pk: count for row, count in zip(sources, counts, strict=False)}


def _disputes(ids: list[int]) -> set[tuple[int, int]]:
    """Return the ids of articles, and of approved disputes whose published records rest on them."""
    pairs = []
    for model, through in ((Claim, Position.claims.through), (Event, Position.events.through)):
        owner = str(model._meta.model_name)
        rows = through._default_manager.order_by().filter(
            **{
                f"{owner}__evidence__snapshot__source__in": ids,
                f"{owner}__in": model._default_manager.filter(state=State.PUBLISHED).order_by(),
                "position__dispute__is_approved": True,
            }
        )
        pairs.append(rows.values_list(f"{owner}__evidence__snapshot__source", "position__dispute"))
    return set(pairs[0].union(*pairs[1:]))
