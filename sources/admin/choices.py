"""Autocomplete widgets that reuse the related rows already loaded for the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import (
    AutocompleteMixin,
    AutocompleteSelect,
    AutocompleteSelectMultiple,
)
from django.db import models
from django.forms.widgets import ChoiceWidget
from django.http import HttpRequest

from sources.models.merging import Mergeable, in_use

OptionGroups = list[tuple[str | None, list[dict[str, Any]], int | None]]
"""Groups of options as widgets have them: label, options and index."""


class _PreloadedChoices(AutocompleteMixin, ChoiceWidget):
    """Avoid the query per widget with which Django looks up the labels of selected rows.

    `known` maps primary keys, as text, to rows; `PreloadedChoicesForm` sets it.
    """

    known: dict[str, models.Model] = {}

    def optgroups(
        self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None
    ) -> OptionGroups:
        """Return the options of the selected rows, without a query if all of them are known."""
        empty = self.choices.field.empty_values
        selected = [str(key) for key in value if str(key) not in empty and key is not None]
        selected = [key for key in selected if key]
        if any(key not in self.known for key in selected):
            return super().optgroups(name, value, attr)
        options: list[dict[str, Any]] = []
        if not self.is_required and not self.allow_multiple_selected:
            options.append(self.create_option(name, "", "", False, 0))
        for key in selected:
            label = self.choices.field.label_from_instance(self.known[key])
            options.append(self.create_option(name, key, label, True, len(options)))
        return [(None, options, 0)]


class PreloadedSelect(_PreloadedChoices, AutocompleteSelect):
    """Autocomplete widget of a foreign key."""


class PreloadedSelectMultiple(_PreloadedChoices, AutocompleteSelectMultiple):
    """Autocomplete widget of a many-to-many field."""


class PreloadedChoicesForm(forms.ModelForm):
    """A form that passes the loaded related rows of its instance to its autocomplete widgets."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            if isinstance(widget, _PreloadedChoices):
                widget.known = {str(row.pk): row for row in _loaded_rows(self.instance, name)}


class RecordsInUse(BaseModelAdmin):
    """A mixin for ModelAdmin and inlines: a merged record cannot be chosen."""

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        """Accept records in use."""
        return super().formfield_for_foreignkey(db_field, request, **_in_use(db_field, kwargs))

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelMultipleChoiceField | None:
        """Accept records in use."""
        return super().formfield_for_manytomany(db_field, request, **_in_use(db_field, kwargs))


def _in_use(db_field: models.Field, kwargs: dict[str, Any]) -> dict[str, Any]:
    related: Any = db_field.related_model
    if issubclass(related, Mergeable):
        kwargs.setdefault("queryset", in_use(related._default_manager.all()))
    return kwargs


class PreloadedChoicesMixin(RecordsInUse):
    """A mixin for ModelAdmin and inlines that uses these widgets for `autocomplete_fields`."""

    form: type[forms.ModelForm] = PreloadedChoicesForm

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        """Use `PreloadedSelect` for autocomplete fields."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", PreloadedSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelMultipleChoiceField | None:
        """Use `PreloadedSelectMultiple` for autocomplete fields."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", PreloadedSelectMultiple(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class CuratedTabularInline(PreloadedChoicesMixin, admin.TabularInline):
    """An inline table of related rows, without empty extra rows."""

    extra = 0


def _loaded_rows(row: models.Model, name: str) -> list[models.Model]:
    """Return the rows of a relation that are already in memory."""
    if name in row._state.fields_cache:
        related = row._state.fields_cache[name]
        return [related] if related else []
    return list(getattr(row, "_prefetched_objects_cache", {}).get(name, []))
