"""Edit conflicts: when two people edit one record, the second sees what the first saved."""

from __future__ import annotations

import datetime
import json
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from sources.admin.choices import PreloadedChoicesForm, PreloadedChoicesMixin
from sources.admin.history import changes_of
from sources.admin.opened import (
    FIELD,
    Clash,
    Merge,
    Opened,
    Page,
    is_current,
    merge,
    parse,
    values_of,
)

PROBLEMS = "edit_problems"
"""The attribute of a request that holds what its form shows."""

UNIQUE_VIOLATION = "23505"
MAX_NAMED = 5


class VersionedForm(PreloadedChoicesForm):
    """Form of a record, which knows the values that it was opened with."""

    opened = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
    problems: tuple[str | tuple[str, str], ...] = ()
    """Sentences to show, or pairs of a field and a sentence; `VersionedAdmin` sets them."""

    def clean(self) -> dict[str, Any] | None:
        """Report what was saved since the form was opened."""
        cleaned = super().clean()
        for problem in self.problems:
            name, text = problem if isinstance(problem, tuple) else (None, problem)
            self.add_error(name, text)
        return cleaned


class VersionedAdmin(PreloadedChoicesMixin, admin.ModelAdmin):
    """An admin page that loses no input when another person saves the same record.

    It compares what the page showed with the database, inline and many-to-many rows included, so
    it also notices what actions, commands and ingest saved.
    """

    form = VersionedForm
    change_form_template = "admin/versioned_form.html"

    def get_form(
        self,
        request: HttpRequest,
        obj: models.Model | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> type[forms.ModelForm]:
        """Return the form, which reports the conflict of this request."""
        form = super().get_form(request, obj, change, **kwargs)
        assert issubclass(form, VersionedForm), f"the form of {self.model} is a VersionedForm"
        form.problems = getattr(request, PROBLEMS, ())
        return form

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Leave out the hidden field, which the template shows."""
        return [name for name in super().get_fields(request, obj) if name != FIELD]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict | None = None,
    ) -> HttpResponse:
        """Show the page again if the record was saved since it was opened, or has a row twice."""
        arguments = (request, object_id, form_url, extra_context)
        if request.method != "POST":
            return super().changeform_view(*arguments)
        try:
            return self._save(*arguments)
        except IntegrityError as error:
            diagnosis = getattr(error.__cause__, "diag", None)
            if diagnosis is None or diagnosis.sqlstate != UNIQUE_VIOLATION:
                raise
        # Either somebody else added the same row a moment ago, which is a conflict now, or the form
        # itself has it twice.
        setattr(request, PROBLEMS, (_twice(diagnosis.table_name),))
        return self._save(*arguments)

    def _save(
        self,
        request: HttpRequest,
        object_id: str | None,
        form_url: str,
        extra_context: dict | None,
    ) -> HttpResponse:
        with transaction.atomic():
            if object_id is not None:
                self._merge(request, unquote(object_id))
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _merge(self, request: HttpRequest, object_id: str) -> None:
        """Lock the record; if it was saved since, change the request to what is shown again."""
        row = self.get_object(request, object_id)
        if row is None or not self.has_change_permission(request, row):
            return
        self.model._base_manager.select_for_update(of=("self",)).get(pk=row.pk)
        # Read again: now nobody else can save it.
        row = self.get_object(request, object_id) or row
        page, opened = Page(self, request, row), parse(request.POST.get(FIELD, ""))
        if opened and is_current(opened, page.opened()):
            return
        merged = merge(request.POST, opened, page)
        request.POST = merged.data  # type: ignore[assignment]  # the type says that it is immutable
        setattr(request, PROBLEMS, tuple(_problems(row, merged, opened)))

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: models.Model | None = None,
    ) -> HttpResponse:
        """Note in the form the values that the page shows."""
        form = context["adminform"].form
        if change and obj is not None and not form.is_bound:
            formsets = [inline.formset for inline in context["inline_admin_formsets"]]
            form.initial[FIELD] = json.dumps(values_of(form, formsets, obj))
        return super().render_change_form(request, context, add, change, form_url, obj)


def _problems(
    row: models.Model, merged: Merge, opened: Opened | None
) -> list[str | tuple[str, str]]:
    """Return what the user should know: who saved the record, and where the values differ."""
    message = _(
        "While you were editing, this record was saved by: %s. Your changes are kept below; "
        "where they differ, the saved value is shown too. Save again to keep your version."
    )
    problems: list[str | tuple[str, str]] = [
        message % ("; ".join(_people(row, opened["at"] if opened else "")))
    ]
    for clash in merged.clashes:
        values = {
            "theirs": _shown(clash.bound, clash.theirs),
            "yours": _shown(clash.bound, clash.mine),
        }
        text = _("Saved value: “%(theirs)s”. Your value: “%(yours)s”.") % values
        problems.append(f"{_place(clash)} {text}" if clash.row else (clash.bound.name, text))
    if merged.replaced:
        text = _("Updated to the saved value, because you had not changed it: %s.")
        problems.append(text % ", ".join(merged.replaced))
    if merged.vanished:
        text = _("Deleted by somebody else while you changed it, and a new row below: %s.")
        problems.append(text % ", ".join(merged.vanished))
    return problems


def _place(clash: Clash) -> str:
    return f"{Truncator(str(clash.row)).chars(60)}, {clash.bound.label}:"


def _people(row: models.Model, since: str) -> list[str]:
    """Return who saved the row or its parts since a time, with times and reasons, oldest first."""
    try:
        start = datetime.datetime.fromisoformat(since)
    except ValueError:
        return [_("someone")]
    saves = []
    for change in changes_of(row):
        if change.at < start:
            break
        name = _("%(who)s, %(at)s") % {
            "who": change.who or _("a command"),
            "at": date_format(localtime(change.at), "DATETIME_FORMAT"),
        }
        saves.append(f"{name} ({change.reason})" if change.reason else name)
    return list(dict.fromkeys(reversed(saves)))[-MAX_NAMED:] or [_("someone")]


def _shown(bound: forms.BoundField, values: list[str]) -> str:
    """Return a value as the labels of its choices or related rows."""
    if isinstance(bound.field, forms.ModelChoiceField) and bound.field.queryset is not None:
        keys = [key for key in values if key.isdecimal()]
        return ", ".join(str(row) for row in bound.field.queryset.filter(pk__in=keys))
    choices = dict(getattr(bound.field, "choices", ()))
    return ", ".join(str(choices.get(value, value)) for value in values)


def _twice(table: str) -> str:
    """Return the message about a row that is there already."""
    model = next((model for model in apps.get_models() if model._meta.db_table == table), None)
    name = model._meta.verbose_name if model else table
    return _("Nothing was saved: the same entry is there twice (%s). Remove one of them.") % name
