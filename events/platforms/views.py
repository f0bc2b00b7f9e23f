"""The list of platforms, and the page of one platform."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render

from events.charts.year_strip import years_of
from events.filters.event_list import page_of_events
from events.filters.events import EventFilter
from events.filters.facets import counts_with_parts
from events.filters.orders import NEWEST_FIRST, OLDEST_FIRST
from events.filters.selection import Selection, everything
from events.index import get_index
from events.models import Platform, PlatformLife
from events.models.lifecycle import lifecycle_from_row
from events.platforms.profile import (
    MARKETS_SHOWN,
    PARTS_SHOWN,
    life_chart,
    lifelines,
    metric_groups,
)
from events.sharing.citations import cited
from events.web.page_cache import conditional_page

# Up to FULL_LIST_LIMIT events are all shown, oldest first; of more, only the newest EVENTS_SHOWN.
FULL_LIST_LIMIT, EVENTS_SHOWN = 60, 25


@conditional_page
def platforms(request: HttpRequest) -> HttpResponse:
    """List every approved platform below its parent."""
    rows = list(Platform.objects.with_tree_fields().approved())
    counts = counts_with_parts(everything())
    outcomes = dict(PlatformLife.objects.everywhere().values_list("platform", "outcome"))
    for row in rows:
        row.event_count, row.outcome = counts.get(row.pk, 0), outcomes.get(row.pk, "")
    return render(request, "platforms/platform_list.html", {"platforms": rows})


@conditional_page
def platform(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one platform: description, life cycle, parts, events and claims."""
    rows = Platform.objects.without_tree_fields().visible_to(request.user).select_related("parent")
    row = get_object_or_404(rows.prefetch_related("aliases"), slug=slug)
    filter_set = EventFilter(QueryDict(f"platform={row.slug}"), user=request.user)
    selection = Selection(filter_set, get_index())
    count = len(selection.rows())
    shows_all = count <= FULL_LIST_LIMIT
    shown = page_of_events(
        selection,
        order=OLDEST_FIRST if shows_all else NEWEST_FIRST,
        size=FULL_LIST_LIMIT if shows_all else EVENTS_SHOWN,
    ).rows
    lives = PlatformLife.objects.filter(platform=row).with_events()
    life = lifecycle_from_row(lives.everywhere().first())
    parts = Platform.objects.approved().without_tree_fields().filter(parent=row)[: PARTS_SHOWN + 1]
    part_lives = PlatformLife.objects.everywhere().with_events()
    part_lives = lifelines(part_lives.filter(platform__in=[part.pk for part in parts]))
    part_lives = sorted(part_lives, key=lambda line: (line.life.born or line.life.last).sort_on)
    context = {
        "platform": row,
        "ancestors": row.ancestors().approved() if row.parent_id else [],
        "parts": parts,
        "successions": row.successions.to_approved(),
        "precessions": row.precessions.from_approved(),
        "events": shown,
        "event_count": count,
        "tells_all": shows_all,
        "life": life,
        "chart": life_chart(life, part_lives, shown if shows_all else [], years_of(selection)),
        "markets": lifelines(lives.in_markets().order_by("market")[:MARKETS_SHOWN]),
        "metrics": metric_groups(row),
        "citation": cited(request, row),
    }
    return render(request, "platforms/platform_detail.html", context)
