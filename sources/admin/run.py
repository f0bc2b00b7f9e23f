"""Admin of ingest runs and their items; view only."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sources.admin.curated import ReadOnlyAdmin, shortened
from sources.models import IngestItem, IngestRun
from sources.models.run import IngestItemQuerySet

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
        failed = models.Q(items__status__in=IngestItem.FAILURES)
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
    """Admin of ingest items, to find the reasons of failures and to try parked ones again."""

    list_display = ["input", "status", "reason", "article", "attempts", "run", "finished_at"]
    actions = ["retry"]
    list_filter = ["status", "error_code"]
    list_select_related = ["source", "run"]
    search_fields = ["input", "error", "source__title", "source__slug", "sha256"]
    ordering = ["-pk"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Load related rows in one query, without the texts and bytes of snapshots."""
        rows = super().get_queryset(request).select_related("source", "run", "snapshot__source")
        return rows.defer("snapshot__text", "snapshot__content")

    def has_retry_permission(self, request: HttpRequest) -> bool:
        """Return whether the user may change articles."""
        return request.user.has_perm("sources.change_source")

    @admin.action(description=_("Read parked documents again"), permissions=["retry"])
    def retry(self, request: HttpRequest, items: IngestItemQuerySet) -> None:
        """Let the next run read the selected items that are parked."""
        count = items.retry()
        text = ngettext(
            "The next run of “ingest” reads %d document again.",
            "The next run of “ingest” reads %d documents again.",
            count,
        )
        self.message_user(request, text % count, messages.SUCCESS if count else messages.WARNING)

    @admin.display(description=_("article"), ordering="source")
    def article(self, row: IngestItem) -> str:
        """Return the title of the article, truncated."""
        return shortened(row.source, 40) if row.source else ""

    @admin.display(description=_("reason"), ordering="error_code")
    def reason(self, row: IngestItem) -> str:
        """Return the start of the error message."""
        return shortened(row.error)
