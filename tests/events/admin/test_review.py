"""The review page, its queues, and what the pages of records say about proposals."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from events.editing.actions import submit
from events.editing.proposals.changes import changing
from events.editing.proposals.decisions import send_back
from events.editing.tags import add_tags
from events.models import Claim, Event, Evidence, Platform, Proposal, Tag
from tests.events.admin.pages import sent_by
from tests.factories import (
    ClaimFactory,
    EventFactory,
    PlatformFactory,
    TagFactory,
    evidence_for,
    new_snapshot,
    published_claim,
    published_event,
    user_in,
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
INDEX = "/admin/"


def page_of(row: object) -> str:
    meta = row._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def retitled(event: Event, by: User, title: str) -> Proposal:
    with changing(event, by=by) as edit:
        Event.objects.filter(pk=event.pk).update(title_en=title)
    return edit.proposal


def seen_on(response: object) -> dict[str, str]:
    """Return the hidden fields of a review page."""
    fields = re.findall(r'name="(seen-\d+)" value="(\w+)"', response.content.decode())
    return {**dict(fields), "answer": ""}


def counts(client: Client) -> dict[str, int]:
    page = client.get(INDEX).content.decode()
    found = re.findall(r"<strong>(\d+)</strong> <span>([^<]+)</span>", page)
    return {name: int(count) for count, name in found}


def test_queues_of_author_reviewer_and_others() -> None:
    author, other = user_in("editor"), user_in("editor")
    curator, second = user_in("curator"), user_in("curator")
    retitled(published_event(), author, "New")
    own = retitled(published_event(), curator, "Own")
    assert counts(client_of(author)) | {"My proposals in review": 1, "Returned to me": 0} == counts(
        client_of(author)
    )
    assert "Waiting for my review" not in counts(client_of(author))
    assert counts(client_of(curator))["Waiting for my review"] == 1
    assert counts(client_of(second))["Waiting for my review"] == 2
    send_back(proposals=[own], by=second, answer="Which year?")
    assert counts(client_of(curator))["Returned to me"] == 1
    assert counts(client_of(other))["My proposals in review"] == 0
    address = reverse("admin:events_proposal_changelist")
    listed = client_of(curator).get(address, {"queue": "returned"})
    assert list(listed.context["cl"].queryset) == [own]


def test_review_approves_what_it_showed_and_goes_on(curator: Client) -> None:
    author = user_in("editor")
    first = retitled(published_event(), author, "First")
    second = retitled(published_event(), author, "Second")
    address = page_of(first)
    data = seen_on(curator.get(address)) | {"_approve": "1"}
    retitled(first.record, author, "Changed after it was read")
    response = curator.post(address, data)
    assert response.status_code == 409
    assert "was changed meanwhile" in response.content.decode()
    assert not Event.objects.filter(title_en__in=["First", "Changed after it was read"]).exists()
    data = seen_on(response) | {"_approve": "1"}
    response = curator.post(address, data)
    assert response.url.startswith(page_of(second))
    assert Event.objects.filter(title_en="Changed after it was read").exists()


def test_return_needs_a_reason_and_keeps_what_was_typed(curator: Client) -> None:
    proposal = retitled(published_event(), user_in("editor"), "New")
    data = seen_on(curator.get(page_of(proposal))) | {"_return": "1"}
    response = curator.post(page_of(proposal), data)
    assert "Say what should be different." in response.content.decode()
    curator.post(page_of(proposal), {**data, "answer": "Which year?"})
    proposal.refresh_from_db()
    assert (proposal.state, proposal.answer) == ("returned", "Which year?")
    shown = client_of(proposal.author).get(page_of(proposal.record)).content.decode()
    assert "Which year?" in shown
    assert 'value="New"' in shown


def test_batch_is_shown_and_decided_together(curator: Client) -> None:
    claims, tag = [published_claim() for _ in range(3)], TagFactory(name="Weak uptake")
    add_tags(rows=claims, tags=[tag], by=user_in("editor"))
    proposal = Proposal.objects.first()
    response = curator.get(page_of(proposal))
    data = seen_on(response)
    assert len(data) == 4
    assert response.content.decode().count("<ins>Weak uptake</ins>") == 3
    partial = dict(list(data.items())[:2]) | {"answer": ""}
    assert curator.post(page_of(proposal), partial | {"_approve": "1"}).status_code == 409
    assert Claim.objects.tagged([tag]).count() == 0
    curator.post(page_of(proposal), data | {"_approve": "1"})
    assert Claim.objects.tagged([tag]).count() == 3
    assert set(Proposal.objects.values_list("state", flat=True)) == {"approved"}


def test_bulk_tags_say_what_waits(editor: Client) -> None:
    draft, public, tag = ClaimFactory(), published_claim(), TagFactory()
    data = {"action": "add_tags", "_selected_action": [draft.pk, public.pk], "confirmed": "yes"}
    page = reverse("admin:events_claim_changelist")
    response = editor.post(page, {**data, "tags": [tag.pk]}, follow=True)
    assert "1 record waits for review." in response.content.decode()
    assert list(Claim.objects.tagged([tag])) == [draft]


@pytest.mark.parametrize("make", [EventFactory, ClaimFactory])
def test_draft_is_saved_and_submitted_with_one_button(make: type, editor: Client) -> None:
    row = make()
    field = "title_en" if isinstance(row, Event) else "statement_en"
    response = editor.get(page_of(row))
    assert 'name="_submit"' in response.content.decode()
    editor.post(page_of(row), sent_by(response) | {field: "Typed", "_submit": "1"})
    row.refresh_from_db()
    assert (getattr(row, field), row.state) == ("Typed", "in_review")
    assert 'name="_submit"' not in editor.get(page_of(row)).content.decode()
    new = reverse(f"admin:events_{row._meta.model_name}_add")
    assert 'name="_submit"' in editor.get(new).content.decode()


def test_retracted_record_is_edited_and_reviewed_again(editor: Client, curator: Client) -> None:
    event = published_event()
    Event.objects.filter(pk=event.pk).update(state="retracted")
    data = sent_by(editor.get(page_of(event))) | {"title_en": "Corrected", "_submit": "1"}
    editor.post(page_of(event), data)
    proposal = Proposal.objects.get()
    curator.post(page_of(proposal), seen_on(curator.get(page_of(proposal))) | {"_approve": "1"})
    event.refresh_from_db()
    assert (event.title_en, event.state) == ("Corrected", "published")


@pytest.mark.parametrize(("factory", "name"), [(PlatformFactory, "name_en"), (TagFactory, "name")])
def test_editor_proposes_a_new_record_and_uses_it_in_a_draft(
    factory: type, name: str, editor: Client, curator: Client
) -> None:
    model = factory._meta.model
    opened = editor.get(reverse(f"admin:events_{model._meta.model_name}_add"))
    data = sent_by(opened) | {name: "Lantern Market", "slug": "lantern", "kind": "product"}
    response = editor.post(opened.request["PATH_INFO"], data | {"facet": "cause"}, follow=True)
    assert "It waits for review." in response.content.decode()
    row = model.objects.get()
    assert not row.is_approved
    draft = EventFactory()
    evidence_for(draft)
    if model is Platform:
        draft.event_platforms.create(platform=row)
    else:
        draft.tags.add(row)
    publication = submit(row=draft, by=user_in("editor"))
    address = page_of(publication)
    response = curator.post(address, seen_on(curator.get(address)) | {"_approve": "1"})
    assert "Not approved yet: Lantern Market." in response.content.decode()
    proposal = Proposal.objects.exclude(pk=publication.pk).get()
    curator.post(page_of(proposal), seen_on(curator.get(page_of(proposal))) | {"_approve": "1"})
    curator.post(address, seen_on(curator.get(address)) | {"_approve": "1"})
    draft.refresh_from_db()
    assert (draft.state, model.objects.get().is_approved) == ("published", True)


def test_reviewer_corrects_a_proposal_and_needs_a_second_person(curator: Client) -> None:
    proposal = retitled(published_event(), user_in("editor"), "New")
    address = f"{page_of(proposal.record)}?proposal={proposal.pk}"
    data = sent_by(curator.get(address)) | {"title_en": "Newer"}
    curator.post(address, data)
    proposal.refresh_from_db()
    assert proposal.content["fields"]["title_en"] == "Newer"
    assert 'name="_approve"' not in curator.get(page_of(proposal)).content.decode()
    other = client_of(user_in("curator"))
    assert "last edited by" in other.get(page_of(proposal)).content.decode()
    other.post(page_of(proposal), seen_on(other.get(page_of(proposal))) | {"_approve": "1"})
    assert Event.objects.get().title_en == "Newer"


def test_editor_cannot_open_the_proposal_of_another_as_a_form(editor: Client) -> None:
    proposal = retitled(published_event(title_en="Old"), user_in("editor"), "New")
    address = f"{page_of(proposal.record)}?proposal={proposal.pk}"
    page = editor.get(address).content.decode()
    assert 'value="Old"' in page
    assert "proposed another change of this record." in page


def test_save_without_a_change_proposes_nothing(editor: Client) -> None:
    for row in (published_event(), published_claim(), PlatformFactory(), TagFactory()):
        response = editor.post(page_of(row), sent_by(editor.get(page_of(row))), follow=True)
        assert "Nothing was changed." in response.content.decode(), row
    assert not Proposal.objects.exists()


def test_history_names_author_and_approver(curator: Client) -> None:
    author = user_in("editor")
    proposal = retitled(published_event(), author, "New")
    curator.post(page_of(proposal), seen_on(curator.get(page_of(proposal))) | {"_approve": "1"})
    address = reverse("admin:events_event_history", args=[proposal.object_id])
    assert f"proposed by {author.username}" in curator.get(address).content.decode()


def test_conflict_is_shown_on_the_review_and_resolved_in_the_form(curator: Client) -> None:
    author, tag = user_in("editor"), TagFactory(name="Before")
    event = published_event()
    proposal = retitled(event, author, "Mine")
    Event.objects.filter(pk=event.pk).update(title_en="Theirs")
    shown = curator.get(page_of(proposal))
    assert "Changed by somebody else as well: title in English" in shown.content.decode()
    response = curator.post(page_of(proposal), seen_on(shown) | {"_approve": "1"})
    assert response.status_code == 409
    client = client_of(author)
    opened = client.get(page_of(event))
    assert "Somebody else changed the same meanwhile" in opened.content.decode()
    client.post(page_of(event), sent_by(opened) | {"title_en": "Both"})
    curator.post(page_of(proposal), seen_on(curator.get(page_of(proposal))) | {"_approve": "1"})
    event.refresh_from_db()
    assert event.title_en == "Both"
    assert Tag.objects.get() == tag


def test_passage_that_a_returned_proposal_removed_already_leaves_it_returned(
    editor: Client, editor_user: User, curator_user: User
) -> None:
    event = published_event()
    extra = evidence_for(event, new_snapshot())
    changelist = reverse("admin:events_evidence_changelist")
    data = {"action": "delete_selected", "_selected_action": [extra.pk], "post": "yes"}
    editor.post(changelist, data)
    proposal = Proposal.objects.get()
    send_back(proposals=[proposal], by=curator_user, answer="Why?")
    editor.post(changelist, data)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.answer) == ("returned", "Why?")
    assert Evidence.objects.filter(pk=extra.pk).exists()
