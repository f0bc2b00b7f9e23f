"""The base of all filter sets: a query string becomes rows and problems."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from events.filters.fields import RowsField
from events.filters.parameters import ModeParameter


@dataclass(frozen=True)
class Invalid:
    """One error in a query string: the parameter, its label if it is known, and the message."""

    parameter: str
    message: str
    label: str = ""

    def __str__(self) -> str:
        if not self.label:
            return self.message
        return _("%(label)s: %(problem)s") % {"label": self.label, "problem": self.message}


class FilterForm(forms.Form):
    """The form that validates a query string; it refuses unknown parameters."""

    page_parameters: AbstractSet[str] = frozenset()

    def clean(self) -> None:
        """Add an error for each parameter that is neither a field nor one of the page."""
        for name in sorted(set(self.data) - set(self.fields) - self.page_parameters):
            self.add_error(
                None,
                ValidationError(
                    _("Unknown parameter: “%(name)s”."), code="unknown", params={"name": name}
                ),
            )


class ListFilter(django_filters.FilterSet):
    """A filter set of Parameters. Parameters with errors do not filter; `invalid` reports them."""

    # Parameters that pages read themselves: they select the part of the list to show.
    page_parameters: AbstractSet[str] = frozenset({"cursor"})

    class Meta:
        form = FilterForm

    def get_form_class(self) -> type[FilterForm]:
        """Return the form class, which is made for this filter set alone."""
        form_class = super().get_form_class()
        form_class.page_parameters = self.page_parameters
        return form_class

    @cached_property
    def valid(self) -> dict[str, Any]:
        """The valid values that are not empty, by parameter name."""
        if not self.is_bound:
            return {}
        _errors = self.errors  # Runs the validation that sets `cleaned_data`.
        self._replace_former_slugs()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    def _replace_former_slugs(self) -> None:
        """Replace slugs that records had before: pages compare `data` with present slugs."""
        for name, field in self.form.fields.items():
            if isinstance(field, RowsField) and field.present:
                self.data = self.data.copy()
                slugs = self.data.getlist(name)
                self.data.setlist(name, [field.present.get(slug, slug) for slug in slugs])

    @cached_property
    def applied(self) -> dict[str, Any]:
        """The values that select rows: those in `valid` without modes."""
        return {
            name: value
            for name, value in self.valid.items()
            if not isinstance(self.filters[name], ModeParameter)
        }

    def mode(self, name: str) -> str:
        """Return the value of a ModeParameter; its default if it is not given or invalid."""
        return self.valid.get(name, self.base_filters[name].default)

    @cached_property
    def invalid(self) -> list[Invalid]:
        """Every error in the query string, unknown parameters first."""
        errors = dict(self.errors.as_data()) if self.is_bound else {}
        unknown = [
            Invalid(error.params["name"], error.messages[0])
            for error in errors.pop(NON_FIELD_ERRORS, [])
        ]
        return unknown + [
            Invalid(name, message, str(self.filters[name].label))
            for name, field_errors in errors.items()
            for error in field_errors
            for message in error.messages
        ]

    @property
    def problems(self) -> list[str]:
        """One sentence for each error in the query string; empty if there is none."""
        return [str(item) for item in self.invalid]

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Return the rows that match every applied parameter."""
        for name, value in self.applied.items():
            queryset = self.filters[name].filter(queryset, value)
        return queryset


def filled(data: QueryDict) -> QueryDict:
    """Return a copy without empty values: an HTML form also sends the fields left empty."""
    result = QueryDict(mutable=True)
    for name, values in data.lists():
        if non_empty := [value for value in values if value]:
            result.setlist(name, non_empty)
    return result
