"""Who may put back what is in the trash, with the actions and in the admin."""

from __future__ import annotations

from contextlib import suppress

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from events.editing.deletion import delete
from events.editing.trash.discarding import empty_trash
from events.editing.trash.putting_back import put_back
from events.models import Event, TrashedRecord
from sources.models.history import history_of
from tests.events.editing.matrix import cells_of_trash, user_for
from tests.events.editing.test_deletion import created_by, hidden, refused
from tests.factories import EventFactory, UserFactory, user_in

pytestmark = pytest.mark.django_db


def trashed_for(case, user):
    """Return a record in the trash that a user created, or deleted, or neither."""
    other, curator = user_in("editor"), user_in("curator")
    owns, deletes = case.state == "created_it", case.state == "deleted_it"
    row = created_by(user if owns else other, lambda: hidden(case.factory._meta.model))
    trashed = delete(row=row, by=curator)
    if deletes:
        # Who may delete it has changed since.
        TrashedRecord.objects.filter(pk=trashed.pk).update(deleted_by=user)
    return TrashedRecord.objects.get(pk=trashed.pk)


@pytest.mark.slow
@pytest.mark.parametrize("case", cells_of_trash(), ids=str)
def test_action_does_what_the_table_says(case):
    user = UserFactory(is_superuser=True) if case.role == "superuser" else user_for(case.role)
    trashed = trashed_for(case, user)
    with suppress(PermissionDenied):
        if case.action == "put back":
            put_back(trashed=trashed, by=user)
        else:
            empty_trash(trashed=[trashed], by=user)
    outcome = "refused" if TrashedRecord.objects.exists() else "at once"
    assert outcome == case.outcome
    is_back = trashed.model._base_manager.filter(pk=trashed.object_id).exists()
    assert is_back == (outcome == "at once" and case.action == "put back")


@pytest.mark.slow
@pytest.mark.parametrize("case", cells_of_trash(), ids=str)
def test_admin_does_what_the_table_says(case, client):
    user = (
        UserFactory(is_superuser=True, is_staff=True)
        if case.role == "superuser"
        else user_for(case.role)
    )
    trashed = trashed_for(case, user)
    client.force_login(user)
    if case.action == "put back":
        client.post(reverse("admin:events_trashedrecord_change", args=[trashed.pk]))
    else:
        data = {"action": "delete_for_ever", "_selected_action": [trashed.pk]}
        client.post(reverse("admin:events_trashedrecord_changelist"), data)
    outcome = "refused" if TrashedRecord.objects.exists() else "at once"
    assert outcome == case.outcome


@pytest.mark.parametrize("role", ["editor", "curator"])
def test_only_a_superuser_empties_the_trash(role):
    user = user_in(role)
    trashed = delete(row=created_by(user, EventFactory), by=user)
    with pytest.raises(PermissionDenied):
        empty_trash(trashed=[trashed], by=user)
    assert TrashedRecord.objects.get() == trashed


def test_emptying_leaves_the_history(editor_user):
    event = created_by(editor_user, EventFactory)
    trashed, admin = delete(row=event, by=editor_user), UserFactory(is_superuser=True)
    assert empty_trash(trashed=[trashed], by=admin) == 1
    assert not TrashedRecord.objects.exists()
    assert history_of(Event).filter(pgh_obj=event.pk).count() >= 2
    last = history_of(TrashedRecord).order_by("pgh_id").last()
    assert (last.pgh_label, last.name) == ("delete", str(event))
    with refused("gone"):
        put_back(trashed=trashed, by=editor_user)
