"""Admin pages of disputes."""

from __future__ import annotations

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from events.admin.approvable import ApprovableAdmin
from events.models import Dispute, Position
from sources.admin.choices import PreloadedChoicesMixin
from sources.admin.curated import link, shortened


class PositionInline(PreloadedChoicesMixin, admin.StackedInline):
    """Positions of a dispute, in their order."""

    model = Position
    extra = 0
    autocomplete_fields = ["claims", "events"]
    fields = [("order", "basis"), "statement_en", "statement_zh", "claims", "events"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Load the claims and events, which the autocompletes show."""
        return super().get_queryset(request).prefetch_related("claims", "events").order_by("order")


@admin.register(Dispute)
class DisputeAdmin(ApprovableAdmin):
    """List and change page of disputes, with their positions."""

    list_display = ["short_question", "state", "position_count", "page"]
    list_filter = ["is_approved", "state"]
    search_fields = ["question_en", "question_zh", "slug"]
    prepopulated_fields = {"slug": ["question_en"]}
    ordering = ["slug"]
    inlines = [PositionInline]
    fieldsets = [
        (None, {"fields": ["question_en", "question_zh", "slug"]}),
        (_("Why they cannot all be true"), {"fields": ["why_en", "why_zh"]}),
        (_("What would resolve it"), {"fields": ["settle_en", "settle_zh"]}),
        (_("Status"), {"fields": ["state", "resolution_en", "resolution_zh"]}),
        (_("This change"), {"fields": ["reason"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Annotate each dispute with the number of its positions."""
        return super().get_queryset(request).annotate(position_count=models.Count("positions"))

    @admin.display(description=_("question"), ordering="question_en")
    def short_question(self, row: Dispute) -> str:
        """Return the question, cut to 120 characters."""
        return shortened(row)

    @admin.display(description=_("positions"), ordering="position_count")
    def position_count(self, row: Dispute) -> int:
        """Return the number of positions."""
        return row.position_count

    @admin.display(description=_("page"))
    def page(self, row: Dispute) -> str:
        """Return a link to the dispute's public page."""
        return link(row.get_absolute_url(), _("Open"))
