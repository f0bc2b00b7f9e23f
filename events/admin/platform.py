"""Admin pages of platforms."""

from __future__ import annotations

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from events.admin.approvable import ApprovableAdmin
from events.fulltext import fold
from events.models import EventPlatform, Platform, PlatformAlias, Succession
from sources.admin.choices import CuratedTabularInline
from sources.admin.curated import link


class PlatformAliasInline(CuratedTabularInline):
    """Other names of a platform."""

    model = PlatformAlias
    fields = ["text"]


class SuccessionInline(CuratedTabularInline):
    """Successors of a platform: what it became."""

    model = Succession
    fk_name = "predecessor"
    fields = ["kind", "successor"]
    autocomplete_fields = ["successor"]
    verbose_name = _("successor")
    verbose_name_plural = _("successors")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Load both ends of each succession."""
        return super().get_queryset(request).select_related("predecessor", "successor")


class PrecessionInline(CuratedTabularInline):
    """Predecessors of a platform: what became it."""

    model = Succession
    fk_name = "successor"
    fields = ["kind", "predecessor"]
    autocomplete_fields = ["predecessor"]
    verbose_name = _("predecessor")
    verbose_name_plural = _("predecessors")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Load both ends of each succession."""
        return super().get_queryset(request).select_related("predecessor", "successor")


@admin.register(Platform)
class PlatformAdmin(ApprovableAdmin):
    """List and change page of platforms, with aliases, successors and predecessors."""

    list_display = ["name_en", "name_zh", "kind", "parent", "spellings", "event_count", "page"]
    list_filter = ["is_approved", "kind", ("parent", admin.EmptyFieldListFilter)]
    search_fields = ["name_en", "name_zh", "slug"]
    autocomplete_fields = ["parent"]
    prepopulated_fields = {"slug": ["name_en"]}
    ordering = ["name_en"]
    inlines = [PlatformAliasInline, SuccessionInline, PrecessionInline]
    fieldsets = [
        (None, {"fields": ["name_en", "name_zh", "slug", "kind", "parent"]}),
        (_("Summary"), {"fields": ["summary_en", "summary_zh"]}),
        (_("This change"), {"fields": ["reason"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Return platforms without tree fields, and in the list with event counts and aliases."""
        rows = super().get_queryset(request).without_tree_fields().select_related("parent")
        if request.resolver_match.url_name == "events_platform_changelist":
            links = EventPlatform.objects.filter(platform=models.OuterRef("pk")).order_by()
            count = links.values("platform").annotate(count=models.Count("pk")).values("count")
            rows = rows.annotate(
                event_count=models.functions.Coalesce(models.Subquery(count), 0)
            ).prefetch_related("aliases")
        return rows.order_by(*self.ordering)

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        """Search names, and aliases regardless of width, case and Chinese script."""
        results, has_duplicates = super().get_search_results(request, queryset, search_term)
        if key := fold(search_term.replace("\x00", "")).strip():
            aliases = PlatformAlias.objects.filter(
                platform=models.OuterRef("pk"), key__contains=key
            )
            results = results | queryset.filter(models.Exists(aliases))
        return results, has_duplicates

    @admin.display(description=_("aliases"))
    def spellings(self, row: Platform) -> str:
        """Return the aliases, separated by commas."""
        return ", ".join(alias.text for alias in row.aliases.all())

    @admin.display(description=_("events"), ordering="event_count")
    def event_count(self, row: Platform) -> int:
        """Return the number of events of the platform itself, without its parts."""
        return row.event_count

    @admin.display(description=_("page"))
    def page(self, row: Platform) -> str:
        """Return a link to the platform's public page."""
        return link(row.get_absolute_url(), _("Open"))
