"""Autocompletes that do not ask the database again for what the page has loaded."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.db import models
from django.http import HttpRequest


class _Known:
    """Django's widget asks for the label of each selected row; with many inlines, once for each.

    `known` are rows by the text of their primary key, given by `KnownChoicesForm`.
    """

    known: dict[str, models.Model] = {}

    def optgroups(self, name: str, value: list[str], attr: dict | None = None) -> list[tuple]:
        empty = self.choices.field.empty_values
        selected = [str(one) for one in value if str(one) not in empty and one is not None]
        selected = [one for one in selected if one]
        if any(one not in self.known for one in selected):
            return super().optgroups(name, value, attr)
        options = []
        if not self.is_required and not self.allow_multiple_selected:
            options.append(self.create_option(name, "", "", False, 0))
        for one in selected:
            label = self.choices.field.label_from_instance(self.known[one])
            options.append(self.create_option(name, one, label, True, len(options)))
        return [(None, options, 0)]


class KnownSelect(_Known, AutocompleteSelect):
    """For a foreign key."""


class KnownSelectMultiple(_Known, AutocompleteSelectMultiple):
    """For a many-to-many field."""


class KnownChoicesForm(forms.ModelForm):
    """A form that tells its autocompletes what its row was loaded with."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            if isinstance(widget, _Known):
                widget.known = {str(row.pk): row for row in _loaded(self.instance, name)}


class KnownChoicesMixin:
    """For ModelAdmin and inlines: `autocomplete_fields` with the widgets above."""

    form = KnownChoicesForm

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: object
    ) -> forms.Field:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", KnownSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField, request: HttpRequest, **kwargs: object
    ) -> forms.Field:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", KnownSelectMultiple(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class CuratedTabularInline(KnownChoicesMixin, admin.TabularInline):
    """Rows of another model on the page of the one they belong to."""

    extra = 0


def _loaded(row: models.Model, name: str) -> list[models.Model]:
    if name in row._state.fields_cache:
        found = row._state.fields_cache[name]
        return [found] if found else []
    return list(getattr(row, "_prefetched_objects_cache", {}).get(name, []))
