"""The style guide at /patterns/."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from events.style_guide.specimens import specimens


def patterns(request: HttpRequest) -> HttpResponse:
    """Show every component on one page, to staff and in debug mode."""
    if not settings.DEBUG and not request.user.is_staff:
        raise Http404
    return render(request, "style_guide/patterns.html", specimens())
