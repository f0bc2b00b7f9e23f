"""The base class of the filter sets of lists: a query string in, rows or problems out."""

from __future__ import annotations

from collections.abc import Mapping

import django_filters
from django.http import QueryDict
from django.utils.translation import gettext as _


class ListFilter(django_filters.FilterSet):
    """A filter set that reports every unknown parameter and every invalid value.

    It has the interface of `EventFilter`: `qs`, `problems`, `unknown_parameters` and `chosen`.
    """

    # Parameters that pages read themselves: they select the part of the list to show.
    page_parameters = frozenset({"cursor", "page"})

    @property
    def unknown_parameters(self) -> list[str]:
        """The names in the query string that are no filter of this set, sorted."""
        return sorted(set(self.data) - set(self.filters) - self.page_parameters)

    @property
    def problems(self) -> list[str]:
        """One sentence for each error in the query string; empty if there is none."""
        sentences = [
            _("Unknown filter: “%(name)s”.") % {"name": name} for name in self.unknown_parameters
        ]
        for name, errors in self.form.errors.items():
            label = self.filters[name].label
            sentences += [
                _("%(label)s: %(problem)s") % {"label": label, "problem": error} for error in errors
            ]
        return sentences

    @property
    def chosen(self) -> Mapping[str, object]:
        """The valid, non-empty values by parameter name."""
        # Reading `errors` runs the validation; `cleaned_data` then holds the valid values.
        _ = self.form.errors
        return {name: value for name, value in self.form.cleaned_data.items() if value}


def filled(data: QueryDict) -> QueryDict:
    """Return a copy without empty values: an HTML form also sends the fields left empty."""
    result = QueryDict(mutable=True)
    for name, values in data.lists():
        if non_empty := [value for value in values if value]:
            result.setlist(name, non_empty)
    return result
