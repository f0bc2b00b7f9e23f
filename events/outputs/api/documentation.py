"""The page that explains the API to people."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from events.outputs.api.reference import reference


def api(request: HttpRequest) -> HttpResponse:
    """Render the reference of the API, generated from its schema."""
    count, seconds = settings.API_RATE or (None, None)
    context = {
        "reference": reference(get_language()),
        "base": f"{request.scheme}://{request.get_host()}",
        "rate_count": count,
        "rate_seconds": seconds,
    }
    return render(request, "outputs/api.html", context)
