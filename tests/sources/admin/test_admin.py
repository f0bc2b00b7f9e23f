"""Articles, their texts and how they came in, in the admin."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from sources.models import Snapshot, Source
from tests.factories import EventFactory, SourceFactory, evidence_for, snapshot_of, user_in

pytestmark = pytest.mark.django_db
SOURCES = reverse("admin:sources_source_changelist")


def act(client: Client, action: str, *rows: Source) -> str:
    data = {"action": action, "_selected_action": [row.pk for row in rows]}
    return client.post(SOURCES, data, follow=True).content.decode()


def without_originals() -> Client:
    """Signed in as one who looks after articles but may not read originals."""
    user = User.objects.create_user("clerk", is_staff=True)
    wanted = ["view_source", "view_snapshot", "view_passage"]
    user.user_permissions.add(*Permission.objects.filter(codename__in=wanted))
    client = Client()
    client.force_login(user)
    return client


def test_accept_and_reject_say_what_they_did_and_leave_history(
    editor: Client, editor_user: User
) -> None:
    one, two = SourceFactory(state="new"), SourceFactory(state="new")
    assert "2 articles accepted." in act(editor, "accept", one, two)
    assert "1 article rejected." in act(editor, "reject", two)
    assert list(Source.objects.order_by("pk").values_list("state", flat=True)) == [
        *("accepted", "rejected")
    ]
    last = two.history.order_by("-pgh_id").first()
    assert last.pgh_context.metadata["reason"] == "rejected"
    assert last.pgh_context.metadata["user"] == editor_user.pk


def test_originals_are_shown_to_those_alone_who_may_read_them(editor: Client) -> None:
    source = SourceFactory()
    original = snapshot_of(source)
    digest = snapshot_of(source, "Our own words.", kind="digest")
    clerk = without_originals()
    for client, shown in ((editor, True), (clerk, False)):
        page = client.get(reverse("admin:sources_snapshot_change", args=[original.pk]))
        assert ("Nobody used it" in page.content.decode()) is shown
        page = client.get(reverse("admin:sources_passage_changelist"))
        assert ("Nobody used it" in page.content.decode()) is shown
        passage = original.passages.first()
        page = client.get(reverse("admin:sources_passage_change", args=[passage.pk]), follow=True)
        assert ("Nobody used it" in page.content.decode()) is shown
        page = client.get(reverse("admin:sources_snapshot_change", args=[digest.pk]))
        assert "Our own words" in page.content.decode()


def test_search_finds_a_title_whatever_its_punctuation(editor: Client) -> None:
    found, _other = SourceFactory(title="Harbour: opens, and closes"), SourceFactory()
    page = editor.get(SOURCES, {"q": "harbour opens and"})
    assert list(page.context["cl"].queryset) == [found]


def test_filter_by_text_held_and_doubts(editor: Client) -> None:
    bare, held = SourceFactory(doubts=["no date"]), SourceFactory()
    snapshot_of(held)

    def listed(**chosen: str) -> list[Source]:
        return list(editor.get(SOURCES, chosen).context["cl"].queryset)

    assert listed(text="none") == [bare]
    assert listed(text="original") == [held]
    assert listed(text="digest") == []
    assert listed(doubts="yes") == [bare]
    assert listed(doubts="no") == [held]


def test_delete_takes_the_texts_along_but_not_evidence(curator: Client) -> None:
    free, used = SourceFactory(), SourceFactory()
    snapshot_of(free)
    evidence_for(EventFactory(), snapshot_of(used))
    for row in (free, used):
        address = reverse("admin:sources_source_delete", args=[row.pk])
        curator.post(address, {"post": "yes"})
    assert list(Source.objects.all()) == [used]
    assert Snapshot.objects.count() == 1


def test_editors_do_not_delete_articles() -> None:
    client, row = Client(), SourceFactory()
    client.force_login(user_in("editor"))
    address = reverse("admin:sources_source_delete", args=[row.pk])
    assert client.post(address, {"post": "yes"}).status_code == 403
