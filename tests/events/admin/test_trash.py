"""Deleting records and putting them back, in the admin."""

from __future__ import annotations

import re

import pghistory
import pytest
from django.contrib import admin
from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import Client, RequestFactory
from django.urls import reverse

from events.editing.deletion import delete
from events.editing.proposals.records import RECORD_TYPES
from events.editing.trash.putting_back import put_back
from events.models import Event, Evidence, TrashedRecord
from sources.models import Source
from tests.events.editing.test_deletion import created_by, hidden, hide
from tests.factories import (
    ClaimFactory,
    EventFactory,
    UserFactory,
    evidence_for,
    new_snapshot,
    user_in,
)

pytestmark = pytest.mark.django_db
TRASH = "admin:events_trashedrecord_changelist"
every_model = pytest.mark.parametrize("model", RECORD_TYPES, ids=lambda model: model.__name__)


def page(row, verb):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{verb}", args=[row.pk])


def trash_page(trashed):
    return reverse("admin:events_trashedrecord_change", args=[trashed.pk])


def text_of(response):
    return response.content.decode()


@every_model
def test_deleted_record_is_put_back_from_the_message(model, editor_user, client: Client):
    client.force_login(editor_user)
    row = created_by(editor_user, lambda: hidden(model))
    response = client.post(page(row, "delete"), {"post": "yes"}, follow=True)
    trashed = TrashedRecord.objects.get()
    assert trash_page(trashed) in text_of(response)
    assert "Put back" in text_of(client.get(trash_page(trashed)))
    response = client.post(trash_page(trashed), follow=True)
    assert response.redirect_chain == [(page(row, "change"), 302)]
    assert "was put back" in text_of(response)
    assert model._base_manager.filter(pk=row.pk).exists()


def test_bulk_deletion_leads_to_the_trash(editor_user, client: Client):
    client.force_login(editor_user)
    rows = [created_by(editor_user, EventFactory) for _ in range(2)]
    data = {
        "action": "delete_selected",
        "_selected_action": [row.pk for row in rows],
        "post": "yes",
    }
    response = client.post(reverse("admin:events_event_changelist"), data, follow=True)
    assert reverse(TRASH) in text_of(response)
    assert TrashedRecord.objects.count() == 2
    assert not Event.objects.exists()


def test_deletion_of_several_says_which_failed(editor_user, client: Client, rf: RequestFactory):
    """Somebody used one of them since the page in between."""
    one, two, three = [created_by(editor_user, EventFactory) for _ in range(3)]
    ClaimFactory().events.add(two)
    request = rf.post("/")
    request.user, request.session = editor_user, client.session
    request._messages = FallbackStorage(request)
    page = admin.site._registry[Event]
    page.delete_queryset(request, Event.objects.order_by("pk"))
    assert list(Event.objects.all()) == [two]
    said = [str(message) for message in request._messages]
    assert "In the trash: 2." in said[0]
    assert any("Other records refer to it" in text for text in said)
    assert {row.object_id for row in TrashedRecord.objects.all()} == {one.pk, three.pk}


@pytest.mark.parametrize("method", ["get", "post"])
def test_record_that_somebody_else_put_back_is_said(method, editor_user, client: Client):
    client.force_login(editor_user)
    trashed = delete(row=created_by(editor_user, EventFactory), by=editor_user)
    address = trash_page(trashed)
    put_back(trashed=trashed, by=editor_user)
    response = getattr(client, method)(address, follow=True)
    assert "in the trash no longer" in text_of(response)


def test_unknown_kind_in_the_address_shows_all(editor: Client):
    for value in ("\x00", "nothing"):
        assert editor.get(reverse(TRASH), {"record": value}).status_code == 200


def test_article_is_deleted_with_its_evidence_and_comes_back(curator_user, client: Client):
    client.force_login(curator_user)
    snapshot = new_snapshot()
    evidence = evidence_for(EventFactory(), snapshot)
    source = hide(snapshot.source)
    asked = text_of(client.get(page(source, "delete")))
    assert "Evidence: 1" in re.sub(r"<[^>]+>", "", asked)
    client.post(page(source, "delete"), {"post": "yes"})
    assert not Source.objects.exists()
    assert not Evidence.objects.exists()
    shown = text_of(client.get(trash_page(TrashedRecord.objects.get())))
    assert "Snapshots: 1" in shown
    client.post(trash_page(TrashedRecord.objects.get()))
    assert Evidence.objects.get() == evidence


def test_accepted_article_is_rejected_before_it_is_deleted(curator: Client):
    source = new_snapshot().source
    assert curator.post(page(source, "delete"), {"post": "yes"}).status_code == 403
    assert Source.objects.filter(pk=source.pk).exists()


def test_others_see_the_trash_and_put_nothing_back(editor_user, client: Client):
    trashed = delete(row=created_by(editor_user, EventFactory), by=editor_user)
    client.force_login(user_in("editor"))
    assert trashed.name in text_of(client.get(reverse(TRASH)))
    assert "review-button" not in text_of(client.get(trash_page(trashed)))
    assert client.post(trash_page(trashed)).status_code == 403
    client.force_login(UserFactory(is_staff=True))
    assert client.get(reverse(TRASH)).status_code == 403
    assert client.post(trash_page(trashed)).status_code in (302, 403)
    assert TrashedRecord.objects.get() == trashed


@pytest.mark.parametrize("role", ["editor", "curator"])
def test_only_a_superuser_deletes_for_ever(role, editor_user, client: Client, admin_client: Client):
    trashed = delete(row=created_by(editor_user, EventFactory), by=editor_user)
    client.force_login(user_in(role))
    for action in ("delete_for_ever", "delete_selected"):
        data = {"action": action, "_selected_action": [trashed.pk], "post": "yes"}
        client.post(reverse(TRASH), data)
        assert TrashedRecord.objects.filter(pk=trashed.pk).exists()
    assert "delete_for_ever" not in text_of(client.get(reverse(TRASH)))
    data = {"action": "delete_for_ever", "_selected_action": [trashed.pk]}
    assert "gone for ever" in text_of(admin_client.post(reverse(TRASH), data, follow=True))
    assert not TrashedRecord.objects.exists()


def test_refusal_is_shown_and_nothing_is_lost(editor_user, client: Client):
    client.force_login(editor_user)
    event = created_by(editor_user, lambda: EventFactory(slug="taken"))
    trashed = delete(row=event, by=editor_user)
    EventFactory(slug="taken")
    response = client.post(trash_page(trashed))
    assert response.status_code == 200
    assert "in use" in text_of(response)
    assert TrashedRecord.objects.get() == trashed


def test_what_does_not_come_back_is_said(editor_user, client: Client):
    client.force_login(editor_user)
    with pghistory.context(user=editor_user.pk):
        snapshot = new_snapshot()
        hide(snapshot.source)
    events = [EventFactory() for _ in range(7)]
    for event in events:
        evidence_for(event, snapshot)
    trashed = delete(row=Source.objects.get(), by=user_in("curator"))
    Event.objects.all().delete()
    response = client.post(trash_page(trashed), follow=True)
    assert "Deleted since, and left out" in text_of(response)
    assert "+2" in text_of(response)
