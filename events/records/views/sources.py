"""The list of articles, and the page of one article."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from events.annotation.highlights import marked_blocks
from events.annotation.layout import text_runs
from events.annotation.passages import shown_passages
from events.charts.minimap import minimap
from events.filters.orders import NEWEST_ARTICLE_FIRST
from events.models import Evidence
from events.records.source_stats import source_stats
from events.sharing.citations import cited
from events.web.page_cache import conditional_page
from events.web.pager import cursor_of, page_queries
from sources.models import Snapshot, Source
from sources.models.merging import in_use

SOURCES_SHOWN = 20


@conditional_page
def sources(request: HttpRequest) -> HttpResponse:
    """List accepted articles, newest first, with the number of records that use each."""
    problems: list[str] = []
    rows = Source.objects.for_readers().with_outlets()
    cursor = cursor_of(request, NEWEST_ARTICLE_FIRST, problems)
    page = NEWEST_ARTICLE_FIRST.page(rows.with_list_place(), cursor, SOURCES_SHOWN)
    counts = source_stats(page.rows)
    for row in page.rows:
        row.tally = counts[row.pk]
    context = {
        "sources": page.rows,
        "count": rows.count(),
        "problems": problems,
        **page_queries(request, page),
    }
    return render(request, "records/source_list.html", context)


@conditional_page
def source(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an article: its bibliographic data, and its text with every cited passage highlighted.

    Readers see our digest, unless the article was taken down. Only editors see the full original
    text, because its publisher holds the rights.
    """
    row = _row(request, slug)
    shown, choice = _text(request, row)
    evidence = _evidence(request, row)
    blocks = marked_blocks(shown, list(shown.passages.all()), evidence) if shown else []
    shows_original = shown is not None and shown.kind == Snapshot.Kind.ORIGINAL
    context = {
        "source": row,
        "original": row.repost_of if _sees_originals(request) else row.public_original,
        "tally": source_stats([row])[row.pk],
        "runs": text_runs(blocks),
        "strips": minimap(blocks),
        "cited_blocks": sum(bool(block.evidence) for block in blocks),
        "text_language": row.language if shows_original else "en",
        "evidence": evidence,
        # The passages are listed where there is no text to show them in.
        "passages": [] if blocks else shown_passages(evidence, request.user),
        "takedown_reason": _takedown_reason(request, row),
        "shows_original": shows_original,
        "citation": cited(request, row),
        **choice,
    }
    return render(request, "records/source_detail.html", context)


def _row(request: HttpRequest, slug: str) -> Source:
    rows = in_use(Source.objects.with_originals())
    if not _sees_originals(request):
        rows = rows.for_readers()
    return get_object_or_404(rows, slug=slug)


def _sees_originals(request: HttpRequest) -> bool:
    """Return whether the user may see articles that are not accepted, and the original texts."""
    return request.user.has_perm("sources.view_original")


def _takedown_reason(request: HttpRequest, row: Source) -> str:
    """Return why the article was taken down, for editors only: the reason may name people."""
    reason = row.original.takedown_reason or row.takedown_reason
    return reason if _sees_originals(request) else ""


def _text(request: HttpRequest, row: Source) -> tuple[Snapshot | None, dict[str, bool]]:
    """Return the text to show, and the template context with the available texts."""
    snapshots = {snapshot.kind: snapshot for snapshot in row.snapshots.current()}
    original = snapshots.get(Snapshot.Kind.ORIGINAL) if _sees_originals(request) else None
    is_hidden = row.is_taken_down and not _sees_originals(request)
    digest = None if is_hidden else snapshots.get(Snapshot.Kind.DIGEST)
    wants_digest = request.GET.get("text") == "digest"
    shown = digest if digest and (wants_digest or not original) else original
    return shown, {"has_original": original is not None, "has_digest": digest is not None}


def _evidence(request: HttpRequest, row: Source) -> list[Evidence]:
    rows = Evidence.objects.for_source(row).with_owners()
    if not request.user.has_perm("events.change_evidence"):
        rows = rows.of_published()
    # Load the few snapshots once, not once for each of up to a thousand quotations.
    snapshots = {snapshot.pk: snapshot for snapshot in row.snapshots.defer("content", "text")}
    evidence = list(rows.order_by("block", "block_start", "pk"))
    for item in evidence:
        item.snapshot = snapshots[item.snapshot_id]
        item.snapshot.source = row
    return evidence
