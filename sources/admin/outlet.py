"""Admin of outlets."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sources.admin.curated import CuratedAdmin, link
from sources.models import Outlet

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class SourceCount(TypedDict):
    """What `OutletAdmin.get_queryset` adds to an outlet: the number of its articles."""

    source_count: int


class OutletAdmin(CuratedAdmin):
    """Base of the admin of outlets, with their articles counted; `events` registers it."""

    list_display = ["slug", "name_en", "name_zh", "address", "source_count"]
    search_fields = ["slug", "name_en", "name_zh"]
    prepopulated_fields = {"slug": ["name_en"]}
    ordering = ["slug"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Annotate the number of articles."""
        rows = super().get_queryset(request)
        return rows.annotate(source_count=models.Count("sources", distinct=True))

    @admin.display(description=Outlet._meta.get_field("url").verbose_name, ordering="url")
    def address(self, row: Outlet) -> str:
        """Return a link to the outlet's site."""
        return link(row.url, row.url, new=True) if row.url else ""

    @admin.display(description=_("articles"), ordering="source_count")
    def source_count(self, row: WithAnnotations[Outlet, SourceCount]) -> int:
        """Return the number of articles that the outlet wrote."""
        return row.source_count
