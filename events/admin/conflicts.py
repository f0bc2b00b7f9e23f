"""Two people editing one event or claim: the second is told what the first wrote."""

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
    """A save that came between opening the form and sending it."""

    at: str
    who: str
    reason: str

    def __str__(self) -> str:
        said = _("%(who)s, %(at)s") % {"who": self.who, "at": self.at}
        return f"{said} ({self.reason})" if self.reason else said


def saves_since(row: models.Model, version: int) -> list[Save]:
    """Who saved a row after its version was `version`, oldest first; from the history."""
    history = row.history.filter(version__gt=version).select_related("pgh_context")
    written = list(history.order_by("pgh_id"))
    contexts = [(write.pgh_context.metadata if write.pgh_context else {}) for write in written]
    users = [context.get("user") for context in contexts if context.get("user")]
    names = {user.pk: user.get_username() for user in get_user_model().objects.filter(pk__in=users)}
    return [
        Save(
            date_format(localtime(write.pgh_created_at), "DATETIME_FORMAT"),
            names.get(context.get("user"), _("a command")),
            context.get("reason", ""),
        )
        for write, context in zip(written, contexts, strict=True)
    ]


def show(form: forms.ModelForm, version: int) -> None:
    """Put errors on a bound form whose row is no longer at `version`, which the form was made of.

    What the person typed stays in the form. A field that they left as it was takes over what was
    saved meanwhile: keeping the old words there would undo the other's work unseen.
    """
    row = form.instance
    before = row.history.filter(version=version).order_by("-pgh_id").first()
    taken = []
    for name in form.changed_data:
        if name not in form.written_fields:
            continue
        bound = form[name]
        if before is not None and not _is_typed(bound, getattr(before, _column(row, name), None)):
            form.data[bound.html_name] = _as_data(bound)
            taken.append(str(bound.label))
            continue
        said = {"theirs": _shown(bound, bound.initial), "yours": _shown(bound, bound.data)}
        form.add_error(name, _("Saved meanwhile: “%(theirs)s”. Yours: “%(yours)s”.") % said)
    people = "; ".join(str(save) for save in saves_since(row, version)) or _("somebody")
    text = _(
        "This was saved meanwhile by: %s. Nothing of yours is lost: it stands below, with what "
        "was saved beside it wherever the two differ. Save again to keep the form as it is now."
    )
    form.add_error(None, text % people)
    if taken:
        text = _("Taken over from them, because you had not changed it: %s.")
        form.add_error(None, text % ", ".join(taken))


def _is_typed(bound: forms.BoundField, before: object) -> bool:
    return bound.field.has_changed(before, bound.data)


def _as_data(bound: forms.BoundField) -> str:
    value = bound.field.prepare_value(bound.initial)
    return "" if value is None else str(value)


def _column(row: models.Model, name: str) -> str:
    known = row._meta.get_field(name)
    return name if known.many_to_many else known.attname


def _shown(bound: forms.BoundField, value: object) -> str:
    """A field's value as its choices or rows call it."""
    if isinstance(bound.field, forms.ModelChoiceField):
        many = value if isinstance(value, list | tuple) else [value]
        keys = [getattr(one, "pk", one) for one in many if one not in (None, "")]
        keys = [key for key in keys if str(key).isdecimal()]
        return ", ".join(str(found) for found in bound.field.queryset.filter(pk__in=keys))
    if isinstance(bound.field, forms.TypedChoiceField):
        return str(dict(bound.field.choices).get(value, value or ""))
    value = bound.field.prepare_value(value)
    return "" if value is None else str(value)
