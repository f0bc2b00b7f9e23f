"""The filter of claims: query string ⇄ QuerySet, as events.filters is for events."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.filters import RowsFilter, SlugsFilter
from events.models import Claim, Platform, Tag

PAGE_PARAMETERS = frozenset({"cursor"})


class ClaimFilter(django_filters.FilterSet):
    """Published claims by words, kind, metric, platform (with its parts) and tag."""

    q = django_filters.CharFilter(
        method="filter_words", max_length=200, label=gettext_lazy("Words")
    )
    # Columns of the claim itself: no join repeats a row, so none need be made distinct.
    kind = SlugsFilter(
        choices=Claim.Kind.choices,
        lookup_expr="exact",
        distinct=False,
        label=gettext_lazy("Kind"),
    )
    metric = SlugsFilter(
        choices=Claim.Metric.choices,
        lookup_expr="exact",
        distinct=False,
        label=gettext_lazy("Figure"),
    )
    platform = RowsFilter(
        Platform.objects.without_tree_fields(),
        method="filter_platforms",
        label=gettext_lazy("Platform"),
    )
    tag = RowsFilter(Tag.objects.all(), method="filter_tags", label=gettext_lazy("Tag"))

    class Meta:
        model = Claim
        fields: list[str] = []

    def __init__(self, data: QueryDict) -> None:
        given = data.copy()
        # An empty choice of the form is no choice.
        for name in list(given):
            given.setlist(name, [value for value in given.getlist(name) if value])
        super().__init__(given, queryset=Claim.objects.published())

    @property
    def problems(self) -> list[str]:
        """What is wrong with the query string, in sentences; empty when nothing is."""
        sentences = [
            _("There is no filter called “%(name)s”.") % {"name": name}
            for name in sorted(set(self.data) - set(self.filters) - PAGE_PARAMETERS)
        ]
        for name, errors in self.form.errors.items():
            label = self.filters[name].label
            sentences += [
                _("%(label)s: %(problem)s") % {"label": label, "problem": error} for error in errors
            ]
        return sentences

    @property
    def chosen(self) -> dict[str, object]:
        """The parameters that were given and understood, by name."""
        _errors = self.form.errors
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    def filter_words(self, rows: QuerySet, name: str, words: str) -> QuerySet:
        return rows.search(words) if words else rows

    def filter_platforms(self, rows: QuerySet, name: str, chosen: list[Platform]) -> QuerySet:
        if not chosen:
            return rows
        slugs = [platform.slug for platform in chosen]
        return rows.about_platforms(Platform.objects.with_descendants(slugs).ids())

    def filter_tags(self, rows: QuerySet, name: str, chosen: list[Tag]) -> QuerySet:
        return rows.tagged([tag.merged_into or tag for tag in chosen]) if chosen else rows
