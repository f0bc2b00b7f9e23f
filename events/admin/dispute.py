from __future__ import annotations

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from events.models import Dispute, Position
from sources.admin.choices import PreloadedChoicesMixin
from sources.admin.curated import CuratedAdmin, link, shortened


class PositionInline(PreloadedChoicesMixin, admin.StackedInline):
    model = Position
    extra = 0
    autocomplete_fields = ["claims", "events"]
    fields = [("order", "basis"), "statement_en", "statement_zh", "claims", "events"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).prefetch_related("claims", "events").order_by("order")


@admin.register(Dispute)
class DisputeAdmin(CuratedAdmin):
    list_display = ["short_question", "state", "position_count", "page"]
    list_filter = ["state"]
    search_fields = ["question_en", "question_zh", "slug"]
    prepopulated_fields = {"slug": ["question_en"]}
    ordering = ["slug"]
    inlines = [PositionInline]
    fieldsets = [
        (None, {"fields": ["question_en", "question_zh", "slug"]}),
        (_("Why they cannot all hold"), {"fields": ["why_en", "why_zh"]}),
        (_("What would settle it"), {"fields": ["settle_en", "settle_zh"]}),
        (_("How it stands"), {"fields": ["state", "resolution_en", "resolution_zh"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).annotate(position_count=models.Count("positions"))

    @admin.display(description=_("question"), ordering="question_en")
    def short_question(self, row: Dispute) -> str:
        return shortened(row)

    @admin.display(description=_("positions"), ordering="position_count")
    def position_count(self, row: Dispute) -> int:
        return row.position_count

    @admin.display(description=_("page"))
    def page(self, row: Dispute) -> str:
        return link(row.get_absolute_url(), _("Open"))
