"""The filter of claims: query string ⇄ QuerySet, for the list of claims and the API."""

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
    """Published claims by words, kind, figure, who says so, platform (with its parts), tag, rank
    and source.

    Values of one parameter widen what is found, parameters narrow each other.
    """

    q = django_filters.CharFilter(method="filter_words", max_length=200, label=_("Words"))
    kind = SlugsFilter(
        choices=Claim.Kind.choices, lookup_expr="exact", distinct=False, label=_("Kind")
    )
    metric = SlugsFilter(
        choices=Claim.Metric.choices, lookup_expr="exact", distinct=False, label=_("Figure")
    )
    claimant = RowsFilter(
        Claimant.objects.of_published(), method="filter_claimants", label=_("Who says so")
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

    def filter_words(self, rows: QuerySet, name: str, words: str) -> QuerySet:
        return rows.search(words) if words else rows

    def filter_claimants(self, rows: QuerySet, name: str, chosen: Iterable[Claimant]) -> QuerySet:
        return rows.filter(claimant__in=chosen) if chosen else rows

    def filter_platforms(self, rows: QuerySet, name: str, chosen: Iterable[Platform]) -> QuerySet:
        return rows.for_platforms(with_parts(chosen)) if chosen else rows

    def filter_tags(self, rows: QuerySet, name: str, chosen: Iterable[Tag]) -> QuerySet:
        return rows.tagged([tag.merged_into or tag for tag in chosen]) if chosen else rows

    def filter_sources(self, rows: QuerySet, name: str, chosen: Iterable[Source]) -> QuerySet:
        return rows.from_sources(chosen) if chosen else rows


def with_parts(chosen: Iterable[Platform]) -> QuerySet:
    """The ids of these platforms and of everything below them, as a subquery."""
    slugs = [platform.slug for platform in chosen]
    return Platform.objects.with_descendants(slugs).without_tree_fields().values("pk")
