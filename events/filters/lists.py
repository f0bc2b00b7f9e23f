"""The filter sets of the lists of claims, platforms, articles, tags and disputes."""

from __future__ import annotations

from collections.abc import Iterable

import django_filters
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from events.filters.base import ListFilter
from events.filters.claims import ClaimFilter, with_parts
from events.filters.events import RowsFilter, SlugsFilter
from events.models import Dispute, Platform, Tag
from sources.models import Outlet, Source


class ClaimListFilter(ClaimFilter):
    """The claim filter of the API, which has no page numbers: `page` is an unknown parameter."""

    page_parameters = frozenset({"cursor"})


class NamedFilter(ListFilter):
    """Rows whose name matches a query."""

    page_parameters = frozenset({"cursor"})

    q = django_filters.CharFilter(method="filter_words", max_length=200, label=_("Keywords"))

    def filter_words(self, rows: QuerySet, name: str, query: str) -> QuerySet:
        """Keep rows whose name matches the query."""
        return rows.named_like(query) if query else rows


class PlatformFilter(NamedFilter):
    """Platforms by name or alias, kind, and direct parent."""

    kind = SlugsFilter(
        choices=Platform.Kind.choices, lookup_expr="exact", distinct=False, label=_("Kind")
    )
    parent = RowsFilter(
        Platform.objects.without_tree_fields(), method="filter_parents", label=_("Part of")
    )

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, queryset=Platform.objects.without_tree_fields())

    def filter_parents(self, rows: QuerySet, name: str, parents: Iterable[Platform]) -> QuerySet:
        """Keep the direct parts of any of these platforms."""
        return rows.filter(parent__in=parents) if parents else rows


class SourceFilter(NamedFilter):
    """Accepted articles by title, language and outlet."""

    language = SlugsFilter(
        choices=Source.Language.choices, lookup_expr="exact", distinct=False, label=_("Language")
    )
    outlet = RowsFilter(Outlet.objects.of_accepted(), method="filter_outlets", label=_("Outlet"))

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, queryset=Source.objects.for_readers().with_list_place())

    def filter_words(self, rows: QuerySet, name: str, query: str) -> QuerySet:
        """Keep articles whose title matches the query."""
        return rows.titled_like(query) if query else rows

    def filter_outlets(self, rows: QuerySet, name: str, outlets: Iterable[Outlet]) -> QuerySet:
        """Keep articles of any of these outlets."""
        return rows.served_by(outlets) if outlets else rows


class TagFilter(NamedFilter):
    """Tags that are not merged into others, by name and facet."""

    facet = SlugsFilter(
        choices=Tag.Facet.choices, lookup_expr="exact", distinct=False, label=_("Facet")
    )

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, queryset=Tag.objects.live())


class DisputeFilter(ListFilter):
    """Disputes by state and platform; a platform includes its parts."""

    page_parameters = frozenset({"cursor"})

    state = SlugsFilter(
        choices=Dispute.State.choices, lookup_expr="exact", distinct=False, label=_("State")
    )
    platform = RowsFilter(
        Platform.objects.without_tree_fields(), method="filter_platforms", label=_("Platform")
    )

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, queryset=Dispute.objects.all())

    def filter_platforms(self, rows: QuerySet, name: str, tops: Iterable[Platform]) -> QuerySet:
        """Keep disputes about any of these platforms or their parts."""
        return rows.about_platforms(with_parts(tops)) if tops else rows
