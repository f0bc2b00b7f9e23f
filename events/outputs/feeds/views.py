"""The view of the Atom feed."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from events.filters.selection import Selection
from events.filters.summary_sentence import sentence
from events.index import get_index
from events.outputs.feeds.atom import FeedMetadata, FeedPage, atom_document, feed_page
from events.outputs.request import OutputRequest, bad_request, with_query
from events.web.absolute_urls import Site
from events.web.pagination import CursorError


@require_safe
@conditional_page
def events_feed(request: HttpRequest) -> HttpResponse:
    """Return the feed of a filter, or 304 if its ETag is unchanged."""
    output_request = OutputRequest.parse(request, extra_parameters={"lang", "cursor"})
    if output_request.problems:
        return bad_request(request, output_request.problems)
    with translation.override(output_request.language):
        try:
            page = feed_page(output_request.filter.qs, request.GET.get("cursor", ""))
        except CursorError:
            return bad_request(request, [_("Invalid position in the feed.")])
        content = atom_document(page.rows, _metadata(request, output_request, page))
    return HttpResponse(
        content,
        content_type="application/atom+xml; charset=utf-8",
        headers={"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=300"},
    )


def _metadata(request: HttpRequest, output_request: OutputRequest, page: FeedPage) -> FeedMetadata:
    site = Site.of(request)
    first_page = with_query(
        site.absolute(request.path), f"lang={output_request.language}", output_request.query
    )
    return FeedMetadata(
        site=site,
        language=output_request.language,
        title=sentence(Selection(output_request.filter, get_index())),
        query=output_request.query,
        address=first_page + cursor_query(request.GET.get("cursor", "")),
        page=with_query(
            site.page("timeline", language=output_request.language), output_request.query
        ),
        next=first_page + cursor_query(page.next) if page.next else "",
    )


def cursor_query(cursor: str) -> str:
    """Return the query string of a cursor, to be appended; empty for the first page."""
    return f"&{urlencode({'cursor': cursor})}" if cursor else ""
