"""Admin of ingest runs and their items; view only."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sources.admin.curated import ReadOnlyAdmin, shortened
from sources.models import IngestItem, IngestRun

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class ItemCounts(TypedDict):
    """What `IngestRunAdmin.get_queryset` adds to a run: the numbers of its items."""

    item_count: int
    failed_count: int


@admin.register(IngestRun)
class IngestRunAdmin(ReadOnlyAdmin):
    """Admin of ingest runs, with the numbers of their items and failures."""

    list_display = ["__str__", "started_at", "finished_at", "item_count", "failed_count"]
    date_hierarchy = None
    fields = ["inputs", "started_at", "finished_at", "item_count", "failed_count"]
    readonly_fields = ["item_count", "failed_count"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Annotate the numbers of all items and of failed items."""
        failed = models.Q(items__status=IngestItem.Status.FAILED)
        return (
            super()
            .get_queryset(request)
            .annotate(
                item_count=models.Count("items"),
                failed_count=models.Count("items", filter=failed),
            )
        )

    @admin.display(description=_("ingest items"), ordering="item_count")
    def item_count(self, row: WithAnnotations[IngestRun, ItemCounts]) -> int:
        """Return the number of inputs."""
        return row.item_count

    @admin.display(description=_("failed"), ordering="failed_count")
    def failed_count(self, row: WithAnnotations[IngestRun, ItemCounts]) -> int:
        """Return the number of failed inputs."""
        return row.failed_count


@admin.register(IngestItem)
class IngestItemAdmin(ReadOnlyAdmin):
    """Admin of ingest items, to find the reasons of failures."""

    list_display = ["input", "status", "source", "reason", "run", "finished_at"]
    list_filter = ["status", "error_code"]
    list_select_related = ["source", "run"]
    search_fields = ["input", "error", "source__title", "source__slug", "sha256"]
    ordering = ["-pk"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Load related rows in one query, without the texts and bytes of snapshots."""
        rows = super().get_queryset(request).select_related("source", "run", "snapshot__source")
        return rows.defer("snapshot__text", "snapshot__content")

    @admin.display(description=_("reason"), ordering="error_code")
    def reason(self, row: IngestItem) -> str:
        """Return the start of the error message."""
        return shortened(row.error)
