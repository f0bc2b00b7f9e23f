"""Messages for contents that cannot be saved: a rule of the database, or deleted rows."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models
from django.utils.translation import gettext as _

from events.editing.proposals.records import RECORD_TYPES
from events.models.trees import CIRCLE_RULES
from sources.models.merging import MERGE_RULES

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


def message_of(model: type[models.Model], constraint: str) -> str:
    """Return why a constraint of a record, or of one of its parts, forbids something."""
    return _messages(model).get(constraint, constraint)


def _messages(model: type[models.Model]) -> dict[str, str]:
    """Return the messages of the constraints of a record and of its parts, by name."""
    owners = [model, *(part.model for part in RECORD_TYPES[model].parts)]
    return {
        constraint.name: str(constraint.violation_error_message)
        for owner in owners
        for constraint in owner._meta.constraints
    } | {
        **{rule: str(message) for rule, message in {**CIRCLE_RULES, **MERGE_RULES}.items()},
        "event_published_needs_evidence": _("it would lose its last support."),
        "claim_published_needs_evidence": _("it would lose its last support."),
        "source_repost_of_an_original": _("An article cannot be a repost of a repost."),
    }


def check_constraints() -> None:
    """Check now what the database checks at commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def require_complete(lost: Iterable[str]) -> None:
    """Raise ValidationError if a content refers to rows that were deleted meanwhile."""
    if lost:
        raise ValidationError(
            _("Deleted meanwhile, so it cannot be approved as it is: %(names)s."),
            params={"names": ", ".join(dict.fromkeys(lost))},
            code="missing",
        )
