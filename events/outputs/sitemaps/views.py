"""Sitemaps and robots.txt, for search engines."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from events.outputs.exports.stream import blocks
from events.outputs.sitemaps import files as sitemaps
from events.web.absolute_urls import Site


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Return the index of the sitemaps."""
    return _xml_response(request, sitemaps.index(Site.of(request)))


@require_safe
def sitemap(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """Return one file. Raise Http404 for an unknown section, or a number that is too large."""
    if name not in (*sitemaps.SECTIONS, "pages") or number >= 10**9:
        raise Http404(name)
    return _xml_response(request, sitemaps.addresses(Site.of(request), name, number))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Allow everything but the admin, whole exports, and the countless combinations of filters."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /export/",
        "Disallow: /*?*",
        "",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap_index'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


def _xml_response(request: HttpRequest, pieces: Iterator[str]) -> HttpResponse:
    if request.method == "HEAD":
        return HttpResponse(content_type="application/xml")
    content = blocks(pieces, language=settings.LANGUAGE_CODE)
    return StreamingHttpResponse(content, content_type="application/xml")
