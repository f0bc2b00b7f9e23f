"""What the lists of platforms, articles, tags and disputes can be narrowed by."""

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
    """Claims as their page filters them; the API has no pages by number."""

    page_parameters = frozenset({"cursor"})


class NamedFilter(ListFilter):
    """Rows with words in a name."""

    page_parameters = frozenset({"cursor"})

    q = django_filters.CharFilter(method="filter_words", max_length=200, label=_("Words"))

    def filter_words(self, rows: QuerySet, name: str, words: str) -> QuerySet:
        return rows.named_like(words) if words else rows


class PlatformFilter(NamedFilter):
    """Platforms by words in a name or alias, kind, and what they are directly a part of."""

    kind = SlugsFilter(
        choices=Platform.Kind.choices, lookup_expr="exact", distinct=False, label=_("Kind")
    )
    parent = RowsFilter(
        Platform.objects.without_tree_fields(), method="filter_parents", label=_("Part of")
    )

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, queryset=Platform.objects.without_tree_fields())

    def filter_parents(self, rows: QuerySet, name: str, chosen: Iterable[Platform]) -> QuerySet:
        return rows.filter(parent__in=chosen) if chosen else rows


class SourceFilter(NamedFilter):
    """Accepted articles by words in a title, language, and outlet."""

    language = SlugsFilter(
        choices=Source.Language.choices, lookup_expr="exact", distinct=False, label=_("Language")
    )
    outlet = RowsFilter(Outlet.objects.of_accepted(), method="filter_outlets", label=_("Outlet"))

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, queryset=Source.objects.for_readers().with_list_place())

    def filter_words(self, rows: QuerySet, name: str, words: str) -> QuerySet:
        return rows.titled_like(words) if words else rows

    def filter_outlets(self, rows: QuerySet, name: str, chosen: Iterable[Outlet]) -> QuerySet:
        return rows.served_by(chosen) if chosen else rows


class TagFilter(NamedFilter):
    """Tags that were not merged into others, by words in a name, and facet."""

    facet = SlugsFilter(
        choices=Tag.Facet.choices, lookup_expr="exact", distinct=False, label=_("Facet")
    )

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, queryset=Tag.objects.live())


class DisputeFilter(ListFilter):
    """Disputes by state, and platform with its parts."""

    page_parameters = frozenset({"cursor"})

    state = SlugsFilter(
        choices=Dispute.State.choices, lookup_expr="exact", distinct=False, label=_("State")
    )
    platform = RowsFilter(
        Platform.objects.without_tree_fields(), method="filter_platforms", label=_("Platform")
    )

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, queryset=Dispute.objects.all())

    def filter_platforms(self, rows: QuerySet, name: str, chosen: Iterable[Platform]) -> QuerySet:
        return rows.about_platforms(with_parts(chosen)) if chosen else rows
