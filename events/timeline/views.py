"""The timeline: the filtered events as a chart and as a list by year."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from events.charts.year_strip import year_bars, years_of
from events.filters.active_filters import active_filters
from events.filters.event_list import by_year, page_of_events
from events.filters.events import EventFilter
from events.filters.facets import FACETS, facet_of, facets_of
from events.filters.orders import NEWEST_FIRST
from events.filters.selection import Selection
from events.filters.summary_sentence import sentence
from events.index import get_index
from events.models import Event
from events.sharing.citations import cited_timeline
from events.timeline.chart.chart import Chart, Viewport, WindowError
from events.web.page_cache import cached_page
from events.web.pager import cursor_of, page_queries, query_with
from events.web.pagination import Cursor, Order, Side


@cached_page
def timeline(request: HttpRequest) -> HttpResponse:
    """Show events as a chart and a list, with the filter, its facet counts and its summary."""
    filter_set = EventFilter(request.GET, user=request.user)
    problems = list(filter_set.problems)
    selection = Selection(filter_set, get_index())
    summary = sentence(selection)
    context = {
        "filter": filter_set,
        "problems": problems,
        "sentence": summary,
        "citation": cited_timeline(request, summary),
        "facets": facets_of(selection),
        "chips": active_filters(filter_set),
        "chart": _chart(request, selection, problems),
        "bars": year_bars(filter_set, years_of(selection)),
        "is_filtered": bool(filter_set.applied),
        "hidden": _hidden(request, filter_set),
        **_list(request, selection, problems),
    }
    return render(request, "timeline/timeline.html", context)


@cached_page
def timeline_list(request: HttpRequest) -> HttpResponse:
    """Render only the list, for the chart: the page that begins with the selected event."""
    filter_set = EventFilter(request.GET, user=request.user)
    problems = list(filter_set.problems)
    context = _list(request, Selection(filter_set, get_index()), problems)
    if problems:
        return JsonResponse({"problems": problems}, status=400)
    context |= {"is_filtered": bool(filter_set.applied), "timeline_path": reverse("timeline")}
    return render(request, "components/timeline_list.html", context)


@cached_page
def timeline_window(request: HttpRequest) -> HttpResponse:
    """Render one window of the chart as SVG, or with the lanes as an HTML fragment.

    Invalid parameters give a 400 response with the problems as JSON.
    """
    query = request.GET.copy()
    for name in ("width", "lanes", "down"):
        query.pop(name, None)
    filter_set = EventFilter(query, user=request.user)
    problems = list(filter_set.problems)
    try:
        viewport = Viewport.of(request.GET)
    except WindowError as error:
        problems += error.problems
    if problems:
        return JsonResponse({"problems": problems}, status=400)
    chart = Chart(Selection(filter_set, get_index()), viewport, query)
    if request.GET.get("lanes"):
        component = "rail" if viewport.is_down else "body"
        return render(request, f"components/chart_{component}.html", {"chart": chart})
    return HttpResponse(chart.svg, content_type="image/svg+xml; charset=utf-8")


@cached_page
def facet(request: HttpRequest, key: str) -> HttpResponse:
    """Show all values of one facet with counts; the timeline page shows only the first few."""
    if key not in FACETS:
        raise Http404(key)
    filter_set = EventFilter(request.GET, user=request.user)
    context = {
        "facet": facet_of(Selection(filter_set, get_index()), key),
        "problems": filter_set.problems,
        "timeline_path": reverse("timeline"),
        "query": request.GET.urlencode(),
    }
    return render(request, "timeline/facet_detail.html", context)


def _chart(request: HttpRequest, selection: Selection, problems: list[str]) -> Chart:
    query = request.GET.copy()
    for name in ("cursor", "at", "down"):
        query.pop(name, None)
    try:
        viewport = Viewport.of(query)
    except WindowError as error:
        problems += error.problems
        viewport = Viewport()
    chart = Chart(selection, viewport, query)
    problems += chart.problems
    return chart


def _list(
    request: HttpRequest, selection: Selection, problems: list[str]
) -> dict[str, list[tuple[int, list[Event]]] | bool | str]:
    """Return the part of the template context that the list needs."""
    order = selection.filter_set.order
    newest_first = order is NEWEST_FIRST
    page = page_of_events(selection, _cursor(request, order, problems))
    return {
        "groups": by_year(page.rows),
        "newest_first": newest_first,
        "sort_query": query_with(request, sort="oldest" if newest_first else None, cursor=None),
        **page_queries(request, page),
    }


def _hidden(request: HttpRequest, filter_set: EventFilter) -> list[tuple[str, str]]:
    """Return (name, value) of the hidden inputs: parameters for which the form has no field."""
    fields = ("q", "since", "until", "dates", "alive")
    hidden = {*filter_set.filters, "open", "close"} - set(fields)
    return [
        (name, value) for name, values in request.GET.lists() if name in hidden for value in values
    ]


def _cursor(request: HttpRequest, order: Order, problems: list[str]) -> Cursor | None:
    if request.GET.get("cursor"):
        return cursor_of(request, order, problems)
    return _cursor_at_event(request, order, problems)


def _cursor_at_event(request: HttpRequest, order: Order, problems: list[str]) -> Cursor | None:
    """Return the cursor of the page that begins with the selected event, if there is one."""
    text = request.GET.get("at", "")
    if not text:
        return None
    rows = Event.objects.visible_to(request.user)
    event = rows.filter(pk=int(text[:18])).first() if text.isascii() and text.isdigit() else None
    if event is None:
        problems.append(_("The selected event is not available."))
        return None
    return order.cursor(event, Side.AT)
