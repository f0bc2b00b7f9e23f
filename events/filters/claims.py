"""The filter set of claims: query string to QuerySet, for the list of claims and the API."""

from __future__ import annotations

from collections.abc import Iterable

import django_filters
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from events.filters.base import ListFilter
from events.filters.events import RowsFilter, SlugsFilter
from events.models import Claim, Claimant, Platform, Tag
from sources.models import Source


class ClaimFilter(ListFilter):
    """Published claims by full text, kind, metric, claimant, platform, tag, rank and source.

    A platform includes its parts. Values of one parameter are joined by OR, parameters by AND.
    """

    q = django_filters.CharFilter(method="filter_words", max_length=200, label=_("Keywords"))
    kind = SlugsFilter(
        choices=Claim.Kind.choices, lookup_expr="exact", distinct=False, label=_("Kind")
    )
    metric = SlugsFilter(
        choices=Claim.Metric.choices, lookup_expr="exact", distinct=False, label=_("Metric")
    )
    claimant = RowsFilter(
        Claimant.objects.of_published(), method="filter_claimants", label=_("Claimant")
    )
    platform = RowsFilter(
        Platform.objects.without_tree_fields(), method="filter_platforms", label=_("Platform")
    )
    tag = RowsFilter(
        Tag.objects.select_related("merged_into"), method="filter_tags", label=_("Tag")
    )
    rank = SlugsFilter(
        choices=Claim.Rank.choices, lookup_expr="exact", distinct=False, label=_("Rank")
    )
    source = RowsFilter(Source.objects.for_readers(), method="filter_sources", label=_("Source"))

    class Meta:
        model = Claim
        fields: list[str] = []

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, queryset=Claim.objects.published())

    def filter_words(self, rows: QuerySet, name: str, query: str) -> QuerySet:
        """Keep claims that match a full-text query."""
        return rows.search(query) if query else rows

    def filter_claimants(self, rows: QuerySet, name: str, people: Iterable[Claimant]) -> QuerySet:
        """Keep claims of any of these claimants."""
        return rows.filter(claimant__in=people) if people else rows

    def filter_platforms(self, rows: QuerySet, name: str, tops: Iterable[Platform]) -> QuerySet:
        """Keep claims about any of these platforms or their parts."""
        return rows.for_platforms(with_parts(tops)) if tops else rows

    def filter_tags(self, rows: QuerySet, name: str, tags: Iterable[Tag]) -> QuerySet:
        """Keep claims with any of these tags; a merged tag means its target."""
        return rows.tagged([tag.merged_into or tag for tag in tags]) if tags else rows

    def filter_sources(self, rows: QuerySet, name: str, sources: Iterable[Source]) -> QuerySet:
        """Keep claims that have evidence from any of these sources."""
        return rows.from_sources(sources) if sources else rows


def with_parts(tops: Iterable[Platform]) -> QuerySet:
    """Return the ids of these platforms and of all platforms below them, as a subquery."""
    slugs = [platform.slug for platform in tops]
    return Platform.objects.with_descendants(slugs).without_tree_fields().values("pk")
