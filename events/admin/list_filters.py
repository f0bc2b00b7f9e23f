"""Ways to narrow the admin's lists."""

from __future__ import annotations

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from events.models import Evidence, Platform
from sources.models import Source

MOST_CHOICES = 60
"""A list of choices longer than this is no filter; the search field finds the rest."""


class InDoubtFilter(admin.SimpleListFilter):
    """Evidence that a person has to look at, or the events and claims that have such."""

    title = _("anchor in doubt")
    parameter_name = "doubt"

    def lookups(self, request: HttpRequest, page: admin.ModelAdmin) -> list[tuple[str, object]]:
        return [("yes", _("in doubt")), ("no", _("not in doubt"))]

    def queryset(self, request: HttpRequest, rows: models.QuerySet) -> models.QuerySet:
        if self.value() not in ("yes", "no"):
            return rows
        if rows.model is Evidence:
            doubtful = models.Q(anchor__in=Evidence.Anchor.in_doubt())
        else:
            owner = {rows.model._meta.model_name: models.OuterRef("pk")}
            doubtful = models.Q(models.Exists(Evidence.objects.in_doubt().filter(**owner)))
        return rows.filter(doubtful if self.value() == "yes" else ~doubtful)


class SourceFilter(admin.SimpleListFilter):
    """By the article that gives evidence; those that give most are offered."""

    title = _("source")
    parameter_name = "source"

    def lookups(self, request: HttpRequest, page: admin.ModelAdmin) -> list[tuple[str, object]]:
        used = Source.objects.annotate(used=models.Count("snapshots__evidence"))
        most = used.filter(used__gt=0).order_by("-used", "pk")[:MOST_CHOICES]
        return [(source.slug, source.title) for source in most]

    def queryset(self, request: HttpRequest, rows: models.QuerySet) -> models.QuerySet:
        if not self.value():
            return rows
        found = Evidence.objects.filter(snapshot__source__slug=self.value())
        if rows.model is Evidence:
            return rows.filter(pk__in=found)
        owner = {rows.model._meta.model_name: models.OuterRef("pk")}
        return rows.filter(models.Exists(found.filter(**owner)))


class CompanyFilter(admin.SimpleListFilter):
    """By company, with everything that is part of it."""

    title = _("company")
    parameter_name = "company"

    def lookups(self, request: HttpRequest, page: admin.ModelAdmin) -> list[tuple[str, object]]:
        roots = Platform.objects.without_tree_fields().filter(parent=None)
        return [(row.slug, row) for row in roots.order_by("name_en")[:MOST_CHOICES]]

    def queryset(self, request: HttpRequest, rows: models.QuerySet) -> models.QuerySet:
        if not self.value():
            return rows
        family = Platform.objects.without_tree_fields().with_descendants([self.value()])
        link = rows.model.platforms.through.objects.filter(
            **{rows.model._meta.model_name: models.OuterRef("pk")}, platform__in=family
        )
        return rows.filter(models.Exists(link))
