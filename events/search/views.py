"""The search page, and the suggestions of the search field."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from events.names import Kind
from events.search import suggestions
from events.search.results import (
    MAX_QUERY_LENGTH,
    can_be_searched,
    examples,
    problems_of,
    search_all,
    search_kind,
)
from events.web.page_cache import conditional_page


@require_safe
@conditional_page
def search(request: HttpRequest) -> HttpResponse:
    """Show the platforms, tags, people, articles, disputes, events and claims that match."""
    raw = request.GET.get("q", "").strip()
    problems, query = problems_of(raw), raw.replace("\0", " ").strip()
    results, kind = None, _kind(request, problems)
    if can_be_searched(query):
        results = search_kind(query, kind) if kind else search_all(query)
    context = {
        "words": query[:MAX_QUERY_LENGTH],
        "problems": problems,
        "results": results,
        "one_kind": kind,
        "examples": () if results else examples(),
    }
    return render(request, "search/search.html", context)


def _kind(request: HttpRequest, problems: list[str]) -> Kind | None:
    """Return the requested kind of names, if any; append a problem if it is unknown."""
    value = request.GET.get("kind", "")
    try:
        return Kind(value) if value else None
    except ValueError:
        problems.append(_("Unknown result type: “%(name)s”.") % {"name": value})
        return None


@require_safe
@cache_control(public=True, max_age=60)
def suggest(request: HttpRequest) -> JsonResponse:
    """Return at most ten suggestions as JSON; they are the same for every reader."""
    response = suggestions.suggest(request.GET.get("q", "").strip())
    return JsonResponse(
        response, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")}
    )
