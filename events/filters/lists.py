"""The filter sets of the lists of platforms, articles, tags and disputes."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from events.filters.base import ListFilter
from events.filters.parameters import (
    ChoicesParameter,
    KeywordParameter,
    PlatformParameter,
    RowsParameter,
)
from events.models import Dispute, Platform, Tag
from sources.models import Outlet, Source


class PlatformFilter(ListFilter):
    """Approved platforms by name or alias, kind, and direct parent."""

    q = KeywordParameter("named_like")
    kind = ChoicesParameter(choices=Platform.Kind.choices, label=_("Kind"))
    parent = RowsParameter(Platform.objects.approved().without_tree_fields(), label=_("Part of"))

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, queryset=Platform.objects.approved().without_tree_fields())


class OutletParameter(RowsParameter):
    """Any number of outlets that wrote or published an article."""

    def filter(self, rows: QuerySet, value: Iterable[Outlet]) -> QuerySet:
        """Keep the articles of any of these outlets."""
        return rows.served_by(value)


class SourceFilter(ListFilter):
    """Accepted articles by title, language and outlet."""

    q = KeywordParameter("titled_like")
    language = ChoicesParameter(choices=Source.Language.choices, label=_("Language"))
    outlet = OutletParameter(Outlet.objects.approved().of_accepted(), label=_("Outlet"))

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, queryset=Source.objects.for_readers().with_list_place())


class TagFilter(ListFilter):
    """Approved tags that are not merged into others, by name and facet."""

    q = KeywordParameter("named_like")
    facet = ChoicesParameter(choices=Tag.Facet.choices, label=_("Facet"))

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, queryset=Tag.objects.approved())


class DisputeFilter(ListFilter):
    """Approved disputes by state and platform."""

    state = ChoicesParameter(choices=Dispute.State.choices, label=_("State"))
    platform = PlatformParameter()

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, queryset=Dispute.objects.approved())
