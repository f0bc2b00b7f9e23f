"""What the filters of lists have in common: a query string in, rows or sentences out."""

from __future__ import annotations

from collections.abc import Mapping

import django_filters
from django.http import QueryDict
from django.utils.translation import gettext as _


class ListFilter(django_filters.FilterSet):
    """A filter that says of every parameter it was given whether it understood it.

    It has the face of `EventFilter`: `qs`, `problems`, `unknown_parameters` and `chosen`.
    """

    # Parameters that pages read beside the filter; they choose what part is shown.
    page_parameters = frozenset({"cursor", "page"})

    @property
    def unknown_parameters(self) -> list[str]:
        """Names in the query string that this filter does not have."""
        return sorted(set(self.data) - set(self.filters) - self.page_parameters)

    @property
    def problems(self) -> list[str]:
        """What is wrong with the query string, in sentences; empty when nothing is."""
        sentences = [
            _("There is no filter called “%(name)s”.") % {"name": name}
            for name in self.unknown_parameters
        ]
        for name, errors in self.form.errors.items():
            label = self.filters[name].label
            sentences += [
                _("%(label)s: %(problem)s") % {"label": label, "problem": error} for error in errors
            ]
        return sentences

    @property
    def chosen(self) -> Mapping[str, object]:
        """The parameters that were given and understood, by name."""
        # Asked once: beside the errors, `cleaned_data` keeps what was understood.
        _ = self.form.errors
        return {name: value for name, value in self.form.cleaned_data.items() if value}


def filled(data: QueryDict) -> QueryDict:
    """What a form was filled in with: it sends every one of its fields, also those left empty."""
    given = QueryDict(mutable=True)
    for name, values in data.lists():
        if kept := [value for value in values if value]:
            given.setlist(name, kept)
    return given
