"""Views of citation files: /events/…/cite.bib, …/cite.json and …/cite.txt."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404

from events.filters.events import EventFilter
from events.filters.selection import Selection
from events.filters.summary_sentence import sentence
from events.index import get_index
from events.models import Claim, Dispute, Event, Platform, Tag
from events.sharing.citations import (
    Citation,
    as_bibtex,
    as_csl,
    as_text,
    citation_of,
    citation_of_list,
    citation_of_timeline,
)
from sources.models import Source


def _csl(citation: Citation) -> str:
    return json.dumps([as_csl(citation)], ensure_ascii=False, indent=2) + "\n"


WRITERS = {
    "bib": (as_bibtex, "application/x-bibtex; charset=utf-8"),
    "json": (_csl, "application/vnd.citationstyles.csl+json"),
    "txt": (lambda citation: as_text(citation) + "\n", "text/plain; charset=utf-8"),
}


def citation(request: HttpRequest, kind: str, key: str | int, format: str) -> HttpResponse:
    """Return the citation of one row.

    `kind` is its model name in lower case, `format` one of WRITERS.
    """
    row = get_object_or_404(_rows(request, kind), **{"pk" if kind == "claim" else "slug": key})
    return _file_response(citation_of(request, row), format)


def timeline_citation(request: HttpRequest, format: str) -> HttpResponse:
    """Return the citation of the timeline with its filters, or 400 for an invalid query string."""
    filters = EventFilter(request.GET, user=request.user)
    if filters.problems:
        return JsonResponse({"problems": filters.problems}, status=400)
    summary = sentence(Selection(filters, get_index()))
    return _file_response(citation_of_timeline(request, summary), format)


def list_citation(request: HttpRequest, name: str, format: str) -> HttpResponse:
    """Return the citation of a list with its filters."""
    return _file_response(citation_of_list(request, name), format)


def _file_response(citation: Citation, format: str) -> HttpResponse:
    write, content_type = WRITERS[format]
    response = HttpResponse(write(citation), content_type=content_type)
    if format != "txt":
        response["Content-Disposition"] = f'attachment; filename="{citation.key}.{format}"'
    return response


def _rows(request: HttpRequest, kind: str) -> QuerySet[Any]:
    """Return the rows of a model that this user may see."""
    if kind == "event":
        return Event.objects.visible_to(request.user)
    if kind == "claim":
        return Claim.objects.visible_to(request.user)
    if kind == "platform":
        return Platform.objects.without_tree_fields().visible_to(request.user)
    if kind == "dispute":
        return Dispute.objects.visible_to(request.user)
    if kind == "tag":
        return Tag.objects.visible_to(request.user)
    rows = Source.objects.with_outlets()
    return rows if request.user.has_perm("sources.view_original") else rows.for_readers()
