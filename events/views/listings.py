"""Lists of everything of a kind."""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from events.charts.axis import Axis
from events.charts.bars import bars
from events.facets import counts_with_parts
from events.failures import failing, stated_causes
from events.keyset import page_of
from events.models import Claim, Dispute, Event, Platform, PlatformLife, Position, Tag
from events.seeding.kinds.vocabulary import wider_first
from events.views.paging import cursor_of, page_queries

FAILURES_SHOWN, MARGINAL_SHOWN, DEALS_SHOWN = 40, 20, 10


def platforms(request: HttpRequest) -> HttpResponse:
    """Every platform under the company it belongs to."""
    rows = list(Platform.objects.with_tree_fields())
    counts = counts_with_parts(Event.objects.published())
    for row in rows:
        row.event_count = counts.get(row.pk, 0)
    return render(request, "events/platform_list.html", {"platforms": rows})


def failures(request: HttpRequest) -> HttpResponse:
    """What ended or never came to be, what fell short, and the deals that fell through."""
    problems: list[str] = []
    lives = PlatformLife.objects.everywhere().with_events()
    failed, fell_short = lives.failures(), lives.fell_short()
    cursor = cursor_of(request, problems)
    page = page_of(failed, newest_first=True, cursor=cursor, size=FAILURES_SHOWN)
    marginal = [] if cursor else fell_short[:MARGINAL_SHOWN]
    deals = [] if cursor else Event.objects.published().fell_through().for_listing()
    deals = list(deals[: DEALS_SHOWN + 1])
    years = failed.years()
    context = {
        "problems": problems,
        "count": failed.count(),
        "ended": failing(page.rows),
        "axis": Axis(*years) if years else None,
        "causes": bars((cause, cause.count) for cause in stated_causes()),
        "marginal": failing(marginal),
        "marginal_count": fell_short.count(),
        "deals": deals[:DEALS_SHOWN],
        "has_more_deals": len(deals) > DEALS_SHOWN,
        **page_queries(request, page),
    }
    return render(request, "events/failure_list.html", context)


def claims(request: HttpRequest) -> HttpResponse:
    """Every published claim, by words, kind and metric."""
    rows = Claim.objects.published().for_listing()
    words = request.GET.get("q", "").strip()
    kind, metric = request.GET.get("kind", ""), request.GET.get("metric", "")
    if words:
        rows = rows.search(words)
    if kind in Claim.Kind.values:
        rows = rows.filter(kind=kind)
    if metric in Claim.Metric.values:
        rows = rows.filter(metric=metric)
    page = Paginator(rows.order_by("-pk"), 50).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "previous_query": _page_query(request, page, -1),
        "next_query": _page_query(request, page, 1),
        "words": words,
        "kind": kind,
        "metric": metric,
        "kinds": Claim.Kind.choices,
        "metrics": Claim.Metric.choices,
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
