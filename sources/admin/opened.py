"""What a form of the admin showed when it was opened, and the merge with what was saved since.

The page carries the values that it showed in a hidden field. If they are not those of the database
when the form is submitted, somebody else saved the record meanwhile: its fields, its inline rows or
its many-to-many rows. A field that the user did not change takes the saved value. What the user
typed stays, and where both changed a field, both values are shown.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field
from typing import Any, TypedDict

from django import forms
from django.contrib import admin
from django.db import connection, models
from django.forms.formsets import DELETION_FIELD_NAME, INITIAL_FORM_COUNT, TOTAL_FORM_COUNT
from django.http import HttpRequest, QueryDict

FIELD = "opened"
"""The name of the hidden field."""

Values = dict[str, list[str]]
"""The values of one form by field, as a browser sends them; an empty value is an empty list."""


class Opened(TypedDict):
    """The values of a page: of the record, and of its inline rows by prefix and primary key."""

    at: str
    version: int | None
    fields: Values
    rows: dict[str, dict[str, Values]]


@dataclass
class Clash:
    """A field that both changed: the bound field of the saved row, and both values."""

    bound: forms.BoundField
    theirs: list[str]
    mine: list[str]
    row: models.Model | None = None


@dataclass
class Merge:
    """The values to show again, and what the user should know about them.

    `replaced` are labels of fields that take the saved value. `vanished` are rows that the user
    changed and somebody else deleted; they are new rows now.
    """

    data: QueryDict
    clashes: list[Clash] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)


class Page:
    """The unbound form of a record and its formsets, as the page shows them when it is opened."""

    def __init__(self, page: admin.ModelAdmin, request: HttpRequest, row: models.Model) -> None:
        request = copy(request)
        request.method = "GET"
        self.row = row
        self.form = page.get_form(request, row, change=True)(instance=row)
        # As Django's change page makes them; there is no public method.
        self.formsets: list[forms.BaseModelFormSet]
        self.formsets, _inlines = page._create_formsets(request, row, change=True)  # type: ignore[attr-defined]

    def opened(self) -> Opened:
        """Return the values that the page shows."""
        return values_of(self.form, self.formsets, self.row)


def values_of(
    form: forms.BaseForm, formsets: Iterable[forms.BaseModelFormSet], row: models.Model
) -> Opened:
    """Return the values of an unbound form and its formsets."""
    return {
        "at": _database_time().isoformat(),
        "version": getattr(row, "version", None),
        "fields": _values(form),
        "rows": {
            str(formset.prefix): {
                str(part.instance.pk): _values(part) for part in formset.initial_forms
            }
            for formset in formsets
        },
    }


def parse(text: str) -> Opened | None:
    """Return the values from the hidden field; None if they are missing or malformed."""
    try:
        opened = json.loads(text)
        rows = opened["rows"].values()
        parts = [opened["fields"], *(part for row in rows for part in row.values())]
        is_valid = isinstance(opened["at"], str) and all(
            isinstance(value, list) for part in parts for value in part.values()
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return opened if is_valid else None


def is_current(opened: Opened, page: Opened) -> bool:
    """Return whether nothing was saved since."""
    return all(opened.get(name) == page[name] for name in ("version", "fields", "rows"))


def merge(posted: QueryDict, opened: Opened | None, page: Page) -> Merge:
    """Merge what the user typed with what is saved; without `opened`, the user changed all."""
    saved = page.opened()
    result = Merge(posted.copy())
    base = opened["fields"] if opened else {}
    for name, theirs in saved["fields"].items():
        bound = page.form[name]
        mine = _normal(posted.getlist(bound.html_name))
        values = _merged(result, bound, base.get(name), theirs, mine)
        result.data.setlist(bound.html_name, values)
    for formset in page.formsets:
        rows = opened["rows"].get(str(formset.prefix), {}) if opened else {}
        _merge_rows(result, posted, formset, rows)
    result.data[FIELD] = json.dumps(saved)
    return result


def _merged(
    result: Merge,
    bound: forms.BoundField,
    base: list[str] | None,
    theirs: list[str],
    mine: list[str],
    row: models.Model | None = None,
) -> list[str]:
    """Return the value of a field to show; note what the user should know."""
    if mine == theirs:
        return mine
    if mine == base:
        result.replaced.append(_label(bound, row))
        return theirs
    if base != theirs:
        result.clashes.append(Clash(bound, theirs, mine, row))
    return mine


def _merge_rows(
    result: Merge, posted: QueryDict, formset: forms.BaseModelFormSet, opened: dict[str, Values]
) -> None:
    """Replace the rows of one formset: the saved ones first, then those that are new."""
    assert formset.model is not None
    prefix, key = str(formset.prefix), str(formset.model._meta.pk.name)
    sent = _sent_rows(posted, prefix)
    mine = {row[key][0]: row for row in sent if row.get(key)}
    saved = [
        _merged_row(result, part, opened.get(str(part.instance.pk), {}), mine)
        for part in formset.initial_forms
    ]
    new = [row for row in sent if not row.get(key)]
    # What is left was deleted by somebody else. What the user changed in it becomes a new row.
    for pk, own in mine.items():
        is_changed = any(value != opened.get(pk, {}).get(name) for name, value in own.items())
        if is_changed and not own.get(DELETION_FIELD_NAME):
            new.append({**own, key: []})
            result.vanished.append(str(formset.model._meta.verbose_name))
    _write_rows(result.data, prefix, key, saved, new)


def _merged_row(
    result: Merge, part: forms.BaseModelForm, base: Values, mine: dict[str, Values]
) -> Values:
    """Return the values of a saved row to show, and take the user's out of `mine`."""
    theirs = _values(part)
    own = mine.pop(str(part.instance.pk), None)
    if own is None:
        return theirs
    return {
        name: _merged(result, part[name], base.get(name), value, own.get(name, []), part.instance)
        for name, value in theirs.items()
    }


def _write_rows(
    data: QueryDict, prefix: str, key: str, saved: list[Values], new: list[Values]
) -> None:
    """Replace the rows of a formset in the data of a form."""
    for name in [name for name in data if name.startswith(f"{prefix}-")]:
        if name.removeprefix(f"{prefix}-").split("-")[0].isdecimal():
            del data[name]
    for index, row in enumerate([*saved, *new]):
        for name, values in row.items():
            if values or name == key:
                data.setlist(f"{prefix}-{index}-{name}", values or [""])
    data[f"{prefix}-{TOTAL_FORM_COUNT}"] = str(len(saved) + len(new))
    data[f"{prefix}-{INITIAL_FORM_COUNT}"] = str(len(saved))


def _sent_rows(posted: QueryDict, prefix: str) -> list[Values]:
    """Return the values of each inline row that was sent, in order."""
    rows: dict[int, Values] = {}
    for name in posted:
        number, _, column = name.removeprefix(f"{prefix}-").partition("-")
        if name.startswith(f"{prefix}-") and number.isdecimal() and column:
            rows.setdefault(int(number), {})[column] = _normal(posted.getlist(name))
    total = posted.get(f"{prefix}-{TOTAL_FORM_COUNT}", "")
    return [rows[number] for number in sorted(rows) if total.isdecimal() and number < int(total)]


def _database_time() -> datetime.datetime:
    """Return the start of the transaction by the clock of the database, as the history notes it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        return cursor.fetchone()[0]


def _values(form: forms.BaseForm) -> Values:
    return {name: _sent(form[name]) for name in form.fields if name != FIELD}


def _sent(bound: forms.BoundField) -> list[str]:
    """Return what a browser sends for a field that the user leaves as it is."""
    value: Any = bound.value()
    if isinstance(bound.field.widget, forms.CheckboxInput):
        return ["on"] if value else []
    if not isinstance(value, list | tuple | models.QuerySet):
        value = bound.field.widget.format_value(value)
    items = value if isinstance(value, list | tuple | models.QuerySet) else [value]
    return _normal("" if item is None else str(getattr(item, "pk", item)) for item in items)


def _normal(values: Iterable[str]) -> list[str]:
    """Return values without the differences that a browser makes, and without empty ones."""
    plain = (value.replace("\r\n", "\n").strip() for value in values)
    return [value for value in plain if value]


def _label(bound: forms.BoundField, row: models.Model | None) -> str:
    return f"{row}: {bound.label}" if row is not None else str(bound.label)
