"""The list of claims, and the page of one claim."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from events.annotation.passages import shown_passages
from events.charts.series import series_of
from events.filters.base import filled
from events.filters.claims import ClaimFilter
from events.filters.orders import BY_NEWEST_ID
from events.models import Claim, Dispute
from events.models.figures import figure_in_full
from events.records.claim_history import versions_of
from events.records.retractions import gone
from events.sharing.citations import cited
from events.web.page_cache import conditional_page
from events.web.pager import cursor_of, page_queries

CLAIMS_SHOWN, OTHERS_SHOWN, EVENTS_SHOWN = 50, 20, 20
FORM_FIELDS = ("q", "kind", "metric")


@conditional_page
def claims(request: HttpRequest) -> HttpResponse:
    """List published claims, newest first, filtered by the query string."""
    filter_set = ClaimFilter(filled(request.GET))
    problems = list(filter_set.problems)
    cursor = cursor_of(request, BY_NEWEST_ID, problems)
    page = BY_NEWEST_ID.page(filter_set.qs.for_listing(), cursor, CLAIMS_SHOWN)
    context = {
        "claims": page.rows,
        "count": filter_set.qs.count(),
        "problems": problems,
        "applied": filter_set.applied,
        "words": filter_set.data.get("q", ""),
        "kind": filter_set.data.get("kind", ""),
        "metric": filter_set.data.get("metric", ""),
        "kinds": Claim.Kind.choices,
        "metrics": Claim.Metric.choices,
        # Parameters for which the form has no field.
        "hidden": [
            (name, value)
            for name, values in filter_set.data.lists()
            if name in filter_set.filters and name not in FORM_FIELDS
            for value in values
        ],
        **page_queries(request, page),
    }
    return render(request, "records/claim_list.html", context)


@conditional_page
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one claim: claimant, date, figures, evidence, disputes, and claims of others."""
    row = Claim.objects.visible_to(request.user).for_listing().filter(pk=pk).first()
    if row is None:
        return gone(request, Claim.objects.filter(pk=pk).first())
    others = list(Claim.objects.published().beside(row).for_listing()[:OTHERS_SHOWN])
    context = {
        "claim": row,
        "figure_in_full": figure_in_full(
            row.value, row.value_to, row.unit, row.currency, get_language()
        ),
        "tags": row.tags.all(),
        "events": row.events.published().for_listing().order_by("sort_on", "pk")[:EVENTS_SHOWN],
        "passages": shown_passages(
            row.evidence.visible_to(request.user).with_sources().with_opened_text(request.user),
            request.user,
        ),
        "disputes": Dispute.objects.approved()
        .for_claim(row)
        .with_published_positions()[:EVENTS_SHOWN],
        "others": others,
        "series": series_of([row, *others], get_language()).get(row.metric),
        "history": versions_of(row, request.user),
        "citation": cited(request, row),
    }
    return render(request, "records/claim_detail.html", context)
