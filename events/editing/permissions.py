"""Permissions that editorial actions require of their user."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied
from django.db.models import Model

from events.models.users import AnyUser

Result = TypeVar("Result")


def requires(
    verb: str, of: str, *permissions: str
) -> Callable[[Callable[..., Result]], Callable[..., Result]]:
    """Decorate an action: raise PermissionDenied unless its user `by` may `verb` its rows.

    `of` names the argument with the row or rows. The user needs the permission for the model of
    each row, and all of `permissions` ("app.codename").
    """

    def decorate(action: Callable[..., Result]) -> Callable[..., Result]:
        @wraps(action)
        def checked(*, by: AnyUser, **arguments: Any) -> Result:
            subject = arguments[of]
            if isinstance(subject, Model):
                rows: list[Model] = [subject]
            else:
                # The action reads the rows again, which an iterator does not allow.
                rows = arguments[of] = list(subject)
            require(by, verb, rows, *permissions)
            return action(by=by, **arguments)

        return checked

    return decorate


def require(by: AnyUser, verb: str, rows: Iterable[Model], *permissions: str) -> None:
    """Raise PermissionDenied unless a user may `verb` the rows and has all of the permissions."""
    if not by.has_perms({*permissions, *(_permission(verb, row) for row in rows)}):
        raise PermissionDenied


def _permission(verb: str, row: Model) -> str:
    return f"{row._meta.app_label}.{get_permission_codename(verb, row._meta)}"


def may_review(by: AnyUser, model: type[Model]) -> bool:
    """Return whether a user may approve and return proposals about records of a model."""
    publishing = {"event": "events.publish_event", "claim": "events.publish_claim"}
    return by.has_perm(publishing.get(str(model._meta.model_name), "events.review_proposal"))


def may_approve_own(by: AnyUser, model: type[Model]) -> bool:
    """Return whether a user may approve also what he or she changed: see `KB_SELF_APPROVAL`."""
    return settings.SELF_APPROVAL and may_review(by, model)
