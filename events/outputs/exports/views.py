"""The events of a filter, the claims about them and the passages they rest on, as files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from events.filters.selection import Selection
from events.filters.summary_sentence import sentence
from events.index import get_index
from events.models import Claim, Evidence
from events.outputs.exports import CLAIM_FORMATS, EVENT_FORMATS, Annotations, ExportMetadata, Format
from events.outputs.exports.rows import claim_rows, event_rows, evidence_rows
from events.outputs.exports.stream import blocks, in_chunks
from events.outputs.request import OutputRequest, bad_request, with_query
from events.web.absolute_urls import Site

Find = Callable[[OutputRequest], QuerySet]
Load = Callable[[Sequence[int]], dict[int, object]]

MAX_FILE_NAME_CHARACTERS = 100
"""Characters of a file's name before its extension: file systems allow 255 bytes."""


@require_safe
def export_events(request: HttpRequest, format: str) -> HttpResponse:
    """The events that the filter finds, in its order."""
    if format not in EVENT_FORMATS:
        raise Http404(format)
    return _export(request, EVENT_FORMATS[format], "events", event_rows, _found_events)


@require_safe
def export_claims(request: HttpRequest, format: str) -> HttpResponse:
    """The claims about the events that the filter finds; all claims, where nothing is asked."""
    if format not in CLAIM_FORMATS:
        raise Http404(format)
    return _export(request, CLAIM_FORMATS[format], "claims", claim_rows, _found_claims)


@require_safe
def export_annotations(request: HttpRequest) -> HttpResponse:
    """The evidence of those events and claims."""
    return _export(request, Annotations, "annotations", evidence_rows, _found_evidence)


def _found_events(given: OutputRequest) -> QuerySet:
    return given.filter.qs.order_by(*given.order)


def _found_claims(given: OutputRequest) -> QuerySet:
    rows = Claim.objects.published().order_by("pk")
    return rows.about_events(given.filter.qs) if given.filter.chosen else rows


def _found_evidence(given: OutputRequest) -> QuerySet:
    rows = Evidence.objects.for_readers().of_published().order_by("pk")
    return rows.about_events(given.filter.qs) if given.filter.chosen else rows


def _export(
    request: HttpRequest, format: type[Format], what: str, load: Load, find: Find
) -> HttpResponse:
    own = {"sort"} if what == "events" else set()
    given = OutputRequest.parse(
        request, extra_parameters=own | ({"lang"} if format.has_language else set())
    )
    if given.problems:
        return bad_request(request, given.problems)
    ids = find(given)
    with translation.override(given.language):
        metadata = _metadata(request, format, given, ids)
    pieces = format(metadata).write(in_chunks(ids, load))
    return file_response(request, format, blocks(pieces, language=given.language), what, given)


def _metadata(
    request: HttpRequest, format: type[Format], given: OutputRequest, ids: QuerySet
) -> ExportMetadata:
    site = Site.of(request)
    timeline = site.page("timeline", language=given.language)
    return ExportMetadata(
        site=site,
        language=given.language,
        title=sentence(Selection(given.filter, get_index())) if format.has_title else "",
        address=request.build_absolute_uri(),
        page=with_query(timeline, given.query),
        count=ids.count() if format.has_count else None,
    )


def file_response(
    request: HttpRequest,
    format: type[Format],
    content: Iterator[bytes],
    what: str,
    given: OutputRequest,
) -> HttpResponse:
    """A download that any site may load: what is in it is for everybody."""
    name = f"{file_name(what, given)}.{format.extension}"
    headers = {
        "Content-Disposition": content_disposition_header(True, name),
        "Access-Control-Allow-Origin": "*",
        # A proxy that holds the file back until it is whole would need room for all of it.
        "X-Accel-Buffering": "no",
        "Cache-Control": "public, max-age=300",
    }
    if request.method == "HEAD":
        return HttpResponse(headers=headers, content_type=format.content_type)
    return StreamingHttpResponse(content, headers=headers, content_type=format.content_type)


def file_name(what: str, given: OutputRequest) -> str:
    """What the file holds and when it was made: social-commerce-events-platform-amazon-2026-11-25.

    The day is the server's, which is UTC.
    """
    asked_for = slugify(given.query_text, allow_unicode=True)
    words = "-".join(filter(None, ["social-commerce", what, asked_for]))
    return f"{words[:MAX_FILE_NAME_CHARACTERS].rstrip('-')}-{timezone.localdate()}"
