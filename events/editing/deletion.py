"""Deletion of records that readers do not see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pghistory
from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from events.editing.permissions import requires
from events.editing.proposals.changes import lock
from events.editing.proposals.records import is_public, was_public
from events.editing.trash.discarding import move_to_trash
from events.models import Proposal, TrashedRecord
from events.models.users import AnyUser
from sources.models.deadlocks import atomic_despite_deadlocks

MAX_NAMED = 5


@requires("change", "row")
@atomic_despite_deadlocks
def delete(*, row: models.Model, by: User) -> TrashedRecord:
    """Move a record that readers do not see to the trash: see `trash`. Its history remains.

    An article takes its texts and the evidence from them along. Raise PermissionDenied unless `by`
    created it and may change it, or may delete any. Raise ValidationError if it is public, or was:
    readers find the reason of a retraction at its address; or if other records refer to it.
    """
    current = lock(row)
    require_deletable(current, by)
    with pghistory.context(user=by.pk, reason="delete"):
        withdraw_proposals(row)
        try:
            return move_to_trash(current, by=by, created_by=creator_of(current))
        except models.ProtectedError as error:
            raise _in_use(list(error.protected_objects)[:MAX_NAMED]) from error


def withdraw_proposals(row: models.Model) -> None:
    """Withdraw what is proposed about a record that is being deleted: nobody can decide on it."""
    Proposal.objects.open().for_record(row).update(state=Proposal.State.WITHDRAWN)


def require_deletable(row: models.Model, by: AnyUser) -> None:
    """Raise PermissionDenied or ValidationError, as `delete`, if the record must stay."""
    if is_public(row):
        raise ValidationError(_("Readers see this record. Retract it first."), code="published")
    if was_public(row):
        message = _("It was published: its page says why it was retracted.")
        raise ValidationError(message, code="retracted")
    if not may_delete(row, by):
        raise PermissionDenied(_("You can delete only what you created yourself."))
    if users := uses(row):
        raise _in_use(users)


def _in_use(users: list[models.Model]) -> ValidationError:
    names = ", ".join(Truncator(str(user)).chars(60) for user in users)
    message = _("Other records refer to it: %(names)s. Change them first.")
    return ValidationError(message, params={"names": names}, code="in_use")


def may_delete(row: models.Model, by: AnyUser) -> bool:
    """Return whether a user may delete a record that readers do not see: any, or his or her own."""
    permission = f"{row._meta.app_label}.{get_permission_codename('delete', row._meta)}"
    if by.has_perm(permission):
        return True
    return by.is_authenticated and creator_of(row) == by.pk


def creator_of(row: models.Model) -> int | None:
    """Return the id of the user who created a record; None for a command."""
    first = row.history.order_by("pgh_id").select_related("pgh_context").first()  # type: ignore[attr-defined]
    context = first.pgh_context.metadata if first and first.pgh_context else {}
    user = context.get("user")
    is_known = user is not None and User.objects.filter(pk=user).exists()
    return user if is_known else None


def uses(row: models.Model) -> list[models.Model]:
    """Return some of the records that refer to a record, except the rows that belong to it."""
    users: list[models.Model] = []
    relations: Iterable[Any] = row._meta.related_objects
    for relation in relations:
        field = relation.field
        if field.many_to_many and not relation.through._meta.auto_created:
            continue  # its own rows
        if field.many_to_many or relation.on_delete is models.PROTECT:
            related = relation.related_model._base_manager.filter(**{field.name: row.pk})
            users += list(related[: MAX_NAMED - len(users)])
    return users
