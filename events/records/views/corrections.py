"""The public list of corrections and retractions."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from events.filters.orders import LATEST_DECISION_FIRST
from events.models import Proposal
from events.records.corrections import corrections_of
from events.web.page_cache import conditional_page
from events.web.pager import cursor_of, page_queries

CORRECTIONS_SHOWN = 30


@conditional_page
def corrections(request: HttpRequest) -> HttpResponse:
    """List what was corrected and retracted, newest first."""
    problems: list[str] = []
    cursor = cursor_of(request, LATEST_DECISION_FIRST, problems)
    rows = Proposal.objects.corrections().select_related("content_type").prefetch_related("record")
    page = LATEST_DECISION_FIRST.page(rows, cursor, CORRECTIONS_SHOWN)
    context = {
        "corrections": corrections_of(page.rows),
        "problems": problems,
        **page_queries(request, page),
    }
    return render(request, "records/correction_list.html", context)
