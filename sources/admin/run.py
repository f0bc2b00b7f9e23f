from __future__ import annotations

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sources.admin.curated import ReadOnlyAdmin, shortened
from sources.models import IngestItem, IngestRun


@admin.register(IngestRun)
class IngestRunAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "started_at", "finished_at", "item_count", "failed_count"]
    date_hierarchy = None
    fields = ["inputs", "started_at", "finished_at", "item_count", "failed_count"]
    readonly_fields = ["item_count", "failed_count"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
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
    def item_count(self, row: IngestRun) -> int:
        return row.item_count

    @admin.display(description=_("failed"), ordering="failed_count")
    def failed_count(self, row: IngestRun) -> int:
        return row.failed_count


@admin.register(IngestItem)
class IngestItemAdmin(ReadOnlyAdmin):
    list_display = ["input", "status", "source", "reason", "run", "finished_at"]
    list_filter = ["status", "error_code"]
    list_select_related = ["source", "run"]
    search_fields = ["input", "error", "source__title", "source__slug", "sha256"]
    ordering = ["-pk"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        rows = super().get_queryset(request).select_related("source", "run", "snapshot__source")
        return rows.defer("snapshot__text", "snapshot__content")

    @admin.display(description=_("reason"), ordering="error_code")
    def reason(self, row: IngestItem) -> str:
        return shortened(row.error)
