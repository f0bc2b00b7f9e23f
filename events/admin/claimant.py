"""Admin pages of claimants."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from events.models import Claim, Claimant
from sources.admin.curated import CuratedAdmin


@admin.register(Claimant)
class ClaimantAdmin(CuratedAdmin):
    """List and change page of claimants: the people and organisations that make claims."""

    list_display = ["name_en", "name_zh", "kind", "affiliation_en", "claim_count"]
    list_filter = ["kind"]
    search_fields = ["name_en", "name_zh", "slug", "affiliation_en", "affiliation_zh"]
    prepopulated_fields = {"slug": ["name_en"]}
    ordering = ["name_en"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Annotate each claimant with the number of its claims."""
        return super().get_queryset(request).annotate(claim_count=models.Count("claims"))

    def save_model(
        self, request: HttpRequest, obj: Claimant, form: forms.ModelForm, change: bool
    ) -> None:
        """Index the claims again after a change of name, because search covers the name."""
        super().save_model(request, obj, form, change)
        if change and {"name_en", "name_zh"} & set(form.changed_data):
            Claim.objects.filter(claimant=obj).index()

    @admin.display(description=_("claims"), ordering="claim_count")
    def claim_count(self, row: Claimant) -> int:
        """Return the number of the claimant's claims."""
        return row.claim_count
