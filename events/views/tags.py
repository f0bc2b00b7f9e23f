"""The vocabulary, and the page of each of its terms."""

from __future__ import annotations

from django.db.models import Count
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render

from events.charts.axis import Axis
from events.charts.bars import bars
from events.charts.columns import columns
from events.facets import years_of
from events.filters import EventFilter
from events.keyset import page_of
from events.models import Claim, Tag
from events.seeding.kinds.vocabulary import wider_first

EVENTS_SHOWN, CLAIMS_SHOWN, BESIDE_SHOWN = 20, 10, 12


def tags(request: HttpRequest) -> HttpResponse:
    """The vocabulary, facet by facet."""
    rows = wider_first(
        list(Tag.objects.live().annotate(count=Count("items"))), lambda row: row.parent_id
    )
    facets = [(facet.label, [row for row in rows if row.facet == facet]) for facet in Tag.Facet]
    return render(request, "events/tag_list.html", {"facets": facets})


def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """A term of the vocabulary: its events by year, what goes with it, and the newest of both."""
    row = get_object_or_404(Tag.objects.select_related("merged_into", "parent"), slug=slug)
    if row.merged_into:
        return redirect(row.merged_into, permanent=False)
    query = QueryDict(mutable=True)
    query["tag"] = row.slug
    chosen = EventFilter(query, user=request.user)
    years = years_of(chosen.qs)
    axis = Axis(years[0][0], years[-1][0]) if years else None
    claims = Claim.objects.published().tagged([row])
    context = {
        "tag": row,
        "narrower": row.children.live(),
        "events": page_of(
            chosen.qs.for_listing(), newest_first=True, cursor=None, size=EVENTS_SHOWN
        ).rows,
        "event_count": chosen.qs.count(),
        "axis": axis,
        "columns": columns(years, axis) if axis else [],
        "beside": bars((other, other.count) for other in row.beside()[:BESIDE_SHOWN]),
        "claims": claims.for_listing().order_by("-pk")[:CLAIMS_SHOWN],
        "claim_count": claims.count(),
    }
    return render(request, "events/tag_detail.html", context)
