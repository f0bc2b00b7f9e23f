"""Admin pages of articles, their texts and ingest."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sources.models import IngestItem, IngestRun, Snapshot, Source
from tests.factories import EventFactory, SourceFactory, evidence_for, snapshot_of, user_in

pytestmark = pytest.mark.django_db
SOURCES = reverse("admin:sources_source_changelist")


def run_action(client: Client, action: str, *rows: Source) -> str:
    data = {"action": action, "_selected_action": [row.pk for row in rows]}
    return client.post(SOURCES, data, follow=True).content.decode()


def client_without_originals() -> Client:
    """Return a client signed in as a user who may view articles but not read originals."""
    user = User.objects.create_user("clerk", is_staff=True)
    codenames = ["view_source", "view_snapshot", "view_passage"]
    user.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.slow
def test_accept_and_reject_report_and_record_history(editor: Client, editor_user: User) -> None:
    one, two, three = (SourceFactory(state="new") for _ in range(3))
    assert "2 articles accepted." in run_action(editor, "accept", one, two)
    assert "1 article rejected." in run_action(editor, "reject", three)
    assert list(Source.objects.order_by("pk").values_list("state", flat=True)) == [
        *("accepted", "accepted", "rejected")
    ]
    last = three.history.order_by("-pgh_id").first()
    assert last.pgh_context.metadata["reason"] == "rejected"
    assert last.pgh_context.metadata["user"] == editor_user.pk


@pytest.mark.slow
def test_originals_are_shown_only_with_the_permission(editor: Client) -> None:
    source = SourceFactory()
    original = snapshot_of(source)
    digest = snapshot_of(source, "Our own words.", kind="digest")
    clerk = client_without_originals()
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


@pytest.mark.slow
def test_search_ignores_punctuation_in_titles(editor: Client) -> None:
    expected, _other = SourceFactory(title="Harbour: opens, and closes"), SourceFactory()
    page = editor.get(SOURCES, {"q": "harbour opens and"})
    assert list(page.context["cl"].queryset) == [expected]


@pytest.mark.slow
def test_filter_by_text_held_and_doubts(editor: Client) -> None:
    bare, held = SourceFactory(doubts=["no date"]), SourceFactory()
    snapshot_of(held)

    def listed(**parameters: str) -> list[Source]:
        return list(editor.get(SOURCES, parameters).context["cl"].queryset)

    assert listed(text="none") == [bare]
    assert listed(text="original") == [held]
    assert listed(text="digest") == []
    assert listed(doubts="yes") == [bare]
    assert listed(doubts="no") == [held]


@pytest.mark.slow
def test_delete_includes_texts_and_evidence_unless_readers_see_the_article(curator: Client) -> None:
    hidden, shown = SourceFactory(state="new"), SourceFactory()
    for row in (hidden, shown):
        evidence_for(EventFactory(), snapshot_of(row))
        address = reverse("admin:sources_source_delete", args=[row.pk])
        curator.post(address, {"post": "yes"})
    assert list(Source.objects.all()) == [shown]
    assert Snapshot.objects.count() == 1


def test_editors_cannot_delete_articles() -> None:
    client, row = Client(), SourceFactory()
    client.force_login(user_in("editor"))
    address = reverse("admin:sources_source_delete", args=[row.pk])
    assert client.post(address, {"post": "yes"}).status_code == 403


@pytest.mark.slow
@pytest.mark.parametrize("role", ["editor", "clerk"])
def test_parked_items_are_queued_by_whoever_may_change_articles(role: str) -> None:
    run = IngestRun.objects.create(finished_at=timezone.now())
    values = {"run": run, "error": "Too slow.", "error_code": "too_slow"}
    parked = IngestItem.objects.create(status="parked", attempts=2, input="/a.txt", **values)
    failed = IngestItem.objects.create(status="failed", attempts=1, input="/b.txt", **values)
    client = Client()
    user = user_in("editor") if role == "editor" else User.objects.create_user("c", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_ingestitem"))
    client.force_login(user)
    data = {"action": "retry", "_selected_action": [parked.pk, failed.pk]}
    address = reverse("admin:sources_ingestitem_changelist")
    page = client.post(address, data, follow=True).content.decode()
    queued = list(IngestItem.objects.unfinished().values_list("input", "attempts"))
    if role == "editor":
        assert "The next run of “ingest” reads 1 document again." in page
        assert queued == [("/a.txt", 0)]
    else:
        assert "reads 1 document again" not in page
        assert queued == []
