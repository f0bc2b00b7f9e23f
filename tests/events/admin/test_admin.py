"""Events, claims, tags and evidence in the admin."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse

from events.models import Claim, Event, Evidence, Tag, Tagged
from tests.events.admin.pages import sent_by
from tests.factories import (
    ClaimFactory,
    EventFactory,
    PlatformFactory,
    TagFactory,
    evidence_for,
    published_claim,
    published_event,
    user_in,
)

pytestmark = pytest.mark.django_db
EVENTS, CLAIMS, TAGS = (
    reverse("admin:index") + f"events/{name}/" for name in ("event", "claim", "tag")
)


def change_url(row: object) -> str:
    """Return the URL of a row's change page."""
    return reverse(f"admin:events_{row._meta.model_name}_change", args=[row.pk])


def form_data(client: Client, row: object, **changes: object) -> dict[str, object]:
    """Return the POST data of a row's change page, with some fields changed."""
    return sent_by(client.get(change_url(row))) | changes


def run_action(client: Client, page: str, action: str, rows: list, **sent: object) -> str:
    """Run an action on rows and return the text of the page that follows."""
    data = {"action": action, "_selected_action": [row.pk for row in rows], **sent}
    response = client.post(page, data, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def evidence_form_data(index: int, source: object, words: str) -> dict[str, object]:
    """Return POST data that adds a row to the evidence inline, which has `index` rows."""
    return {
        "evidence-TOTAL_FORMS": index + 1,
        f"evidence-{index}-source": source.pk,
        f"evidence-{index}-words": words,
        f"evidence-{index}-stance": "supports",
    }


@pytest.mark.slow
def test_save_records_user_and_reason(curator: Client, curator_user: User) -> None:
    event = EventFactory()
    data = form_data(curator, event, title_en="Harbour opens", reason="a better title")
    assert curator.post(change_url(event), data).status_code == 302
    last = event.history.order_by("-pgh_id").first()
    assert last.title_en == "Harbour opens"
    assert last.pgh_context.metadata["reason"] == "a better title"
    assert last.pgh_context.metadata["user"] == curator_user.pk


@pytest.mark.slow
def test_save_updates_the_search_index(curator: Client) -> None:
    event = EventFactory()
    curator.post(change_url(event), form_data(curator, event, title_zh="海港开业"))
    assert list(Event.objects.search("海港開業")) == [event]


@pytest.mark.slow
def test_save_without_changes_writes_nothing(curator: Client) -> None:
    event = EventFactory()
    assert curator.post(change_url(event), form_data(curator, event)).status_code == 302
    assert event.history.count() == 1


@pytest.mark.slow
def test_save_of_a_stale_form_shows_both_versions(curator: Client) -> None:
    event = EventFactory(title_en="First", summary_en="Old")
    mine = form_data(curator, event, title_en="Mine", reason="mine")
    other = Client()
    other.force_login(user_in("editor"))
    theirs = form_data(other, event, title_en="Theirs", summary_en="New", reason="their reason")
    assert other.post(change_url(event), theirs).status_code == 302
    response = curator.post(change_url(event), mine)
    form = response.context["adminform"].form
    assert "Theirs" in str(form.errors["title_en"])
    assert "their reason" in str(form.non_field_errors())
    assert form["title_en"].value() == "Mine"
    assert form["summary_en"].value() == "New"
    event.refresh_from_db()
    assert event.title_en == "Theirs"
    sent = {bound.html_name: bound.value() for bound in form if bound.value() is not None}
    assert curator.post(change_url(event), {**mine, **sent}).status_code == 302
    event.refresh_from_db()
    assert (event.title_en, event.summary_en, event.version) == ("Mine", "New", 3)


@pytest.mark.slow
def test_save_without_a_version_is_refused(curator: Client) -> None:
    event = EventFactory(title_en="First")
    data = form_data(curator, event, title_en="Blind")
    del data["opened"]
    assert curator.post(change_url(event), data).status_code == 200
    event.refresh_from_db()
    assert event.title_en == "First"


@pytest.mark.slow
def test_retract_requires_a_reason(curator: Client) -> None:
    claim = published_claim()
    page = run_action(curator, CLAIMS, "retract", [claim])
    assert claim.statement_en in page
    assert "required" in run_action(
        curator, CLAIMS, "retract", [claim], confirmed="yes", reason=" "
    )
    claim.refresh_from_db()
    assert claim.state == "published"
    run_action(curator, CLAIMS, "retract", [claim], confirmed="yes", reason="the figure is wrong")
    claim.refresh_from_db()
    assert claim.state == "retracted"
    last = claim.history.order_by("-pgh_id").first()
    assert last.pgh_context.metadata["reason"] == "the figure is wrong"


@pytest.mark.slow
def test_submit_skips_rows_that_are_not_drafts(editor: Client) -> None:
    draft, published = EventFactory(), published_event()
    text = run_action(editor, EVENTS, "submit", [draft, published])
    assert "Submitted for review: 1." in text
    assert list(Event.objects.filter(state="in_review")) == [draft]


@pytest.mark.slow
def test_tags_are_added_to_and_removed_from_many_rows(editor: Client) -> None:
    claims, tag, other = ClaimFactory.create_batch(3), TagFactory(), TagFactory()
    assert tag.name not in run_action(editor, CLAIMS, "add_tags", claims)
    sent = {"confirmed": "yes", "tags": [tag.pk, other.pk]}
    assert "6 tags added." in run_action(editor, CLAIMS, "add_tags", claims, **sent)
    assert "0 tags added." in run_action(editor, CLAIMS, "add_tags", claims, **sent)
    sent["tags"] = [tag.pk]
    assert "2 tags removed." in run_action(editor, CLAIMS, "remove_tags", claims[:2], **sent)
    assert sorted(Tagged.objects.values_list("object_id", "tag")) == sorted(
        [(claims[0].pk, other.pk), (claims[1].pk, other.pk)]
        + [(claims[2].pk, tag.pk), (claims[2].pk, other.pk)]
    )


@pytest.mark.slow
def test_tag_is_added_on_the_change_page_of_a_claim(editor: Client) -> None:
    claim, tag = ClaimFactory(), TagFactory(name="Weak uptake")
    prefix = "events-tagged-content_type-object_id"
    data = form_data(editor, claim, **{f"{prefix}-TOTAL_FORMS": 1, f"{prefix}-0-tag": tag.pk})
    assert editor.post(change_url(claim), data).status_code == 302
    assert list(claim.tags.all()) == [tag]
    assert list(Claim.objects.search("uptake")) == [claim]


@pytest.mark.slow
def test_tag_merge_can_be_undone(curator: Client, self_approval: None) -> None:
    first, second, event = TagFactory(), TagFactory(), EventFactory()
    event.tags.add(first)
    run_action(curator, TAGS, "merge", [first, second], confirmed="yes", into=second.pk)
    first.refresh_from_db()
    assert (first.merged_into, list(event.tags.all())) == (second, [second])
    text = run_action(curator, TAGS, "unmerge", [first, second])
    assert "Merges undone: 1." in text
    assert "not been merged" in text
    assert list(Event.objects.get().tags.all()) == [first]


def test_tag_autocomplete_excludes_merged_tags(editor: Client) -> None:
    into = TagFactory(name="Live commerce", aliases=["直播"])
    TagFactory(name="Live selling", merged_into=into)
    parameters = {"app_label": "events", "model_name": "tagged", "field_name": "tag"}
    for term in ("live", "直播"):
        answer = editor.get(reverse("admin:autocomplete"), {**parameters, "term": term}).json()
        assert [row["id"] for row in answer["results"]] == [str(into.pk)]


@pytest.mark.slow
def test_search_finds_either_chinese_script(editor: Client) -> None:
    event = published_event(title_zh="抖音关闭海外直播")
    published_event(title_zh="别的事")
    platform = PlatformFactory()
    platform.aliases.create(text="脸书")
    results = editor.get(EVENTS, {"q": "海外直播"}).context["cl"].queryset
    assert list(results) == [event]
    page = reverse("admin:events_platform_changelist")
    assert list(editor.get(page, {"q": "臉書"}).context["cl"].queryset) == [platform]


@pytest.mark.slow
def test_history_shows_raw_sql_related_rows_and_reasons(editor: Client, curator: Client) -> None:
    event, tag = EventFactory(title_en="Before"), TagFactory(name="Weak uptake")
    evidence_for(event)
    run_action(editor, EVENTS, "add_tags", [event], confirmed="yes", tags=[tag.pk])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE events_event SET title_en = 'After' WHERE id = %s", [event.pk])
    address = reverse("admin:events_event_history", args=[event.pk])
    page = curator.get(address).content.decode()
    for text in ("<del>Before</del>", "<ins>After</ins>", "Weak uptake", "June 2019", "add tags"):
        assert text in page


@pytest.mark.slow
def test_deleting_an_event_deletes_its_evidence_and_tags(curator: Client) -> None:
    event, public = EventFactory(), published_event()
    evidence_for(event)
    event.tags.add(TagFactory())
    address = "admin:events_event_delete"
    assert curator.post(reverse(address, args=[public.pk]), {"post": "yes"}).status_code == 403
    assert curator.post(reverse(address, args=[event.pk]), {"post": "yes"}).status_code == 302
    assert list(Event.objects.all()) == [public]
    assert (Evidence.objects.count(), Tagged.objects.count()) == (1, 0)


def test_merge_into_a_merged_tag_is_refused(curator: Client) -> None:
    into = TagFactory()
    merged = TagFactory(merged_into=into)
    run_action(curator, TAGS, "merge", [into], confirmed="yes", into=merged.pk)
    assert Tag.objects.get(pk=into.pk).merged_into is None


@pytest.mark.slow
@pytest.mark.parametrize("value", ["\x00", "nothing", "0", "-1", "\u0661"])
def test_unknown_value_of_a_filter_is_no_error(
    value: str, curator_user: User, rf: RequestFactory
) -> None:
    """Addresses of lists are edited by hand, and kept for longer than the choices."""
    client, request = Client(), rf.get("/")
    client.force_login(curator_user)
    request.user = curator_user
    count = 0
    for model, page in admin.site._registry.items():
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for item in page.get_list_filter(request):
            if name := getattr(item, "parameter_name", ""):
                response = client.get(address, {name: value})
                assert response.status_code in (200, 302, 403), (model, name)
                count += 1
    assert count > 10
