"""Pages about the site itself."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether the site and its database answer: 200 ok, or 503 with which does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database does not answer\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


def patterns(request: HttpRequest) -> HttpResponse:
    """Every component of the site on one page, for whoever works on its looks."""
    if not settings.DEBUG and not request.user.is_staff:
        raise Http404
    from events.style_guide.specimens import specimens

    return render(request, "patterns.html", specimens())
