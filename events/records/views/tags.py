"""The list of tags, and the page of one tag."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render

from events.charts.axis import Axis
from events.charts.bars import bars
from events.charts.columns import columns
from events.charts.year_strip import years_of
from events.filters.event_list import page_of_events
from events.filters.events import EventFilter
from events.filters.selection import Selection, everything
from events.index import get_index
from events.models import Claim, Tag
from events.models.trees import parents_first
from events.sharing.citations import cited
from events.web.page_cache import conditional_page

EVENTS_SHOWN, CLAIMS_SHOWN, RELATED_TAGS_SHOWN = 20, 10, 12


@conditional_page
def tags(request: HttpRequest) -> HttpResponse:
    """List all tags by facet, parents before children."""
    counts = _counts(everything())
    rows = parents_first(list(Tag.objects.approved()), lambda row: row.parent_id)
    for row in rows:
        row.count = counts.get(row.pk, 0)
    facets = [(facet.label, [row for row in rows if row.facet == facet]) for facet in Tag.Facet]
    return render(request, "records/tag_list.html", {"facets": facets})


@conditional_page
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one tag: events by year, related tags, and the newest events and claims."""
    visible = Tag.objects.visible_to(request.user)
    row = get_object_or_404(visible.select_related("parent"), slug=slug)
    query = QueryDict(mutable=True)
    query["tag"] = row.slug
    filter_set = EventFilter(query, user=request.user)
    selection = Selection(filter_set, get_index())
    years = years_of(selection)
    axis = Axis(years[0][0], years[-1][0]) if years else None
    claims = Claim.objects.published().tagged([row])
    context = {
        "tag": row,
        "narrower": row.children.approved(),
        "events": page_of_events(selection, size=EVENTS_SHOWN).rows,
        "event_count": len(selection.rows()),
        "axis": axis,
        "columns": columns(years, axis) if axis else [],
        "beside": bars(_related_tags(row, selection)),
        "claims": claims.for_listing().order_by("-pk")[:CLAIMS_SHOWN],
        "claim_count": claims.count(),
        "citation": cited(request, row),
    }
    return render(request, "records/tag_detail.html", context)


def _counts(selection: Selection) -> dict[int, int]:
    """Return the number of events of each tag, by tag id."""
    counts = selection.index.tags.counts_in(selection.rows()).tolist()
    return {
        row.pk: count for row, count in zip(selection.index.dictionary.tags, counts, strict=False)
    }


def _related_tags(tag: Tag, selection: Selection) -> list[tuple[Tag, int]]:
    """Return the other tags of the tag's events with their counts, most frequent first."""
    counts = _counts(selection)
    others = [
        (other, counts[other.pk])
        for other in selection.index.dictionary.tags
        if other.pk != tag.pk and counts.get(other.pk)
    ]
    return sorted(others, key=lambda pair: (-pair[1], pair[0].slug))[:RELATED_TAGS_SHOWN]
