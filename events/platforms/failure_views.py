"""The page of failures."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from events.charts.axis import Axis
from events.charts.bars import bars
from events.filters.orders import NEWEST_FIRST
from events.models import Event, PlatformLife
from events.platforms.failures import failing, stated_causes
from events.web.page_cache import conditional_page
from events.web.pager import cursor_of, page_queries

FAILURES_SHOWN, MARGINAL_SHOWN, DEALS_SHOWN = 30, 15, 10


@conditional_page
def failures(request: HttpRequest) -> HttpResponse:
    """List failed platforms, platforms that underperformed, and deals that fell through."""
    problems: list[str] = []
    lives = PlatformLife.objects.everywhere().with_events()
    failed, fell_short = lives.failures(), lives.fell_short()
    cursor = cursor_of(request, NEWEST_FIRST, problems)
    page = NEWEST_FIRST.page(failed, cursor, FAILURES_SHOWN)
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
    return render(request, "platforms/failure_list.html", context)
