"""Who approves changes at once: `KB_SELF_APPROVAL` on and off."""

from __future__ import annotations

import pytest

from events.editing.proposals.changes import changing
from events.models import Claim, Event
from tests.factories import ClaimantFactory, published_claim, published_event

pytestmark = pytest.mark.django_db


def rename(event, by, text, **options):
    with changing(event, by=by, **options) as change:
        Event.objects.filter(pk=event.pk).update(title_en=text)
    return change


def name_of(event):
    return Event.objects.get(pk=event.pk).title_en


def test_curators_propose_as_well(curator_user):
    event = published_event(title_en="As it was")
    change = rename(event, curator_user, "Mine")
    assert (change.proposal.state, name_of(event)) == ("proposed", "As it was")


@pytest.mark.usefixtures("self_approval")
class TestSelfApproval:
    """`KB_SELF_APPROVAL`: who may review also approves what he or she changed."""

    @pytest.mark.slow
    def test_change_of_a_curator_is_approved_at_once(self, curator_user):
        event = published_event()
        change = rename(event, curator_user, "Mine", reason="Typo.")
        assert (change.proposal.state, change.refusal, name_of(event)) == ("approved", "", "Mine")
        assert change.proposal.decided_by == curator_user

    def test_change_of_an_editor_waits(self, editor_user):
        event = published_event(title_en="As it was")
        change = rename(event, editor_user, "Mine")
        assert (change.proposal.state, name_of(event)) == ("proposed", "As it was")

    def test_change_that_cannot_be_approved_waits_and_says_why(self, curator_user):
        claim = published_claim()
        with changing(claim, by=curator_user) as change:
            claimant = ClaimantFactory(name_en="Nobody", is_approved=False)
            Claim.objects.filter(pk=claim.pk).update(claimant=claimant)
        # The new claimant was taken back with the rest of the body.
        assert change.proposal.state == "proposed"
        assert change.refusal
