"""The list of disputes, and the page of one dispute."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from events.filters.base import filled
from events.filters.lists import DisputeFilter
from events.filters.orders import BY_ID
from events.models import Dispute, Platform
from events.sharing.citations import cited
from events.web.page_cache import conditional_page
from events.web.pager import cursor_of, page_queries

DISPUTES_SHOWN, QUESTIONS_LISTED = 12, 80


@conditional_page
def disputes(request: HttpRequest) -> HttpResponse:
    """List disputes with their positions, filtered by state and by platform with its parts."""
    filter_set = DisputeFilter(filled(request.GET))
    problems = list(filter_set.problems)
    cursor = cursor_of(request, BY_ID, problems)
    page = BY_ID.page(filter_set.qs.with_published_positions(), cursor, DISPUTES_SHOWN)
    context = {
        "disputes": page.rows,
        "count": filter_set.qs.count(),
        "questions": filter_set.qs.order_by("pk")[:QUESTIONS_LISTED],
        "problems": problems,
        "state": filter_set.data.get("state", ""),
        "platform": filter_set.data.get("platform", ""),
        "states": Dispute.State.choices,
        "platforms": Platform.objects.without_tree_fields().in_disputes(),
        **page_queries(request, page),
    }
    return render(request, "records/dispute_list.html", context)


@conditional_page
def dispute(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one dispute: question, positions, why they conflict, and what would settle it."""
    rows = Dispute.objects.visible_to(request.user).with_published_positions()
    row = get_object_or_404(rows, slug=slug)
    return render(
        request, "records/dispute_detail.html", {"dispute": row, "citation": cited(request, row)}
    )
