"""Lists of everything of a kind."""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from events.claim_filters import ClaimFilter
from events.facets import counts_with_parts
from events.failures import published_failures
from events.life_bars import Axis
from events.list_filter import filled
from events.models import Claim, Dispute, Event, Platform, Position, Tag
from events.seeding.kinds.vocabulary import wider_first
from events.selection import everything


def platforms(request: HttpRequest) -> HttpResponse:
    """Every platform under the company it belongs to."""
    rows = list(Platform.objects.with_tree_fields())
    counts = counts_with_parts(everything())
    for row in rows:
        row.event_count = counts.get(row.pk, 0)
    return render(request, "events/platform_list.html", {"platforms": rows})


def failures(request: HttpRequest) -> HttpResponse:
    """What ended or never came to be, what fell short, and the deals that fell through."""
    found = published_failures()
    lives = [row.life for row in (*found.ended, *found.marginal)]
    context = {
        "failures": found,
        "axis": Axis.over(lives),
        "deals": Event.objects.published().fell_through().for_listing(),
    }
    return render(request, "events/failure_list.html", context)


def claims(request: HttpRequest) -> HttpResponse:
    """Every published claim that the filter finds, newest first."""
    chosen = ClaimFilter(filled(request.GET))
    rows = chosen.qs.for_listing().order_by("-pk")
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    asked = ("q", "kind", "metric")
    context = {
        "page": page,
        "problems": chosen.problems,
        "previous_query": _page_query(request, page, -1),
        "next_query": _page_query(request, page, 1),
        "words": chosen.data.get("q", ""),
        "kind": chosen.data.get("kind", ""),
        "metric": chosen.data.get("metric", ""),
        "kinds": Claim.Kind.choices,
        "metrics": Claim.Metric.choices,
        # What the form has no field for goes with it.
        "hidden": [
            (name, value)
            for name, values in chosen.data.lists()
            if name in chosen.filters and name not in asked
            for value in values
        ],
    }
    return render(request, "events/claim_list.html", context)


def _page_query(request: HttpRequest, page: Page, step: int) -> str:
    """The query string of the page before (-1) or behind (1); empty where there is none."""
    number = page.number + step
    if number not in page.paginator.page_range:
        return ""
    data = request.GET.copy()
    data["page"] = str(number)
    return data.urlencode()


def disputes(request: HttpRequest) -> HttpResponse:
    """Every disagreement, its positions side by side."""
    positions = Position.objects.prefetch_related("claims__claimant", "events")
    from django.db.models import Prefetch

    rows = Dispute.objects.order_by("state", "slug").prefetch_related(
        Prefetch("positions", positions)
    )
    return render(request, "events/dispute_list.html", {"disputes": rows})


def tags(request: HttpRequest) -> HttpResponse:
    """The vocabulary, facet by facet."""
    rows = wider_first(
        list(Tag.objects.live().annotate(count=Count("items"))), lambda row: row.parent_id
    )
    facets = [(facet.label, [row for row in rows if row.facet == facet]) for facet in Tag.Facet]
    return render(request, "events/tag_list.html", {"facets": facets})
