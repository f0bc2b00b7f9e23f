"""Pages for frames on other sites: no header and no cookies, and any site may frame them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from events.charts.year_strip import year_bars, years_of
from events.filters.event_list import page_of_events
from events.filters.selection import Selection
from events.filters.summary_sentence import sentence
from events.index import get_index
from events.models import Event
from events.outputs.request import OutputRequest, with_query
from events.timeline.chart.chart import Chart, Viewport, WindowError
from events.web.absolute_urls import Site

MAX_EVENTS = 20
CHART_PARAMETERS = {"from", "to", "open", "close"}

ViewFunc = Callable[..., HttpResponse]


def framed(view: ViewFunc) -> ViewFunc:
    """Let any site show the page in a frame; the rest of the policy stays."""

    @wraps(view)
    def wrapper(request: HttpRequest, **key: str) -> HttpResponse:
        response = view(request, **key)
        response["Cache-Control"] = "public, max-age=300"
        return response

    return require_safe(xframe_options_exempt(csp_replace({"frame-ancestors": ["*"]})(wrapper)))


@framed
def embed(request: HttpRequest) -> HttpResponse:
    """Render the result of the filter: the sentence, the chart, and the first twenty events."""
    output_request = OutputRequest.parse(
        request, extra_parameters={"sort", *CHART_PARAMETERS}, language=get_language()
    )
    problems, view = list(output_request.problems), None
    try:
        view = Viewport.of(request.GET)
    except WindowError as error:
        problems += error.problems
    if problems:
        return render(request, "outputs/embeds/timeline.html", {"problems": problems}, status=400)
    filter_set = output_request.filter
    selection = Selection(filter_set, get_index())
    page = page_of_events(selection, size=MAX_EVENTS)
    site = Site.of(request)
    context = {
        "sentence": sentence(selection),
        "chart": Chart(selection, view, request.GET),
        "bars": year_bars(filter_set, years_of(selection)),
        "events": page.rows,
        "has_more": bool(page.next),
        "page": with_query(
            site.page("timeline", language=output_request.language), output_request.query
        ),
    }
    return render(request, "outputs/embeds/timeline.html", context)


@framed
def embed_event(request: HttpRequest, slug: str) -> HttpResponse:
    """Render one event as a card."""
    event = get_object_or_404(Event.objects.published().with_counts(), slug=slug)
    page = Site.of(request).page("event", slug, language=get_language())
    return render(request, "outputs/embeds/event.html", {"event": event, "page": page})
