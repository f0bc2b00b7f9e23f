"""Feeds."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from events.filters.selection import Selection
from events.filters.summary_sentence import sentence
from events.index import get_index
from events.outputs.feeds.atom import CursorError, FeedMetadata, FeedPage, atom_document, feed_page
from events.outputs.request import OutputRequest, bad_request, with_query
from events.web.absolute_urls import Site


@require_safe
@conditional_page
def events_feed(request: HttpRequest) -> HttpResponse:
    """The events of a filter, what changed last first; asked again with its ETag, 304."""
    given = OutputRequest.parse(request, extra_parameters={"lang", "cursor"})
    if given.problems:
        return bad_request(request, given.problems)
    with translation.override(given.language):
        try:
            page = feed_page(given.filter.qs, request.GET.get("cursor", ""))
        except CursorError:
            return bad_request(request, [_("The place in the feed is not understood.")])
        content = atom_document(page.rows, _metadata(request, given, page))
    return HttpResponse(
        content,
        content_type="application/atom+xml; charset=utf-8",
        headers={"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=300"},
    )


def _metadata(request: HttpRequest, given: OutputRequest, page: FeedPage) -> FeedMetadata:
    site = Site.of(request)
    own = with_query(site.absolute(request.path), f"lang={given.language}", given.query)
    return FeedMetadata(
        site=site,
        language=given.language,
        title=sentence(Selection(given.filter, get_index())),
        query=given.query,
        address=own + cursor_query(request.GET.get("cursor", "")),
        page=with_query(site.page("timeline", language=given.language), given.query),
        next=own + cursor_query(page.next) if page.next else "",
    )


def cursor_query(cursor: str) -> str:
    return f"&{urlencode({'cursor': cursor})}" if cursor else ""
