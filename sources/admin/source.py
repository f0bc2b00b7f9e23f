"""Admin of articles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypedDict

import pghistory
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import get_language, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from sources.admin.bulk import message_results, run_for_each
from sources.admin.choices import CuratedTabularInline
from sources.admin.curated import CuratedAdmin, history_context, link, shortened
from sources.models import Figure, Passage, Snapshot, Source
from sources.models.title_key import title_key

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise, WithAnnotations


class Texts(TypedDict):
    """What `SourceAdmin.get_queryset` adds to an article: which kinds of text exist."""

    has_original: bool
    has_digest: bool


class HasDoubtsFilter(admin.SimpleListFilter):
    """Filter articles by whether the adapter reported doubts."""

    title = _("doubts")
    parameter_name = "doubts"

    def lookups(
        self, request: HttpRequest, page: admin.ModelAdmin
    ) -> list[tuple[str, StrOrPromise]]:
        """Return the choices: with and without doubts."""
        return [("yes", _("with doubts")), ("no", _("without doubts"))]

    def queryset(self, request: HttpRequest, rows: models.QuerySet) -> models.QuerySet:
        """Apply the filter."""
        if self.value() == "yes":
            return rows.exclude(doubts=[])
        return rows.filter(doubts=[]) if self.value() == "no" else rows


class TextHeldFilter(admin.SimpleListFilter):
    """Filter articles by the kind of their current snapshots."""

    title = _("stored text")
    parameter_name = "text"

    def lookups(
        self, request: HttpRequest, page: admin.ModelAdmin
    ) -> list[tuple[str, StrOrPromise]]:
        """Return the kinds of snapshot, and "none" for articles without a text."""
        return [*Snapshot.Kind.choices, ("none", _("none"))]

    def queryset(self, request: HttpRequest, rows: models.QuerySet) -> models.QuerySet:
        """Keep articles with a current snapshot of the kind, or with no current snapshot."""
        snapshots = Snapshot.objects.current().filter(source=models.OuterRef("pk"))
        if self.value() == "none":
            return rows.filter(~models.Exists(snapshots))
        if self.value() in Snapshot.Kind.values:
            return rows.filter(models.Exists(snapshots.filter(kind=self.value())))
        return rows


class SnapshotInline(CuratedTabularInline):
    """A read-only table of an article's snapshots."""

    model = Snapshot
    fields = readonly_fields = ("page", "is_current", "adapter", "encoding", "created_at")
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Source | None = None) -> bool:
        """Return False for everyone."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Source | None = None) -> bool:
        """Return False for everyone."""
        return False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Load the source in the same query, without the text and the bytes."""
        return super().get_queryset(request).select_related("source").defer("content", "text")

    @admin.display(description=_("text"))
    def page(self, row: Snapshot) -> str:
        """Return a link to the snapshot's page."""
        address = reverse("admin:sources_snapshot_change", args=[row.pk])
        return link(address, f"{row.get_kind_display()} {row.number}")


@admin.register(Source)
class SourceAdmin(CuratedAdmin):
    """Admin of articles, with actions to accept and reject them."""

    list_display = [
        *("short_title", "published_label", "outlet", "language", "state", "texts", "doubt_count"),
        "page",
    ]
    list_filter = ["state", "language", HasDoubtsFilter, TextHeldFilter]
    search_fields = ["title", "title_en", "slug", "url"]
    autocomplete_fields = ["outlet", "publisher", "repost_of"]
    prepopulated_fields = {"slug": ["title_en"]}
    readonly_fields = ["published_earliest", "published_latest", "doubt_list", "created_at"]
    inlines = [SnapshotInline]
    actions = ["accept", "reject"]
    ordering = ["-published_latest", "slug"]
    fieldsets = [
        (None, {"fields": ["title", "title_en", "slug", "language", "state", "doubt_list"]}),
        (
            _("Publication"),
            {
                "fields": [
                    *("outlet", "publisher", "authors", "url", "published"),
                    ("published_earliest", "published_latest"),
                    "repost_of",
                ]
            },
        ),
        (_("Text"), {"fields": ["original_sha256", "created_at"], "classes": ["collapse"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Load related rows and annotate which kinds of text exist."""
        current = Snapshot.objects.current().filter(source=models.OuterRef("pk"))
        rows = super().get_queryset(request).select_related("outlet", "publisher", "repost_of")
        return rows.annotate(
            has_original=models.Exists(current.originals()),
            has_digest=models.Exists(current.digests()),
        )

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        """Search titles also by their key, so that punctuation and width do not matter."""
        results, has_duplicates = super().get_search_results(request, queryset, search_term)
        if key := title_key(search_term):
            results = results | queryset.filter(title_key__contains=key)
        return results, has_duplicates

    def get_deleted_objects(
        self, objs: Sequence[Source] | models.QuerySet[Source], request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """Allow an article's texts to be deleted with it, although not alone."""
        deleted, counts, missing_permissions, protected = super().get_deleted_objects(objs, request)
        deletable = {str(model._meta.verbose_name) for model in (Snapshot, Passage, Figure)}
        return deleted, counts, missing_permissions - deletable, protected

    @admin.display(description=_("title"), ordering="title")
    def short_title(self, row: Source) -> str:
        """Return the title, truncated."""
        return shortened(row, 80)

    @admin.display(description=pgettext_lazy("date", "published"), ordering="published_latest")
    def published_label(self, row: Source) -> str:
        """Return the date of publication in the active language."""
        date = row.published_date
        return date.label(get_language() or "en") if date else ""

    @admin.display(description=_("texts"))
    def texts(self, row: WithAnnotations[Source, Texts]) -> str:
        """Return the kinds of text that exist."""
        kinds = [(row.has_original, Snapshot.Kind.ORIGINAL), (row.has_digest, Snapshot.Kind.DIGEST)]
        return ", ".join(str(kind.label) for exists, kind in kinds if exists)

    @admin.display(description=_("doubts"))
    def doubt_count(self, row: Source) -> int | str:
        """Return the number of doubts; empty for none."""
        return len(row.doubts) or ""

    @admin.display(description=_("doubts"))
    def doubt_list(self, row: Source) -> str:
        """Return the doubts as HTML paragraphs."""
        return format_html_join("\n", "<p>{}</p>", ((doubt,) for doubt in row.doubts)) or "–"

    @admin.display(description=_("page"))
    def page(self, row: Source) -> str:
        """Return a link to the article's public page."""
        return link(row.get_absolute_url(), _("Open"))

    @admin.action(description=_("Accept selected articles"), permissions=["change"])
    def accept(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        """Accept the selected articles."""
        results = self._set_state(request, queryset, Source.State.ACCEPTED)
        text = ngettext("%d article accepted.", "%d articles accepted.", results[0])
        message_results(self, request, text % results[0] if results[0] else "", results[1])

    @admin.action(description=_("Reject selected articles"), permissions=["change"])
    def reject(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        """Reject the selected articles."""
        results = self._set_state(request, queryset, Source.State.REJECTED)
        text = ngettext("%d article rejected.", "%d articles rejected.", results[0])
        message_results(self, request, text % results[0] if results[0] else "", results[1])

    def _set_state(
        self, request: HttpRequest, rows: models.QuerySet, state: Source.State
    ) -> tuple[int, list[tuple[str, str]]]:
        def change(row: Source) -> None:
            row.state = state
            row.save(update_fields=["state"])

        with pghistory.context(**history_context(request, state.value)):
            return run_for_each(rows, change)
