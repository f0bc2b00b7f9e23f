"""Citations as files: /events/…/cite.bib, …/cite.json and …/cite.txt."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from sources.models import Source

from events.citations import Citation, as_bibtex, as_csl, as_text, citation_of
from events.models import Claim, Dispute, Event, Platform


def _csl(citation: Citation) -> str:
    return json.dumps([as_csl(citation)], ensure_ascii=False, indent=2) + "\n"


WRITERS = {
    "bib": (as_bibtex, "application/x-bibtex; charset=utf-8"),
    "json": (_csl, "application/vnd.citationstyles.csl+json"),
    "txt": (lambda citation: as_text(citation) + "\n", "text/plain; charset=utf-8"),
}


def citation(request: HttpRequest, kind: str, key: str | int, form: str) -> HttpResponse:
    """How to cite one thing. `kind` is its model in lower case, `form` one of WRITERS."""
    row = get_object_or_404(_rows(request, kind), **{"pk" if kind == "claim" else "slug": key})
    found = citation_of(request, row)
    write, content_type = WRITERS[form]
    response = HttpResponse(write(found), content_type=content_type)
    if form != "txt":
        response["Content-Disposition"] = f'attachment; filename="{found.key}.{form}"'
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
    rows = Source.objects.with_outlets()
    return rows if request.user.has_perm("sources.view_original") else rows.for_readers()
