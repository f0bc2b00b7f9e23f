"""What each role can see and do in the admin."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Event, Proposal, Tag
from tests.factories import (
    EventFactory,
    SourceFactory,
    TagFactory,
    UserFactory,
    evidence_for,
    published_event,
    snapshot_of,
)

pytestmark = pytest.mark.django_db
LISTS = [
    *("events_event", "events_claim", "events_evidence", "events_dispute", "events_platform"),
    *("events_tag", "events_claimant", "sources_source", "sources_outlet", "sources_snapshot"),
    *("sources_passage", "sources_ingestrun", "sources_ingestitem"),
]
READ_ONLY = ["sources_snapshot", "sources_passage", "sources_ingestrun", "sources_ingestitem"]
CURATOR_ONLY = ["sources_source"]


def admin_url(name: str, page: str = "changelist", *arguments: object) -> str:
    return reverse(f"admin:{name}_{page}", args=arguments)


@pytest.mark.slow
@pytest.mark.parametrize("name", LISTS)
def test_lists_are_open_only_to_editors_and_curators(
    reader: Client, editor: Client, curator: Client, name: str
) -> None:
    assert reader.get(admin_url(name)).url.startswith(reverse("admin:login"))
    account = Client()
    account.force_login(UserFactory())
    assert account.get(admin_url(name)).status_code == 302
    assert editor.get(admin_url(name)).status_code == 200
    assert curator.get(admin_url(name)).status_code == 200


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in LISTS if name not in READ_ONLY])
def test_add_pages(reader: Client, editor: Client, curator: Client, name: str) -> None:
    page = admin_url(name, "add")
    assert reader.get(page).status_code == 302
    expected = 403 if name in [*CURATOR_ONLY, "events_evidence"] else 200
    assert editor.get(page).status_code == expected
    assert curator.get(page).status_code == (403 if name == "events_evidence" else 200)


@pytest.mark.parametrize("name", READ_ONLY)
def test_rows_made_by_ingest_are_read_only(curator: Client, name: str) -> None:
    assert curator.get(admin_url(name, "add")).status_code == 403
    snapshot = snapshot_of(SourceFactory())
    if name == "sources_snapshot":
        page = admin_url(name, "change", snapshot.pk)
        assert curator.get(page).status_code == 200
        assert curator.post(page, {"text": "x"}).status_code == 403
        assert (
            curator.post(admin_url(name, "delete", snapshot.pk), {"post": "yes"}).status_code == 403
        )


@pytest.mark.slow
def test_editors_neither_publish_nor_retract_nor_delete_events(editor: Client) -> None:
    draft, published = EventFactory(), published_event()
    evidence_for(draft)
    page = editor.get(admin_url("events_event"))
    assert set(dict(page.context["action_form"].fields["action"].choices)) == {
        *("", "submit", "retract", "add_tags", "remove_tags", "delete_selected"),
    }
    for action, row in (("publish", draft), ("retract", published), ("delete_selected", draft)):
        sent = {"action": action, "_selected_action": [row.pk]}
        more = {"confirmed": "yes", "reason": "x", "post": "yes"}
        editor.post(admin_url("events_event"), {**sent, **more})
    assert list(Event.objects.order_by("pk").values_list("state", flat=True)) == [
        *("draft", "published")
    ]
    assert list(Proposal.objects.values_list("kind", "reason")) == [("retract", "x")]
    for row in (draft, published):
        assert editor.post(admin_url("events_event", "delete", row.pk), {}).status_code == 403


@pytest.mark.slow
def test_merge_by_an_editor_waits_for_review(editor: Client) -> None:
    first, second = TagFactory(), TagFactory()
    sent = {
        "action": "merge",
        "_selected_action": [first.pk],
        "confirmed": "yes",
        "into": second.pk,
    }
    page = editor.post(admin_url("events_tag"), sent, follow=True).content.decode()
    assert "Waiting for review: 1." in page
    assert not Tag.objects.exclude(merged_into=None).exists()
    assert [proposal.record for proposal in Proposal.objects.filter(kind="merge")] == [first]


@pytest.mark.slow
def test_editors_can_create_a_tag_from_the_autocomplete(editor: Client) -> None:
    assert "admin/events/tag/add" in editor.get(admin_url("events_event", "add")).content.decode()


@pytest.mark.slow
def test_state_is_not_a_field_of_the_form(curator: Client) -> None:
    for name in ("events_event", "events_claim"):
        form = curator.get(admin_url(name, "add")).context["adminform"].form
        assert not {"state", "version"} & set(form.fields)


def test_taggits_own_tags_are_not_shown(curator: Client) -> None:
    assert "/admin/taggit/" not in curator.get(reverse("admin:index")).content.decode()


@pytest.mark.slow
def test_no_page_has_inline_scripts_or_styles(curator: Client) -> None:
    event = published_event(tags=[TagFactory()])
    pages = [reverse("admin:index"), admin_url("events_event", "change", event.pk)]
    pages += [admin_url("events_event", "history", event.pk)]
    pages += [admin_url(name) for name in LISTS]
    for page in pages:
        response = curator.get(page)
        text = response.content.decode()
        assert "script-src 'self'" in response["Content-Security-Policy"]
        assert "unsafe" not in response["Content-Security-Policy"]
        assert "<style" not in text, page
        assert ' style="' not in text, page
        assert "<script>" not in text, page
        assert " onclick=" not in text, page


@pytest.mark.slow
@pytest.mark.parametrize("query", ["\x00", "'", "抖音", "&|!", "a" * 5000])
def test_lists_accept_any_search_text(curator: Client, query: str) -> None:
    for name in LISTS:
        response = curator.get(admin_url(name), {"q": query})
        assert response.status_code in (200, 302), name
