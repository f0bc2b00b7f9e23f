"""Admin pages of claimants."""

from __future__ import annotations

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from events.admin.approvable import ApprovableAdmin
from events.models import Claimant


@admin.register(Claimant)
class ClaimantAdmin(ApprovableAdmin):
    """List and change page of claimants: the people and organisations that make claims."""

    list_display = ["name_en", "name_zh", "kind", "affiliation_en", "claim_count"]
    list_filter = ["is_approved", "kind"]
    search_fields = ["name_en", "name_zh", "slug", "affiliation_en", "affiliation_zh"]
    prepopulated_fields = {"slug": ["name_en"]}
    ordering = ["name_en"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Annotate each claimant with the number of its claims."""
        return super().get_queryset(request).annotate(claim_count=models.Count("claims"))

    @admin.display(description=_("claims"), ordering="claim_count")
    def claim_count(self, row: Claimant) -> int:
        """Return the number of the claimant's claims."""
        return row.claim_count
