"""The list of articles."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sources.models import Source


def sources(request: HttpRequest) -> HttpResponse:
    """Every accepted article, newest first, with how much it gives evidence for."""
    rows = Source.objects.for_readers().with_outlets().order_by("-published_latest", "slug")
    rows = rows.annotate(
        passage_count=Count(
            "snapshots__passages", filter=Q(snapshots__kind="digest", snapshots__is_current=True)
        )
    )
    return render(request, "sources/source_list.html", {"sources": rows})
