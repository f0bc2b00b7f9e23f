"""The page of one event."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from events.annotation.passages import shown_passages
from events.models import Dispute, Event, EventPlatform
from events.records.retractions import gone
from events.sharing.citations import cited
from events.web.page_cache import conditional_page

CLAIMS_SHOWN, DISPUTES_SHOWN, NEIGHBOURS_SHOWN = 30, 10, 3


@conditional_page
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one event: date, platforms, evidence, claims, disputes and neighbouring events."""
    row = Event.objects.visible_to(request.user).for_listing().filter(slug=slug).first()
    if row is None:
        return gone(request, Event.objects.filter(slug=slug).first())
    subjects = subjects_of(row)
    neighbours = Event.objects.published().for_platforms(subjects).exclude(pk=row.pk)
    claims = row.claims.visible_to(request.user).for_listing()
    context = {
        "event": row,
        "subjects": subjects,
        "timeline_query": timeline_query_around(row, subjects),
        "tags": row.tags.all(),
        "passages": shown_passages(
            row.evidence.visible_to(request.user).with_sources().with_opened_text(request.user),
            request.user,
        ),
        "claims": claims.order_by("pk")[:CLAIMS_SHOWN],
        "disputes": Dispute.objects.approved()
        .for_event(row)
        .with_published_positions()[:DISPUTES_SHOWN],
        "before": neighbours.before(row)[:NEIGHBOURS_SHOWN],
        "after": neighbours.after(row)[:NEIGHBOURS_SHOWN],
        "citation": cited(request, row),
    }
    return render(request, "records/event_detail.html", context)


def subjects_of(event: Event) -> list:
    """Return the platforms in the role of subject, or all platforms if there is no subject."""
    links = event.event_platforms.all()
    subjects = [link.platform for link in links if link.role == EventPlatform.Role.SUBJECT]
    return subjects or [link.platform for link in links]


def timeline_query_around(event: Event, platforms: list) -> str:
    """Return the timeline query for these platforms, from the year before to the year after."""
    first, last = event.date.span
    query = [("platform", platform.slug) for platform in platforms]
    return urlencode([*query, ("since", first.year - 1), ("until", last.year + 1)])
