"""Edit conflicts: when two people edit one event or claim, the second sees both versions."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib.auth import get_user_model
from django.db import models
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Save:
    """A save made between opening the form and submitting it.

    `at` is a formatted time, `who` a user name.
    """

    at: str
    who: str
    reason: str

    def __str__(self) -> str:
        author = _("%(who)s, %(at)s") % {"who": self.who, "at": self.at}
        return f"{author} ({self.reason})" if self.reason else author


def saves_since(row: models.Model, version: int) -> list[Save]:
    """Return the saves of a row after version `version`, oldest first, from the history."""
    history = row.history.filter(version__gt=version).select_related("pgh_context")
    writes = list(history.order_by("pgh_id"))
    contexts = [(write.pgh_context.metadata if write.pgh_context else {}) for write in writes]
    users = [context.get("user") for context in contexts if context.get("user")]
    names = {user.pk: user.get_username() for user in get_user_model().objects.filter(pk__in=users)}
    return [
        Save(
            date_format(localtime(write.pgh_created_at), "DATETIME_FORMAT"),
            names.get(context.get("user"), _("a command")),
            context.get("reason", ""),
        )
        for write, context in zip(writes, contexts, strict=True)
    ]


def show(form: forms.ModelForm, version: int) -> None:
    """Add errors to a bound form whose row is newer than `version`, the version it was opened at.

    The user's input stays in the form. A field that the user did not change takes the value saved
    since: keeping the old text there would silently undo the other person's work.
    """
    row = form.instance
    opened = row.history.filter(version=version).order_by("-pgh_id").first()
    replaced_labels = []
    for name in form.changed_data:
        if name not in form.written_fields:
            continue
        bound = form[name]
        if opened is not None and not _is_typed(bound, getattr(opened, _column(row, name), None)):
            form.data[bound.html_name] = _as_data(bound)
            replaced_labels.append(str(bound.label))
            continue
        values = {"theirs": _shown(bound, bound.initial), "yours": _shown(bound, bound.data)}
        form.add_error(name, _("Saved value: “%(theirs)s”. Your value: “%(yours)s”.") % values)
    people = "; ".join(str(save) for save in saves_since(row, version)) or _("someone")
    message = _(
        "While you were editing, this record was saved by: %s. Your changes are kept below; "
        "where they differ, the saved value is shown too. Save again to keep your version."
    )
    form.add_error(None, message % people)
    if replaced_labels:
        message = _("Updated to the saved value, because you had not changed it: %s.")
        form.add_error(None, message % ", ".join(replaced_labels))


def _is_typed(bound: forms.BoundField, old_value: object) -> bool:
    return bound.field.has_changed(old_value, bound.data)


def _as_data(bound: forms.BoundField) -> str:
    value = bound.field.prepare_value(bound.initial)
    return "" if value is None else str(value)


def _column(row: models.Model, name: str) -> str:
    field = row._meta.get_field(name)
    return name if field.many_to_many else field.attname


def _shown(bound: forms.BoundField, value: object) -> str:
    """Return a field value as the labels of its choices or related rows."""
    if isinstance(bound.field, forms.ModelChoiceField):
        items = value if isinstance(value, list | tuple) else [value]
        keys = [getattr(item, "pk", item) for item in items if item not in (None, "")]
        keys = [key for key in keys if str(key).isdecimal()]
        return ", ".join(str(row) for row in bound.field.queryset.filter(pk__in=keys))
    if isinstance(bound.field, forms.TypedChoiceField):
        return str(dict(bound.field.choices).get(value, value or ""))
    value = bound.field.prepare_value(value)
    return "" if value is None else str(value)
