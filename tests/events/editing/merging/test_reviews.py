"""Merges and what others propose, review, retract or undo meanwhile."""

from __future__ import annotations

import pghistory
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from events.editing.actions import retract, submit
from events.editing.history.acts import Act
from events.editing.history.restoring import restoration
from events.editing.history.undoing import reversals, undo
from events.editing.merging.actions import merge_records, unmerge_record
from events.editing.proposals.changes import changing, propose_to_publish
from events.editing.proposals.decisions import approve
from events.editing.proposals.review import Review
from events.editing.sources import set_source_state
from events.editing.tags import add_tags
from events.models import EventPlatform, Proposal
from tests.events.editing.history.aging import a_day_passes
from tests.events.editing.merging.states import merged
from tests.events.editing.reviewing import approve_now
from tests.factories import (
    EventFactory,
    PlatformFactory,
    SourceFactory,
    TagFactory,
    evidence_for,
    published_claim,
    published_event,
    user_in,
)

pytestmark = pytest.mark.django_db


def refused(code):
    return pytest.raises(ValidationError, check=lambda error: error.code == code)


def linked(event, by, **platform):
    with changing(event, by=by):
        EventPlatform.objects.create(event=event, platform=PlatformFactory(**platform))


class TestNobodyApprovesWhatTheyMerged:
    def test_into_an_event_in_review(self, editor_user, curator_user):
        target, draft = EventFactory(), EventFactory()
        evidence_for(target)
        proposal = submit(row=target, by=editor_user)
        linked(draft, curator_user)
        merge_records(record=draft, into=target, by=curator_user)
        with pytest.raises(PermissionDenied):
            approve_now(proposal, curator_user)

    def test_into_a_proposed_platform(self, editor_user, curator_user):
        target, other = PlatformFactory.create_batch(2, is_approved=False)
        proposal = propose_to_publish(target, by=editor_user)
        merge_records(record=other, into=target, by=curator_user)
        with pytest.raises(PermissionDenied):
            approve_now(proposal, curator_user)

    def test_a_draft_that_was_edited_since_it_was_to_be_merged(self, editor_user, curator_user):
        draft, target = EventFactory(), published_event()
        merge_records(record=draft, into=target, by=editor_user)
        proposal = Proposal.objects.get()
        seen = Review.of(proposal).seen
        linked(draft, curator_user)
        proposal.refresh_from_db()
        with refused("changed"):
            approve(proposals={proposal.pk: seen}, by=user_in("curator"))
        with pytest.raises(PermissionDenied):
            approve_now(proposal, curator_user)
        approve_now(proposal, user_in("curator"))
        assert target.platforms.count() == 1


class TestOnlyApprovedVocabularyIsShown:
    @pytest.mark.parametrize("kind", ["platform", "tag"])
    def test_of_a_merged_draft(self, kind, editor_user, curator_user):
        draft, target = EventFactory(), published_event()
        if kind == "platform":
            linked(draft, editor_user, is_approved=False)
        else:
            draft.tags.add(TagFactory(is_approved=False))
        merge_records(record=draft, into=target, by=editor_user)
        with refused("not_approved"):
            approve_now(Proposal.objects.get(), curator_user)

    def test_of_a_claim_whose_merge_is_undone(self, editor_user, curator_user):
        claim, target = published_claim(), published_claim()
        merged(claim, target)
        type(claim.claimant).objects.filter(pk=claim.claimant_id).update(is_approved=False)
        unmerge_record(record=claim, by=editor_user)
        with refused("not_approved"):
            approve_now(Proposal.objects.get(), curator_user)


def test_address_of_a_retracted_record_changes_only_after_a_review(
    editor_user, curator_user, client
):
    events = [published_event(), published_event()]
    for event in events:
        retract(row=event, by=curator_user, reason="Invented.")
    merge_records(record=events[0], into=events[1], by=editor_user)
    assert client.get(reverse("event", args=[events[0].slug])).status_code == 410
    assert Proposal.objects.open().get().kind == "merge"


def test_event_in_review_is_a_draft_after_its_merge_is_undone(editor_user):
    event, target = EventFactory(), EventFactory()
    evidence_for(event)
    proposal = submit(row=event, by=editor_user)
    merge_records(record=event, into=target, by=editor_user)
    proposal.refresh_from_db()
    assert proposal.state == "returned"
    assert str(target) in proposal.answer
    unmerge_record(record=event, by=editor_user)
    event.refresh_from_db()
    assert event.state == "draft"
    assert submit(row=event, by=editor_user) == proposal


def test_act_with_a_merged_record_is_undone_for_the_others(editor_user):
    rows, tag = EventFactory.create_batch(3), TagFactory()
    with pghistory.context(user=editor_user.pk) as context:
        add_tags(rows=rows, tags=[tag], by=editor_user)
    merged(rows[0], EventFactory())
    act = Act.load(context.id)
    assert len(reversals(act, editor_user)) == 2
    undone = undo(act=act, by=editor_user)
    assert undone.left == [rows[0]]
    assert [row.tags.count() for row in rows[1:]] == [0, 0]


def test_proposal_to_merge_into_a_merged_record_means_its_target(editor_user, curator_user):
    first, second, third = (published_event() for _ in range(3))
    merge_records(record=first, into=second, by=editor_user)
    waiting = Proposal.objects.get()
    merge_records(record=second, into=third, by=editor_user)
    approve_now(Proposal.objects.exclude(pk=waiting.pk).get(), curator_user)
    approve_now(waiting, curator_user)
    first.refresh_from_db()
    assert first.merged_into == third


def test_other_proposals_to_merge_the_record_are_returned(editor_user, curator_user):
    record, one, two = (published_event() for _ in range(3))
    merge_records(record=record, into=one, by=editor_user)
    other = Proposal.objects.get()
    merge_records(record=record, into=two, by=user_in("editor"))
    approve_now(Proposal.objects.exclude(pk=other.pk).get(), curator_user)
    other.refresh_from_db()
    assert other.state == "returned"


def test_version_from_before_a_merge_keeps_the_role_of_the_record_that_remains(editor_user):
    event, (merged_one, target) = EventFactory(), PlatformFactory.create_batch(2, is_approved=False)
    with pghistory.context(user=editor_user.pk):
        EventPlatform.objects.create(event=event, platform=merged_one, role="subject")
        EventPlatform.objects.create(event=event, platform=target, role="partner", position=1)
    moment = a_day_passes()
    merged(merged_one, target)
    assert restoration(event, moment).changes_nothing


@pytest.mark.parametrize("state", ["accepted", "rejected"])
def test_merged_article_is_not_accepted_or_rejected(state, editor_user):
    article, target = SourceFactory.create_batch(2, state="new")
    merged(article, target)
    with refused("merged"):
        set_source_state(source=article, state=state, by=editor_user)


def test_corrections_name_the_record_that_remains(editor_user, curator_user, client):
    wrong, right, target = (PlatformFactory(name_en=name) for name in ("Wrong", "Right", "Target"))
    event = published_event(platforms=[wrong])
    with changing(event, by=editor_user, reason="another one"):
        EventPlatform.objects.filter(event=event).update(platform=right)
    approve_now(Proposal.objects.get(), curator_user)
    merged(right, target)
    shown = client.get(reverse("corrections")).content.decode()
    assert "Target" in shown
    assert "not public" not in shown
