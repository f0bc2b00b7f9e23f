"""The page of results, and the suggestions while a reader types."""

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
from events.web.unchanged import unchanged_page


@require_safe
@unchanged_page
def search(request: HttpRequest) -> HttpResponse:
    """What the words may mean: platforms, tags, people, articles, disputes, events, claims."""
    given = request.GET.get("q", "").strip()
    problems, words = problems_of(given), given.replace("\0", " ").strip()
    results, kind = None, _kind(request, problems)
    if can_be_searched(words):
        results = search_kind(words, kind) if kind else search_all(words)
    context = {
        "words": words[:MAX_QUERY_LENGTH],
        "problems": problems,
        "results": results,
        "one_kind": kind,
        "examples": () if results else examples(),
    }
    return render(request, "search/search.html", context)


def _kind(request: HttpRequest, problems: list[str]) -> Kind | None:
    """The one kind of names that is asked for, if any."""
    given = request.GET.get("kind", "")
    try:
        return Kind(given) if given else None
    except ValueError:
        problems.append(_("There is no kind of results called “%(name)s”.") % {"name": given})
        return None


@require_safe
@cache_control(public=True, max_age=60)
def suggest(request: HttpRequest) -> JsonResponse:
    """At most ten suggestions for what is being typed; the same for every reader."""
    answer = suggestions.suggest(request.GET.get("q", "").strip())
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})
