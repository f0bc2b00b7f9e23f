"""Exports: filtered events, the claims about them, and the evidence for both, as files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

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

FindRows = Callable[[OutputRequest], QuerySet]
LoadRows = Callable[[Sequence[int]], Mapping[int, Any]]

MAX_FILE_NAME_CHARACTERS = 100
"""Limit for the name without date and extension: file systems allow 255 bytes."""


@require_safe
def export_events(request: HttpRequest, format: str) -> HttpResponse:
    """Export the events that the filter matches, in its order."""
    if format not in EVENT_FORMATS:
        raise Http404(format)
    return _export(request, EVENT_FORMATS[format], "events", event_rows, _matching_events)


@require_safe
def export_claims(request: HttpRequest, format: str) -> HttpResponse:
    """Export the claims about the matching events, or all claims if no filter is set."""
    if format not in CLAIM_FORMATS:
        raise Http404(format)
    return _export(request, CLAIM_FORMATS[format], "claims", claim_rows, _matching_claims)


@require_safe
def export_annotations(request: HttpRequest) -> HttpResponse:
    """Export the evidence of those events and claims."""
    return _export(request, Annotations, "annotations", evidence_rows, _matching_evidence)


def _matching_events(output_request: OutputRequest) -> QuerySet:
    return output_request.filter.order.sorted(output_request.filter.qs)


def _matching_claims(output_request: OutputRequest) -> QuerySet:
    rows = Claim.objects.published().order_by("pk")
    return rows.about_events(output_request.filter.qs) if output_request.filter.applied else rows


def _matching_evidence(output_request: OutputRequest) -> QuerySet:
    rows = Evidence.objects.for_readers().of_published().order_by("pk")
    return rows.about_events(output_request.filter.qs) if output_request.filter.applied else rows


def _export(
    request: HttpRequest,
    format: type[Format],
    content_name: str,
    load_rows: LoadRows,
    find_rows: FindRows,
) -> HttpResponse:
    extra_parameters = {"sort"} if content_name == "events" else set()
    output_request = OutputRequest.parse(
        request, extra_parameters=extra_parameters | ({"lang"} if format.has_language else set())
    )
    if output_request.problems:
        return bad_request(request, output_request.problems)
    ids = find_rows(output_request)
    with translation.override(output_request.language):
        metadata = _metadata(request, format, output_request, ids)
    pieces = format(metadata).write(in_chunks(ids, load_rows))
    return file_response(
        request,
        format,
        blocks(pieces, language=output_request.language),
        content_name,
        output_request,
    )


def _metadata(
    request: HttpRequest, format: type[Format], output_request: OutputRequest, ids: QuerySet
) -> ExportMetadata:
    site = Site.of(request)
    timeline = site.page("timeline", language=output_request.language)
    return ExportMetadata(
        site=site,
        language=output_request.language,
        title=sentence(Selection(output_request.filter, get_index())) if format.has_title else "",
        address=request.build_absolute_uri(),
        page=with_query(timeline, output_request.query),
        count=ids.count() if format.has_count else None,
    )


def file_response(
    request: HttpRequest,
    format: type[Format],
    content: Iterator[bytes],
    content_name: str,
    output_request: OutputRequest,
) -> HttpResponse:
    """Return a public download, which any site may load."""
    name = f"{file_name(content_name, output_request)}.{format.extension}"
    headers = {
        "Content-Disposition": content_disposition_header(True, name),
        "Access-Control-Allow-Origin": "*",
        # A proxy must not buffer the response: it would need space for the whole file.
        "X-Accel-Buffering": "no",
        # Quotations must be gone from the next response on after a takedown.
        "Cache-Control": "public, max-age=300"
        if format is not Annotations
        else "public, max-age=0, must-revalidate",
    }
    if request.method == "HEAD":
        return HttpResponse(headers=headers, content_type=format.content_type)
    return StreamingHttpResponse(content, headers=headers, content_type=format.content_type)


def file_name(content_name: str, output_request: OutputRequest) -> str:
    """Return the name without extension, with the content, the filter and the date.

    Example: social-commerce-events-platform-amazon-2026-11-25. The date is the server's, in UTC.
    """
    filter_slug = slugify(output_request.query_text, allow_unicode=True)
    name = "-".join(filter(None, ["social-commerce", content_name, filter_slug]))
    return f"{name[:MAX_FILE_NAME_CHARACTERS].rstrip('-')}-{timezone.localdate()}"
