"""Proposals that contradict what was saved meanwhile: a message, and nothing is written."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from events.editing.proposals.changes import changing, preview
from events.editing.proposals.content import content_of
from events.editing.proposals.decisions import approve
from events.editing.proposals.review import Review
from events.models import Claim, Event, Platform
from tests.factories import (
    DisputeFactory,
    PlatformFactory,
    PositionFactory,
    SourceFactory,
    TagFactory,
    evidence_for,
    published_claim,
    published_event,
    user_in,
)

pytestmark = pytest.mark.django_db


def propose(row, **values):
    """Let a new editor propose values of fields."""
    with changing(row, by=user_in("editor")) as change:
        type(row)._base_manager.filter(pk=row.pk).update(**values)
    return change.proposal


def propose_rows(row, do):
    """Let a new editor propose what a function does to the rows of a record."""
    with changing(row, by=user_in("editor")) as change:
        do()
    return change.proposal


def approve_now(proposal, by):
    return approve(proposals={proposal.pk: Review.of(proposal).seen}, by=by)


def refusal_of(row, proposal, by):
    """Return the code of the refusal to approve; the record stays as it is."""
    before = content_of(row)
    with pytest.raises(ValidationError) as error:
        approve_now(proposal, by)
    assert content_of(row) == before
    proposal.refresh_from_db()
    assert proposal.state == "proposed"
    return error.value.code, " ".join(error.value.messages)


@pytest.mark.slow
def test_both_changed_one_value(curator_user):
    event = published_event()
    mine, yours = propose(event, title_en="Mine"), propose(event, title_en="Yours")
    approve_now(yours, curator_user)
    code, message = refusal_of(event, mine, curator_user)
    assert (code, "“Yours”" in message) == ("conflict", True)


@pytest.mark.slow
def test_both_changed_one_value_alike(curator_user):
    event = published_event()
    mine, yours = propose(event, title_en="Ours"), propose(event, title_en="Ours")
    approve_now(yours, curator_user)
    assert Review.of(mine).changes_nothing
    approve_now(mine, curator_user)


@pytest.mark.slow
def test_author_resolves_the_conflict_by_saving_again(curator_user):
    event = published_event()
    mine, yours = propose(event, title_en="Mine"), propose(event, title_en="Yours")
    approve_now(yours, curator_user)
    with changing(event, by=mine.author) as change:
        Event.objects.filter(pk=event.pk).update(title_en="Ours")
    assert change.proposal == mine
    approve_now(change.proposal, curator_user)
    event.refresh_from_db()
    assert event.title_en == "Ours"


@pytest.mark.slow
def test_value_that_another_record_has_got(curator_user):
    event = published_event()
    mine = propose(event, slug="closed")
    published_event(slug="closed")
    code, message = refusal_of(event, mine, curator_user)
    assert (code, "in use already" in message) == ("constraint", True)
    with pytest.raises(ValidationError, match="in use already"), preview(Review.of(mine)):
        pass
    with pytest.raises(ValidationError, match="in use already"), changing(event, by=mine.author):
        pass


@pytest.mark.slow
def test_values_that_are_right_each_but_not_both(curator_user):
    claim = published_claim(
        value=Decimal(1), value_to=Decimal(9), unit="people", metric="users_daily"
    )
    mine, yours = propose(claim, value=Decimal(6)), propose(claim, value_to=Decimal(5))
    approve_now(yours, curator_user)
    code, message = refusal_of(claim, mine, curator_user)
    assert (code, "must be greater" in message) == ("constraint", True)


@pytest.mark.slow
def test_row_that_was_added_as_another_one_meanwhile(curator_user):
    one, two = PlatformFactory.create_batch(2)
    event = published_event(platforms=[one])
    link = event.event_platforms.get()
    mine = propose_rows(
        event, lambda: event.event_platforms.filter(pk=link.pk).update(platform=two)
    )
    yours = propose_rows(event, lambda: event.event_platforms.create(platform=two))
    approve_now(yours, curator_user)
    assert refusal_of(event, mine, curator_user)[0] == "constraint"


@pytest.mark.slow
def test_two_answers_at_one_place_of_a_dispute(curator_user):
    """The second must not replace the first without anybody's decision."""
    dispute = DisputeFactory()
    mine, yours = (
        propose_rows(
            dispute,
            lambda text=text: PositionFactory(dispute=dispute, order=1, statement_en=text),
        )
        for text in ("In May.", "In June.")
    )
    approve_now(yours, curator_user)
    assert refusal_of(dispute, mine, curator_user)[0] == "conflict"
    assert dispute.positions.get().statement_en == "In June."


@pytest.mark.slow
def test_same_tag_and_passage_of_two_editors_are_one(curator_user):
    event, tag = published_event(), TagFactory()
    snapshot = event.evidence.get().snapshot

    def annotate():
        event.tags.add(tag)
        evidence_for(event, snapshot, "Nobody used it")

    mine, yours = propose_rows(event, annotate), propose_rows(event, annotate)
    approve_now(yours, curator_user)
    assert Review.of(mine).changes_nothing
    approve_now(mine, curator_user)
    assert (event.evidence.count(), event.tags.count()) == (2, 1)


@pytest.mark.slow
@pytest.mark.parametrize("make", [published_event, published_claim])
def test_last_support_that_two_remove_half_each(make, curator_user):
    row = make()
    other = evidence_for(row)
    mine = propose_rows(row, lambda: row.evidence.filter(pk=other.pk).delete())
    yours = propose_rows(row, lambda: row.evidence.exclude(pk=other.pk).delete())
    approve_now(yours, curator_user)
    assert refusal_of(row, mine, curator_user)[0] == "no_evidence"


@pytest.mark.slow
@pytest.mark.parametrize("is_deleted_first", [True, False])
def test_row_that_one_changes_and_the_other_deletes(is_deleted_first, curator_user):
    event = published_event()
    other = evidence_for(event)
    row = event.evidence.filter(pk=other.pk)
    deleted = propose_rows(event, row.delete)
    changed = propose_rows(event, lambda: row.update(stance="mentions"))
    first, second = (deleted, changed) if is_deleted_first else (changed, deleted)
    approve_now(first, curator_user)
    assert refusal_of(event, second, curator_user)[0] == "conflict"


def test_what_a_proposal_refers_to_was_deleted(curator_user):
    parent = PlatformFactory(name_en="Parent")
    platform = PlatformFactory()
    mine = propose(platform, parent=parent)
    Platform.objects.filter(pk=parent.pk).delete()
    code, message = refusal_of(platform, mine, curator_user)
    assert (code, "part of" in message) == ("missing", True)


@pytest.mark.slow
def test_claim_about_an_event_that_was_deleted(curator_user):
    claim, event = published_claim(), published_event()
    mine = propose_rows(claim, lambda: claim.events.add(event))
    event.delete()
    assert refusal_of(claim, mine, curator_user)[0] == "missing"
    assert Claim.objects.get().events.count() == 0


@pytest.mark.slow
def test_form_of_a_contradiction_leads_to_its_review(curator):
    event = published_event()
    mine = propose(event, slug="closed")
    published_event(slug="closed")
    page = reverse("admin:events_event_change", args=[event.pk])
    for send in (curator.get, curator.post):
        answer = send(f"{page}?proposal={mine.pk}", follow=True)
        assert answer.redirect_chain == [
            (reverse("admin:events_proposal_change", args=[mine.pk]), 302)
        ]
        assert "in use already" in answer.content.decode()


@pytest.mark.slow
@pytest.mark.parametrize("make", [PlatformFactory, TagFactory])
def test_two_halves_of_a_circle_of_parents(make, curator_user):
    one, two = make(), make()
    mine, yours = propose(one, parent=two), propose(two, parent=one)
    approve_now(yours, curator_user)
    code, message = refusal_of(one, mine, curator_user)
    assert (code, "one of" in message) == ("constraint", True)


def test_article_with_public_reposts_does_not_become_a_repost(curator_user):
    original, other = SourceFactory(), SourceFactory()
    mine = propose(original, repost_of=other)
    repost = SourceFactory(title="Copied", repost_of=original)
    code, message = refusal_of(original, mine, curator_user)
    assert (code, "Copied" in message) == ("has_reposts", True)
    repost.refresh_from_db()
    assert repost.repost_of == original
    type(repost).objects.filter(pk=repost.pk).update(state="new")
    approve_now(mine, curator_user)
    original.refresh_from_db()
    assert original.repost_of == other


@pytest.mark.slow
def test_two_articles_do_not_become_reposts_of_each_other(curator_user):
    one, two = SourceFactory(), SourceFactory()
    mine, yours = propose(one, repost_of=two), propose(two, repost_of=one)
    approve_now(yours, curator_user)
    refusal_of(one, mine, curator_user)


@pytest.mark.slow
def test_repost_of_an_article_that_became_a_repost_is_shown_as_it_will_be(curator_user):
    copy, first, original = SourceFactory(), SourceFactory(), SourceFactory()
    mine = propose(copy, repost_of=first)
    approve_now(propose(first, repost_of=original), curator_user)
    assert Review.of(mine).after["fields"]["repost_of"] == original.pk
    approve_now(mine, curator_user)
    copy.refresh_from_db()
    assert copy.repost_of == original
