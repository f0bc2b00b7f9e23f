"""Deadlocks: two transactions that wait for each other, of which the database ends one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

DEADLOCK_DETECTED = "40P01"
MAX_ATTEMPTS = 5

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def is_deadlock(error: DatabaseError) -> bool:
    """Return whether the database ended the transaction because of a deadlock."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "sqlstate", None) == DEADLOCK_DETECTED


def atomic_despite_deadlocks(
    function: Callable[Parameters, Result],
) -> Callable[Parameters, Result]:
    """Decorate a function: run it in a transaction, and again if a deadlock ends it.

    Inside another transaction only its own part is repeated. Raise ValidationError if every attempt
    ends in a deadlock. The function must read again what it depends on.
    """

    @wraps(function)
    def repeated(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        for _attempt in range(MAX_ATTEMPTS):
            try:
                with transaction.atomic():
                    return function(*args, **kwargs)
            except DatabaseError as error:
                if not is_deadlock(error):
                    raise
        raise ValidationError(busy(), code="deadlock")

    return repeated


def busy() -> str:
    """Return the message for a write that lost to another one."""
    return _("Nothing was changed: somebody changed the same records. Try again.")
