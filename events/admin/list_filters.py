"""List filters of the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from events.editing.proposals.records import RECORD_TYPES
from events.models import Evidence, Platform
from sources.models import Source

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


MAX_CHOICES = 60
"""Choices that a filter offers. The search field finds the rest."""


class RecordKindFilter(admin.SimpleListFilter):
    """Filter proposals, or the trash, by the kind of record: events, claims and so on."""

    title = _("kind of record")
    parameter_name = "record"

    def lookups(
        self, request: HttpRequest, page: admin.ModelAdmin
    ) -> list[tuple[str, StrOrPromise]]:
        """Return the kinds of records that are reviewed."""
        return [
            (str(model._meta.model_name), str(model._meta.verbose_name)) for model in RECORD_TYPES
        ]

    def queryset(self, request: HttpRequest, rows: models.QuerySet) -> models.QuerySet:
        """Keep the rows about records of the chosen kind; all for an unknown kind."""
        known = {name for name, _label in self.lookup_choices}
        return rows.filter(content_type__model=self.value()) if self.value() in known else rows


class InDoubtFilter(admin.SimpleListFilter):
    """Filter for evidence with a doubtful anchor, or for events and claims with such evidence."""

    title = _("anchor in doubt")
    parameter_name = "doubt"

    def lookups(
        self, request: HttpRequest, page: admin.ModelAdmin
    ) -> list[tuple[str, StrOrPromise]]:
        """Return the two choices: in doubt, not in doubt."""
        return [("yes", _("in doubt")), ("no", _("not in doubt"))]

    def queryset(self, request: HttpRequest, rows: models.QuerySet) -> models.QuerySet:
        """Filter by the anchors of the rows, or of their evidence."""
        if self.value() not in ("yes", "no"):
            return rows
        if rows.model is Evidence:
            doubtful = models.Q(anchor__in=Evidence.Anchor.in_doubt())
        else:
            owner = {rows.model._meta.model_name: models.OuterRef("pk")}
            doubtful = models.Q(models.Exists(Evidence.objects.in_doubt().filter(**owner)))
        return rows.filter(doubtful if self.value() == "yes" else ~doubtful)


class SourceFilter(admin.SimpleListFilter):
    """Filter by the article that gives evidence."""

    title = _("source")
    parameter_name = "source"

    def lookups(
        self, request: HttpRequest, page: admin.ModelAdmin
    ) -> list[tuple[str, StrOrPromise]]:
        """Return the articles that give most evidence, at most `MAX_CHOICES`."""
        used = Source.objects.annotate(used=models.Count("snapshots__evidence"))
        most_used = used.filter(used__gt=0).order_by("-used", "pk")[:MAX_CHOICES]
        return [(source.slug, source.title) for source in most_used]

    def queryset(self, request: HttpRequest, rows: models.QuerySet) -> models.QuerySet:
        """Keep evidence from the chosen article, or rows that have such evidence."""
        if not self.value():
            return rows
        evidence = Evidence.objects.filter(snapshot__source__slug=self.value())
        if rows.model is Evidence:
            return rows.filter(pk__in=evidence)
        owner = {rows.model._meta.model_name: models.OuterRef("pk")}
        return rows.filter(models.Exists(evidence.filter(**owner)))


class CompanyFilter(admin.SimpleListFilter):
    """Filter by company, including everything that is part of it."""

    title = _("company")
    parameter_name = "company"

    def lookups(
        self, request: HttpRequest, page: admin.ModelAdmin
    ) -> list[tuple[str, StrOrPromise]]:
        """Return the platforms without a parent, at most `MAX_CHOICES`."""
        roots = Platform.objects.without_tree_fields().filter(parent=None)
        return [(row.slug, str(row)) for row in roots.order_by("name_en")[:MAX_CHOICES]]

    def queryset(self, request: HttpRequest, rows: models.QuerySet) -> models.QuerySet:
        """Keep rows that are linked to the chosen company or to one of its descendants."""
        if not self.value():
            return rows
        family = Platform.objects.without_tree_fields().with_descendants([self.value()])
        link = rows.model.platforms.through.objects.filter(
            **{rows.model._meta.model_name: models.OuterRef("pk")}, platform__in=family
        )
        return rows.filter(models.Exists(link))
