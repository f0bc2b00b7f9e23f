"""Admin pages of claims."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from events.admin.amounts import AmountField, check_amount
from events.admin.evidence import EvidenceInline
from events.admin.list_filters import CompanyFilter, InDoubtFilter, SourceFilter
from events.admin.proposing import RevisionForm
from events.admin.revision import PublishableAdmin, evidence_count, some_names
from events.admin.tagging import TaggedInline
from events.models import Claim
from sources.admin.curated import link, shortened


class ClaimForm(RevisionForm):
    """Form of a claim, whose figures are typed in any spelling."""

    def clean(self) -> dict[str, Any] | None:
        """Report a figure whose sign contradicts the unit or the currency."""
        cleaned = super().clean()
        unit, currency = self.cleaned_data.get("unit", ""), self.cleaned_data.get("currency", "")
        for name, field in self.fields.items():
            if isinstance(field, AmountField) and name in self.cleaned_data:
                try:
                    check_amount(str(self[name].data or ""), unit=unit, currency=currency)
                except ValidationError as error:
                    self.add_error(name, error)
        return cleaned


@admin.register(Claim)
class ClaimAdmin(PublishableAdmin):
    """List and change page of claims, with evidence and tags."""

    form = ClaimForm
    formfield_overrides = {
        **PublishableAdmin.formfield_overrides,
        models.DecimalField: {"form_class": AmountField},
    }
    list_display = [
        *("short_statement", "claimant", "kind", "figure", "rank", "state", "evidence_count"),
        *("platform_names", "page"),
    ]
    list_filter = [
        *("state", "kind", "rank", InDoubtFilter, CompanyFilter, SourceFilter),
        *("metric", "unit"),
    ]
    search_fields = ["statement_en", "statement_zh", "key"]
    autocomplete_fields = ["claimant", "platforms", "events"]
    ordering = ["-pk"]
    prepopulated_fields = {"key": ["statement_en"]}
    inlines = [EvidenceInline, TaggedInline]
    fieldsets = [
        (None, {"fields": ["statement_en", "statement_zh", "key", "kind", "claimant", "state"]}),
        (_("About"), {"fields": ["platforms", "events"]}),
        (
            _("Figures"),
            {
                "fields": [
                    *("metric", ("value", "value_to"), ("unit", "currency")),
                    ("period", "asserted"),
                ]
            },
        ),
        (_("Rank"), {"fields": ["rank", "rank_reason"]}),
        (_("This change"), {"fields": ["reason"]}),
        (
            _("Record"),
            {"fields": ["version", "created_at", "updated_at"], "classes": ["collapse"]},
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Load the relations that the list or the change page shows.

        The search vector is deferred in the list: it is large and not shown.
        """
        rows = super().get_queryset(request).select_related("claimant")
        if request.resolver_match.url_name == "events_claim_changelist":
            rows = rows.annotate(evidence_count=evidence_count("claim"))
            rows = rows.prefetch_related("platforms").defer("search_vector")
        elif request.resolver_match.url_name == "events_claim_change":
            rows = rows.prefetch_related("platforms", "events")
        return rows

    @admin.display(description=_("statement"), ordering="statement_en")
    def short_statement(self, row: Claim) -> str:
        """Return the statement, cut to 110 characters."""
        return shortened(row, 110)

    @admin.display(description=_("value"), ordering="value")
    def figure(self, row: Claim) -> str:
        """Return the value or the range, with its unit or currency; "" without a value."""
        if row.value is None:
            return ""
        numbers = [f"{number:,f}".rstrip("0").rstrip(".") for number in (row.value, row.value_to)
                   if number is not None]  # fmt: skip
        unit = row.currency if row.unit == Claim.Unit.MONEY else row.get_unit_display()
        return f"{'–'.join(numbers)} {unit}"

    @admin.display(description=_("evidence"), ordering="evidence_count")
    def evidence_count(self, row: Claim) -> int:
        """Return the number of passages that are evidence for the claim."""
        return row.evidence_count

    @admin.display(description=_("platforms"))
    def platform_names(self, row: Claim) -> str:
        """Return the first names of the platforms and the number of further ones."""
        return some_names(row.platforms.all())

    @admin.display(description=_("page"))
    def page(self, row: Claim) -> str:
        """Return a link to the claim's public page."""
        return link(row.get_absolute_url(), _("Open"))
