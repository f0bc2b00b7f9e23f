"""The timeline: the events a filter finds, year by year."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from events.chips import chips_of
from events.facets import facets_of, years_of
from events.filters import EventFilter
from events.keyset import Cursor, CursorError, page_of
from events.sentence import sentence
from events.year_strip import year_bars


def timeline(request: HttpRequest) -> HttpResponse:
    """Published events by year, with the filter, its counts and the sentence that says it all."""
    chosen = EventFilter(request.GET, user=request.user)
    problems = list(chosen.problems)
    rows = chosen.qs
    newest_first = chosen.sort != "oldest"
    page = page_of(rows.for_listing(), newest_first=newest_first, cursor=_cursor(request, problems))
    context = {
        "filter": chosen,
        "problems": problems,
        "sentence": sentence(chosen, rows),
        "facets": facets_of(chosen),
        "chips": chips_of(chosen),
        # The strip keeps every year, or the one chosen could not be changed for its neighbour.
        "bars": year_bars(chosen, years_of(chosen.rows_without("since", "until"))),
        "groups": by_year(page.rows),
        "newest_first": newest_first,
        "sort_query": _query(request, sort="oldest" if newest_first else None, cursor=None),
        "previous_query": _query(request, cursor=page.previous) if page.previous else "",
        "next_query": _query(request, cursor=page.next) if page.next else "",
        "is_filtered": bool(chosen.chosen),
        "hidden": [
            (name, value)
            for name, values in request.GET.lists()
            if name in chosen.filters and name not in ("q", "since", "until", "dates")
            for value in values
        ],
    }
    return render(request, "events/timeline.html", context)


def search(request: HttpRequest) -> HttpResponse:
    """The search box of every page: the timeline, asked for words."""
    words = request.GET.get("q", "").strip()
    target = reverse("timeline")
    if not words:
        return redirect(target)
    return redirect(f"{target}?{_query(request, cursor=None)}")


def by_year(events: list) -> list[tuple[int, list]]:
    """Events in the order given, in groups of the year they stand in."""
    return [
        (year, list(group)) for year, group in groupby(events, key=lambda event: event.sort_on.year)
    ]


def _cursor(request: HttpRequest, problems: list[str]) -> Cursor | None:
    given = request.GET.get("cursor")
    if not given:
        return None
    try:
        return Cursor.parse(given)
    except CursorError:
        problems.append(_("The place in the list is not understood. This is its beginning."))
        return None


def _query(request: HttpRequest, **changes: object) -> str:
    """The query string with some parameters changed; None takes one out."""
    data = request.GET.copy()
    for name, value in changes.items():
        data.pop(name, None)
        if value is not None:
            data[name] = str(value)
    return data.urlencode()
