"""Citations as files: /events/…/cite.bib, …/cite.json and …/cite.txt."""

from __future__ import annotations

import json

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
    """How to cite one thing. `kind` is its model in lower case, `format` one of WRITERS."""
    row = get_object_or_404(_rows(request, kind), **{"pk" if kind == "claim" else "slug": key})
    return _written(citation_of(request, row), format)


def timeline_citation(request: HttpRequest, format: str) -> HttpResponse:
    """How to cite the timeline as it is filtered. What is not understood is a 400."""
    chosen = EventFilter(request.GET, user=request.user)
    if chosen.problems:
        return JsonResponse({"problems": chosen.problems}, status=400)
    words = sentence(Selection(chosen, get_index()))
    return _written(citation_of_timeline(request, words), format)


def list_citation(request: HttpRequest, name: str, format: str) -> HttpResponse:
    """How to cite one of the lists as it is filtered."""
    return _written(citation_of_list(request, name), format)


def _written(found: Citation, format: str) -> HttpResponse:
    write, content_type = WRITERS[format]
    response = HttpResponse(write(found), content_type=content_type)
    if format != "txt":
        response["Content-Disposition"] = f'attachment; filename="{found.key}.{format}"'
    return response


def _rows(request: HttpRequest, kind: str) -> object:
    """The rows of a kind that this reader may see."""
    if kind == "event":
        return Event.objects.visible_to(request.user)
    if kind == "claim":
        return Claim.objects.visible_to(request.user)
    if kind == "platform":
        return Platform.objects.without_tree_fields()
    if kind == "dispute":
        return Dispute.objects.all()
    if kind == "tag":
        return Tag.objects.live()
    rows = Source.objects.with_outlets()
    return rows if request.user.has_perm("sources.view_original") else rows.for_readers()
