"""Admin pages of events."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from events.admin.evidence import EvidenceInline
from events.admin.list_filters import CompanyFilter, InDoubtFilter, SourceFilter
from events.admin.revision import PublishableAdmin, evidence_count, some_names
from events.admin.tagging import TaggedInline
from events.models import Event, EventPlatform
from sources.admin.choices import CuratedTabularInline
from sources.admin.curated import link, shortened
from sources.admin.lists import CodeListField


class EventPlatformInline(CuratedTabularInline):
    """Platforms of an event, each with its role."""

    model = EventPlatform
    fields = ["platform", "role", "position"]
    autocomplete_fields = ["platform"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Load the platforms, ordered by position."""
        rows = super().get_queryset(request).select_related("platform")
        return rows.order_by("position", "pk")


@admin.register(Event)
class EventAdmin(PublishableAdmin):
    """List and change page of events, with platforms, evidence and tags."""

    list_display = [
        *("short_title", "date_label", "kind", "outcome", "state", "evidence_count"),
        *("platform_names", "page"),
    ]
    list_filter = ["state", "kind", "outcome", InDoubtFilter, CompanyFilter, SourceFilter]
    search_fields = ["title_en", "title_zh", "slug"]
    date_hierarchy = "sort_on"
    ordering = ["-sort_on", "-pk"]
    prepopulated_fields = {"slug": ["title_en"]}
    formfield_overrides = {
        **PublishableAdmin.formfield_overrides,
        ArrayField: {"form_class": CodeListField},  # markets
    }
    readonly_fields = [*PublishableAdmin.readonly_fields, "date_in_words", "earliest", "latest"]
    inlines = [EventPlatformInline, EvidenceInline, TaggedInline]
    fieldsets = [
        (None, {"fields": ["title_en", "title_zh", "slug", ("kind", "outcome"), "state"]}),
        (
            _("When"),
            {
                "fields": [
                    *("when", "date_in_words", ("earliest", "latest")),
                    *("date_note_en", "date_note_zh"),
                ]
            },
        ),
        (_("Details"), {"fields": ["summary_en", "summary_zh", "markets", "importance"]}),
        (_("This change"), {"fields": ["reason"]}),
        (
            _("Record"),
            {"fields": ["version", "created_at", "updated_at"], "classes": ["collapse"]},
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Load what the list shows.

        The search vector is deferred: it is large and not shown.
        """
        rows = super().get_queryset(request)
        if request.resolver_match.url_name == "events_event_changelist":
            rows = rows.annotate(evidence_count=evidence_count("event"))
            rows = rows.prefetch_related("platforms").defer("search_vector")
        return rows

    @admin.display(description=_("title"), ordering="title_en")
    def short_title(self, row: Event) -> str:
        """Return the title, cut to 90 characters."""
        return shortened(row, 90)

    @admin.display(description=_("when"), ordering="sort_on")
    def date_label(self, row: Event) -> str:
        """Return the date in the user's language."""
        return row.date.label(get_language() or "en") if row.when else ""

    @admin.display(description=_("date as shown"))
    def date_in_words(self, row: Event) -> str:
        """Return the date label again, as a read-only field of the form."""
        return self.date_label(row)

    @admin.display(description=_("evidence"), ordering="evidence_count")
    def evidence_count(self, row: Event) -> int:
        """Return the number of passages that are evidence for the event."""
        return row.evidence_count

    @admin.display(description=_("platforms"))
    def platform_names(self, row: Event) -> str:
        """Return the first names of the platforms and the number of further ones."""
        return some_names(row.platforms.all())

    @admin.display(description=_("page"))
    def page(self, row: Event) -> str:
        """Return a link to the event's public page."""
        return link(row.get_absolute_url(), _("Open"))
