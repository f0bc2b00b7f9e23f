"""Restoring versions and undoing acts in the admin."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from events.editing.history import acts
from events.editing.proposals.records import RECORD_TYPES
from events.models import Event, Proposal
from tests.events.admin.test_admin import EVENTS, change_url, form_data, run_action
from tests.events.editing.history.aging import a_day_passes
from tests.events.editing.proposals.complete import complete
from tests.events.editing.proposals.proposing import hide
from tests.factories import EventFactory, TagFactory, published_event

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def page(row: object, name: str) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{name}", args=[row.pk])


def link_named(html: str, text: str, index: int = 0) -> str:
    """Return the address of a link with a text."""
    links = re.findall(rf'<a href="([^"]+)">\s*{text}\s*</a>', html)
    return links[index].replace("&amp;", "&")


def restored(client: Client, address: str) -> str:
    """Press the button of the page that shows a version, and return the page that follows."""
    shown = client.get(address)
    seen = re.search(r'name="seen" value="(\w+)"', shown.content.decode())[1]
    return client.post(address, {"seen": seen}, follow=True).content.decode()


def test_version_is_restored_from_the_history(editor: Client) -> None:
    event = EventFactory(title_en="Harbour opens in June")
    a_day_passes()
    editor.post(change_url(event), form_data(editor, event, title_en="Harbour opens in July"))
    history = editor.get(page(event, "history")).content.decode()
    assert "<del>June</del>" in history
    assert "<ins>July</ins>" in history
    assert "<span>Harbour opens in </span>" in history
    text = restored(editor, link_named(history, "Restore"))
    assert "was restored" in text
    event.refresh_from_db()
    assert event.title_en == "Harbour opens in June"


def test_restored_version_of_a_public_record_waits_for_review(editor: Client) -> None:
    event = published_event(title_en="One")
    a_day_passes()
    Event.objects.filter(pk=event.pk).update(title_en="Two")
    address = link_named(editor.get(page(event, "history")).content.decode(), "Restore")
    assert "waits for review" in restored(editor, address)
    assert Event.objects.get().title_en == "Two"
    assert Proposal.objects.get().content["fields"]["title_en"] == "One"


@pytest.mark.parametrize("model", RECORD_TYPES, ids=lambda model: model.__name__)
def test_every_record_has_the_page(model: type, curator: Client) -> None:
    row = hide(complete(model))
    a_day_passes()
    model._base_manager.filter(pk=row.pk).update(
        **{"key" if hasattr(row, "key") else "slug": "changed"}
    )
    history = curator.get(page(row, "history")).content.decode()
    restored(curator, link_named(history, "Restore"))
    again = model._base_manager.get(pk=row.pk)
    assert getattr(again, "slug", None) == getattr(row, "slug", None)
    assert getattr(again, "key", None) == getattr(row, "key", None)


def test_version_that_was_changed_since_it_was_shown_is_shown_again(editor: Client) -> None:
    event = EventFactory(title_en="One")
    a_day_passes()
    Event.objects.filter(pk=event.pk).update(title_en="Two")
    address = link_named(editor.get(page(event, "history")).content.decode(), "Restore")
    response = editor.post(address, {"seen": "0" * 64})
    assert "was changed meanwhile" in response.content.decode()
    assert Event.objects.get().title_en == "Two"


@pytest.mark.parametrize(
    "at",
    [
        "",
        "nonsense",
        "2026-99-01T00:00:00Z",
        "2026-01-01T00:00:00",
        "9999-12-31T23:59:59-12:00",
        "0001-01-01T00:00:00+12:00",
        "2999-01-01T00:00:00Z",
    ],
)
def test_bad_moment_is_not_found(at: str, editor: Client) -> None:
    assert editor.get(page(EventFactory(), "restore"), {"at": at}).status_code == 404


def test_moment_before_the_record_leads_back(editor: Client) -> None:
    event = EventFactory()
    response = editor.get(page(event, "restore"), {"at": "2001-01-01T00:00:00Z"}, follow=True)
    assert "did not exist then" in response.content.decode()


def test_reader_of_the_admin_may_not_restore(client: Client) -> None:
    event = EventFactory()
    viewer = User.objects.create(username="viewer", is_staff=True)
    client.force_login(viewer)
    assert client.post(f"{page(event, 'restore')}?at=2020-01-01T00:00:00Z").status_code == 403


def test_bulk_edit_is_undone_with_one_button(editor: Client) -> None:
    tag, rows = TagFactory(), EventFactory.create_batch(3)
    rows[1].tags.add(tag)
    text = run_action(editor, EVENTS, "add_tags", rows, tags=[tag.pk], confirmed="1")
    form = re.search(r'<form method="post" action="([^"]+)" class="undo">(.*?)</form>', text, re.S)
    back = re.search(r'name="next" value="([^"]+)"', form[2])[1]
    response = editor.post(form[1], {"next": back}, follow=True)
    assert response.redirect_chain == [(back, 302)]
    assert "Undone: 2." in response.content.decode()
    assert [set(row.tags.all()) for row in rows] == [set(), {tag}, set()]


def test_edit_that_changed_nothing_has_no_button(editor: Client) -> None:
    event, tag = EventFactory(), TagFactory()
    event.tags.add(tag)
    text = run_action(editor, EVENTS, "add_tags", [event], tags=[tag.pk], confirmed="1")
    assert 'class="undo"' not in text


def test_rows_that_were_changed_again_are_listed_and_left_unless_confirmed(editor: Client) -> None:
    event = EventFactory(title_en="One")
    for title in ("Two", "Three"):
        editor.post(change_url(event), form_data(editor, event, title_en=title))
    history = editor.get(page(event, "history")).content.decode()
    address = link_named(history, "Undo", 1)
    shown = editor.get(address).content.decode()
    assert "Changed by somebody else as well" in shown
    response = editor.post(address, follow=True)
    assert "Changed again since, and left: 1" in response.content.decode()
    assert Event.objects.get().title_en == "Three"
    editor.post(address, {"with_later_changes": "on"})
    assert Event.objects.get().title_en == "Three", "the browser sends what was shown"
    seen = re.search(r'name="(events.event-\d+)" value="(\w+)"', shown)
    editor.post(address, {"with_later_changes": "on", seen[1]: seen[2]})
    assert Event.objects.get().title_en == "One"
    assert "nothing left to undo" in editor.get(address).content.decode()


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example"])
def test_undo_never_leads_to_another_site(target: str, editor: Client) -> None:
    tag, event = TagFactory(), EventFactory()
    text = run_action(editor, EVENTS, "add_tags", [event], tags=[tag.pk], confirmed="1")
    address = re.search(r'action="([^"]+)" class="undo"', text)[1]
    assert editor.post(address, {"next": target}).url == address


def test_unknown_act_is_not_found(editor: Client) -> None:
    unknown = "/admin/undo/00000000-0000-0000-0000-000000000000/"
    assert editor.get(unknown).status_code == 404


def test_act_on_too_many_records_is_refused(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acts, "MAX_RECORDS", 1)
    tag, rows = TagFactory(), EventFactory.create_batch(2)
    text = run_action(editor, EVENTS, "add_tags", rows, tags=[tag.pk], confirmed="1")
    address = re.search(r'action="([^"]+)" class="undo"', text)[1]
    for response in (editor.get(address, follow=True), editor.post(address, follow=True)):
        assert "This wrote 2 records, too many" in response.content.decode()
    assert all(set(row.tags.all()) == {tag} for row in rows)


def test_undo_needs_permission(client: Client, editor: Client) -> None:
    tag, event = TagFactory(), EventFactory()
    text = run_action(editor, EVENTS, "add_tags", [event], tags=[tag.pk], confirmed="1")
    address = re.search(r'action="([^"]+)" class="undo"', text)[1]
    client.logout()
    assert client.post(address).status_code == 302
    client.force_login(User.objects.create(username="viewer", is_staff=True))
    assert client.post(address).status_code == 403
    assert set(event.tags.all()) == {tag}
