"""Admin of snapshots and passages; view only.

Publishers own the texts of originals: only users with the permission `view_original` see them.
"""

from __future__ import annotations

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from sources.admin.curated import ReadOnlyAdmin, link, shortened
from sources.models import Passage, Snapshot


def reads_originals(request: HttpRequest) -> bool:
    """Return whether the user may see the full text of originals."""
    return request.user.has_perm("sources.view_original")


@admin.register(Snapshot)
class SnapshotAdmin(ReadOnlyAdmin):
    """Admin of snapshots."""

    list_display = ["__str__", "kind", "number", "is_current", "adapter", "encoding", "created_at"]
    list_filter = ["kind", "is_current", "adapter"]
    search_fields = ["source__title", "source__title_en", "source__slug", "sha256", "text_sha256"]
    ordering = ["-pk"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Load the source in the same query, without the text and the bytes."""
        return super().get_queryset(request).select_related("source").defer("content", "text")

    def get_fields(self, request: HttpRequest, obj: Snapshot | None = None) -> tuple[str, ...]:
        """Return the fields; the text of an original needs a permission."""
        fields = ["source", "kind", "number", "is_current", "adapter", "adapter_version"]
        fields += ["encoding", "sha256", "text_sha256", "gap_count", "created_at", "passage_list"]
        is_digest = obj is not None and obj.kind == Snapshot.Kind.DIGEST
        if is_digest or reads_originals(request):
            fields.append("clean_text")
        return tuple(fields)

    def get_readonly_fields(
        self, request: HttpRequest, obj: Snapshot | None = None
    ) -> tuple[str, ...]:
        """Return all fields: snapshots are immutable."""
        return self.get_fields(request, obj)

    @admin.display(description=_("gaps"))
    def gap_count(self, row: Snapshot) -> int:
        """Return the number of places where text is missing."""
        return len(row.gaps)

    @admin.display(description=_("passages"))
    def passage_list(self, row: Snapshot) -> str:
        """Return a link to the list of the snapshot's passages."""
        address = reverse("admin:sources_passage_changelist")
        return link(f"{address}?snapshot__id__exact={row.pk}", _("Show passages"))

    @admin.display(description=_("clean text"))
    def clean_text(self, row: Snapshot) -> str:
        """Return the text as HTML."""
        return format_html('<div class="article-text">{}</div>', row.text)


@admin.register(Passage)
class PassageAdmin(ReadOnlyAdmin):
    """Admin of passages."""

    list_display = ["position", "kind", "beginning", "snapshot", "start", "end"]
    list_filter = ["kind", "snapshot__kind"]
    search_fields = ["snapshot__source__title", "snapshot__source__slug"]
    ordering = ["snapshot", "position"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Hide passages of originals from users who may not read originals."""
        rows = super().get_queryset(request).select_related("snapshot__source")
        rows = rows.defer("snapshot__content", "snapshot__text")
        if reads_originals(request):
            return rows
        return rows.filter(snapshot__kind=Snapshot.Kind.DIGEST)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Allow the filter by snapshot, to which the snapshot's page links."""
        return lookup == "snapshot__id__exact" or super().lookup_allowed(lookup, value, request)

    @admin.display(description=_("text"))
    def beginning(self, row: Passage) -> str:
        """Return the start of the text."""
        return shortened(row.text)
