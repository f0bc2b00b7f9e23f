"""Merging records and undoing it, in the admin."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from events.editing.merging.merge import merge
from events.models import Event, EventPlatform, Platform, Proposal, Tagged
from tests.events.models.referring import MAKERS
from tests.factories import (
    EventFactory,
    PlatformFactory,
    TagFactory,
    UserFactory,
    published_event,
)

pytestmark = pytest.mark.django_db
of_each_model = pytest.mark.parametrize("make", MAKERS.values(), ids=[m.__name__ for m in MAKERS])


def page(row, verb, **query):
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_{verb}"
    return reverse(name, args=[row.pk], query=query)


def text_of(response):
    return response.content.decode()


@of_each_model
def test_record_is_merged_and_the_merge_undone(make, editor: Client):
    record, into = make(), make()
    assert page(record, "merge") in text_of(editor.get(page(record, "change")))
    preview = text_of(editor.get(page(record, "merge", into=into.pk)))
    assert page(into, "merge", into=record.pk) in preview
    response = editor.post(page(record, "merge", into=into.pk), follow=True)
    assert "was merged into" in text_of(response)
    assert response.redirect_chain == [(page(into, "change"), 302)]
    shown = text_of(editor.get(page(record, "change")))
    assert page(record, "unmerge") in shown
    assert 'name="_save"' not in shown
    assert "field-reason" not in shown
    assert editor.get(page(record, "unmerge")).status_code == 200
    assert "was undone" in text_of(editor.post(page(record, "unmerge"), follow=True))
    record.refresh_from_db()
    assert record.merged_into is None


@of_each_model
def test_merged_record_is_not_edited_used_or_offered(make, editor: Client):
    record = make(merged_into=make())
    before = type(record)._base_manager.values().get(pk=record.pk)
    for data in ({}, {"name_en": "Other", "title_en": "Other", "slug": "other"}):
        assert editor.post(page(record, "change"), data).status_code == 403
    for action in ("submit", "retract", "add_tags", "remove_tags", "delete_selected"):
        data = {
            "action": action,
            "_selected_action": [record.pk],
            "confirmed": "yes",
            "post": "yes",
            "reason": "So.",
            "tags": [TagFactory().pk],
        }
        changelist = reverse(f"admin:{record._meta.label_lower.replace('.', '_')}_changelist")
        assert editor.post(changelist, data, follow=True).status_code == 200
    assert not Tagged.objects.exists()
    after = type(record)._base_manager.values().get(pk=record.pk)
    assert {name: value for name, value in after.items() if name != "search_vector"} == {
        name: value for name, value in before.items() if name != "search_vector"
    }


def test_choice_begins_with_what_looks_the_same(editor: Client):
    record = PlatformFactory(name_en="Harbour Live")
    PlatformFactory(name_zh="Ｈａｒｂｏｕｒ　ｌｉｖｅ", slug="wide")
    PlatformFactory(name_en="Something else")
    shown = text_of(editor.get(page(record, "merge")))
    assert "May be the same" in shown
    assert "wide" in shown
    assert "Something else" not in shown


def test_choice_offers_similar_events_of_the_same_time(editor: Client):
    platform = PlatformFactory()
    titles = (
        "Harbour closes its shop",
        "Harbour shop closes",
        "Quite another matter",
        "Harbour closes shops",
    )
    events = [EventFactory(title_en=title, when="2019-06") for title in titles]
    Event.objects.filter(pk=events[3].pk).update(earliest="2015-01-01", latest="2015-12-31")
    for event in events:
        EventPlatform.objects.create(event=event, platform=platform)
    shown = text_of(editor.get(page(events[0], "merge")))
    assert titles[1] in shown
    assert titles[2] not in shown
    assert titles[3] not in shown


@pytest.mark.parametrize("query", ["nothing", "\x00", "%", "x" * 5000, "蛇' OR 1=1"])
def test_search_that_finds_nothing_says_so(query, editor: Client):
    record = PlatformFactory()
    response = editor.get(page(record, "merge"), {"q": query})
    assert response.status_code == 200


@pytest.mark.parametrize("into", ["x", "-1", "9" * 30, "²", "", "0"])
def test_unknown_target_leads_to_the_choice(into, editor: Client):
    response = editor.get(page(PlatformFactory(), "merge", into=into))
    assert "Find the record that remains" in text_of(response)


def test_record_is_not_merged_into_itself_or_a_merged_one(editor: Client):
    record, target = PlatformFactory.create_batch(2, is_approved=False)
    gone = PlatformFactory(merged_into=target, is_approved=False)
    for into in (record, gone):
        editor.post(page(record, "merge", into=into.pk))
        record.refresh_from_db()
        assert record.merged_into is None


def test_refusal_is_shown_before_and_after_the_button(editor: Client):
    top = PlatformFactory(is_approved=False)
    part = PlatformFactory(is_approved=False, parent=PlatformFactory(is_approved=False, parent=top))
    for send in (editor.get, editor.post):
        shown = text_of(send(page(top, "merge", into=part.pk)))
        assert "cannot be part of one of its own parts" in shown
        assert '<button type="submit" class="review-button">Merge' not in shown


def test_merge_of_public_records_waits_for_review(editor: Client, curator: Client):
    record, into = published_event(), published_event()
    assert "waits for review" in text_of(
        editor.post(page(record, "merge", into=into.pk), follow=True)
    )
    proposal = Proposal.objects.get()
    review = text_of(curator.get(reverse("admin:events_proposal_change", args=[proposal.pk])))
    assert "Evidence: 1" in review
    record.refresh_from_db()
    assert record.merged_into is None


def test_user_who_may_not_change_records_may_not_merge_them(client: Client):
    client.force_login(UserFactory(is_staff=True))
    record, into = PlatformFactory(), PlatformFactory()
    merged = PlatformFactory(merged_into=into, is_approved=False)
    for address in (page(record, "merge", into=into.pk), page(merged, "unmerge")):
        assert client.get(address).status_code == 403
        assert client.post(address).status_code == 403
    assert Platform.objects.exclude(merged_into=None).get() == merged


def test_record_that_is_not_there_is_a_404_or_leads_to_the_index(editor: Client):
    for verb in ("merge", "unmerge"):
        address = reverse(f"admin:events_platform_{verb}", args=[10**18])
        assert editor.get(address).status_code in (302, 404)


def test_list_is_filtered_by_merged(editor: Client):
    into = PlatformFactory(name_en="Remains")
    PlatformFactory(name_en="Gone away", merged_into=into, is_approved=False)
    address = reverse("admin:events_platform_changelist")
    assert "Gone away" in text_of(editor.get(address, {"merged": "yes"}))
    assert "Gone away" not in text_of(editor.get(address, {"merged": "no"}))


@pytest.mark.slow
def test_merged_record_is_not_chosen_in_a_form(editor: Client):
    from tests.events.admin.pages import sent_by

    event, into = EventFactory(), PlatformFactory()
    merged = PlatformFactory(merged_into=into, is_approved=False)
    EventPlatform.objects.create(event=event, platform=into)
    data = sent_by(editor.get(page(event, "change")))
    response = editor.post(
        page(event, "change"), {**data, "event_platforms-0-platform": merged.pk, "title_en": "Kept"}
    )
    assert response.status_code == 200
    assert "Kept" in text_of(response)
    assert event.event_platforms.get().platform == into


@of_each_model
def test_curator_opens_every_page_of_a_merged_record(make, curator: Client):
    record, into = make(), make()
    merge(type(record), record.pk, into.pk)
    for verb in ("change", "history", "unmerge"):
        assert curator.get(page(record, verb)).status_code == 200
    assert curator.get(page(record, "merge")).status_code == 302


USED_BY = {
    "platform": ("events", "eventplatform", "platform"),
    "tag": ("events", "tagged", "tag"),
    "claimant": ("events", "claim", "claimant"),
    "outlet": ("sources", "source", "outlet"),
    "source": ("sources", "source", "repost_of"),
    "event": ("events", "claim", "events"),
}


@pytest.mark.parametrize("kind", USED_BY)
def test_autocomplete_offers_no_merged_record(kind, editor: Client):
    make = next(make for model, make in MAKERS.items() if model._meta.model_name == kind)
    into = make()
    merged = make(merged_into=into)
    app, model, field = USED_BY[kind]
    query = {"app_label": app, "model_name": model, "field_name": field, "term": ""}
    response = editor.get(reverse("admin:autocomplete"), query)
    if response.status_code == 403:
        pytest.skip("this field has no autocomplete")
    offered = {int(item["id"]) for item in response.json()["results"]}
    assert into.pk in offered
    assert merged.pk not in offered
