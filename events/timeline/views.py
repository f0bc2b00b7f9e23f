"""The timeline: the events a filter finds, as a chart and year by year."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from events.charts.year_strip import year_bars, years_of
from events.filters.active_filters import active_filters
from events.filters.event_list import by_year, page_of_events
from events.filters.events import EventFilter
from events.filters.facets import FACETS, facet_of, facets_of
from events.filters.selection import Selection
from events.filters.summary_sentence import sentence
from events.models import Event
from events.sharing.citations import cited_timeline
from events.timeline.chart.chart import Chart, Viewport, WindowError
from events.web.keyset import Cursor, CursorError
from events.web.page_cache import cached_page


@cached_page
def timeline(request: HttpRequest) -> HttpResponse:
    """Published events as a chart and a list, with the filter, its counts and its sentence."""
    chosen = EventFilter(request.GET, user=request.user)
    problems = list(chosen.problems)
    selection = Selection(chosen, request.index)
    words = sentence(selection)
    context = {
        "filter": chosen,
        "problems": problems,
        "sentence": words,
        "citation": cited_timeline(request, words),
        "facets": facets_of(selection),
        "chips": active_filters(chosen),
        "chart": _chart(request, selection, problems),
        "bars": year_bars(chosen, years_of(selection)),
        "is_filtered": bool(chosen.chosen),
        "hidden": _hidden(request, chosen),
        **_list(request, selection, problems),
    }
    return render(request, "timeline/timeline.html", context)


@cached_page
def timeline_list(request: HttpRequest) -> HttpResponse:
    """The list alone, for the chart: the page that begins with the event that was selected."""
    chosen = EventFilter(request.GET, user=request.user)
    problems = list(chosen.problems)
    context = _list(request, Selection(chosen, request.index), problems)
    if problems:
        return JsonResponse({"problems": problems}, status=400)
    context |= {"is_filtered": bool(chosen.chosen), "timeline_path": reverse("timeline")}
    return render(request, "components/timeline_list.html", context)


@cached_page
def timeline_window(request: HttpRequest) -> HttpResponse:
    """The chart's drawing of one window, as long as it is shown, across or down. Bad input is a
    400."""
    query = request.GET.copy()
    for name in ("width", "lanes", "down"):
        query.pop(name, None)
    chosen = EventFilter(query, user=request.user)
    problems = list(chosen.problems)
    try:
        view = Viewport.of(request.GET)
    except WindowError as error:
        problems += error.problems
    if problems:
        return JsonResponse({"problems": problems}, status=400)
    chart = Chart(Selection(chosen, request.index), view, query)
    if request.GET.get("lanes"):
        form = "rail" if view.is_down else "body"
        return render(request, f"components/chart_{form}.html", {"chart": chart})
    return HttpResponse(chart.svg, content_type="image/svg+xml; charset=utf-8")


@cached_page
def facet(request: HttpRequest, key: str) -> HttpResponse:
    """Every value of one facet, with counts: the rest of what the page shows the first of."""
    if key not in FACETS:
        raise Http404(key)
    chosen = EventFilter(request.GET, user=request.user)
    context = {
        "facet": facet_of(Selection(chosen, request.index), key),
        "problems": chosen.problems,
        "timeline_path": reverse("timeline"),
        "query": request.GET.urlencode(),
    }
    return render(request, "timeline/facet_detail.html", context)


def _chart(request: HttpRequest, selection: Selection, problems: list[str]) -> Chart:
    query = request.GET.copy()
    for name in ("cursor", "at", "down"):
        query.pop(name, None)
    try:
        view = Viewport.of(query)
    except WindowError as error:
        problems += error.problems
        view = Viewport()
    chart = Chart(selection, view, query)
    problems += chart.problems
    return chart


def _list(request: HttpRequest, selection: Selection, problems: list[str]) -> dict[str, object]:
    """The part of the context that the list needs."""
    newest_first = selection.chosen.sort != "oldest"
    page = page_of_events(selection, newest_first=newest_first, cursor=_cursor(request, problems))
    return {
        "groups": by_year(page.rows),
        "newest_first": newest_first,
        "sort_query": _query(request, sort="oldest" if newest_first else None, cursor=None),
        "previous_query": _query(request, cursor=page.previous) if page.previous else "",
        "next_query": _query(request, cursor=page.next) if page.next else "",
    }


def _hidden(request: HttpRequest, chosen: EventFilter) -> list[tuple[str, str]]:
    """(name, value) of the choices that are not fields of the form, for it to keep."""
    typed = ("q", "since", "until", "dates", "alive")
    kept = {*chosen.filters, "sort", "open", "close"} - set(typed)
    return [
        (name, value) for name, values in request.GET.lists() if name in kept for value in values
    ]


def _cursor(request: HttpRequest, problems: list[str]) -> Cursor | None:
    given = request.GET.get("cursor")
    if not given:
        return _at(request, problems)
    try:
        return Cursor.parse(given)
    except CursorError:
        problems.append(_("The place in the list is not understood. This is its beginning."))
        return None


def _at(request: HttpRequest, problems: list[str]) -> Cursor | None:
    """The page that begins with the event that is selected, if one is."""
    given = request.GET.get("at", "")
    if not given:
        return None
    rows = Event.objects.visible_to(request.user)
    event = rows.filter(pk=int(given[:18])).first() if given.isascii() and given.isdigit() else None
    if event is None:
        problems.append(_("The event that was selected is not here (any more)."))
        return None
    return Cursor(event.sort_on, event.pk, is_at=True)


def _query(request: HttpRequest, **changes: object) -> str:
    """The query string with some parameters changed; None takes one out."""
    data: QueryDict = request.GET.copy()
    for name, value in changes.items():
        data.pop(name, None)
        if value is not None:
            data[name] = str(value)
    return data.urlencode()
