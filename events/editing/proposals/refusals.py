"""Messages for what the constraints of the database refuse."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.utils.translation import gettext as _

from events.editing.proposals.records import RECORD_TYPES

UNIQUE_VIOLATION = "23505"


def forbidden(row: models.Model, error: IntegrityError) -> ValidationError:
    """Return the error that says why the values of a record cannot be saved."""
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None) or ""
    if getattr(diagnosis, "sqlstate", None) == UNIQUE_VIOLATION:
        reason = _("one of them is in use already.")
    else:
        reason = _messages(type(row)).get(name, name)
    return ValidationError(
        _("“%(record)s” cannot have these values: %(reason)s"),
        params={"record": type(row)._base_manager.get(pk=row.pk), "reason": reason},
        code="constraint",
    )


def _messages(model: type[models.Model]) -> dict[str, str]:
    """Return the messages of the constraints of a record and of its parts, by name."""
    owners = [model, *(part.model for part in RECORD_TYPES[model].parts)]
    return {
        constraint.name: str(constraint.violation_error_message)
        for owner in owners
        for constraint in owner._meta.constraints
    }
