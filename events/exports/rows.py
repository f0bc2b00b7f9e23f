"""What each export reads with its rows, in a fixed number of queries for any number of them.

Every export is for everybody: what only editors may see is in no row and in no relation of one.
"""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from events.models import Claim, Event, Evidence, Position


def events_for_export() -> QuerySet[Event]:
    """Published events with platforms, tags, counts and the accepted articles behind them."""
    rows = Event.objects.published().for_listing().defer("search_vector")
    return rows.prefetch_related("tags", Prefetch("evidence", _articles()))


def claims_for_export() -> QuerySet[Claim]:
    """Published claims with all they are tied to."""
    positions = Position.objects.select_related("dispute").order_by("dispute", "order")
    rows = Claim.objects.published().select_related("claimant").defer("search_vector")
    return rows.prefetch_related(
        "platforms",
        "tags",
        Prefetch("events", Event.objects.published().defer("search_vector")),
        Prefetch("evidence", _articles()),
        Prefetch("positions", positions),
    )


def evidence_for_export() -> QuerySet[Evidence]:
    """What accepted articles say of published events and claims, in the articles' words."""
    rows = Evidence.objects.for_readers().of_published().select_related("event")
    return rows.select_related("snapshot__source").defer(
        "snapshot__content", "snapshot__text", "event__search_vector"
    )


def _articles() -> QuerySet[Evidence]:
    """Evidence for the sake of its articles, without their words."""
    rows = Evidence.objects.for_readers().with_sources().order_by("pk")
    return rows.defer(
        "quotation", "prefix", "suffix", "anchor_note", "snapshot__content", "snapshot__text"
    )
