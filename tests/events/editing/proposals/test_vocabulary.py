"""Public records refer only to approved ones, whichever is approved or retracted first."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from events.editing.actions import propose_retraction, submit
from events.editing.merging.merge import merge
from events.editing.merging.unmerge import unmerge
from events.editing.proposals.changes import changing, propose_to_publish
from events.editing.proposals.decisions import approve
from events.editing.proposals.review import Review
from events.models import Claim, Event, EventPlatform, Platform, Succession, Tag
from sources.models import Source
from sources.models.approval import Approvable
from tests.events.editing.proposals.complete import fields, model_at, named, relations
from tests.factories import (
    ClaimantFactory,
    ClaimFactory,
    EventFactory,
    OutletFactory,
    PlatformFactory,
    SourceFactory,
    TagFactory,
    evidence_for,
    published_claim,
    published_event,
)

pytestmark = pytest.mark.django_db


def link(event, platform):
    EventPlatform.objects.create(event=event, platform=platform)


def tag(row, term):
    row.tags.add(term)


def set_to(name):
    def refer(row, other):
        type(row)._base_manager.filter(pk=row.pk).update(**{name: other})

    return refer


def succeed(row, other):
    Succession.objects.create(predecessor=row, successor=other, kind="renamed")


def precede(row, other):
    Succession.objects.create(predecessor=other, successor=row, kind="renamed")


USES = {
    "platform of an event": (Event, "event_platforms", "platform", PlatformFactory, link),
    "tag of an event": (Event, "tags", "tag", TagFactory, tag),
    "claimant": (Claim, "", "claimant", ClaimantFactory, set_to("claimant")),
    "platform of a claim": (
        Claim, "", "platforms", PlatformFactory, lambda row, other: row.platforms.add(other),
    ),
    "tag of a claim": (Claim, "tags", "tag", TagFactory, tag),
    "company of a product": (Platform, "", "parent", PlatformFactory, set_to("parent")),
    "broader tag": (Tag, "", "parent", TagFactory, set_to("parent")),
    "outlet": (Source, "", "outlet", OutletFactory, set_to("outlet")),
    "publisher": (Source, "", "publisher", OutletFactory, set_to("publisher")),
}  # fmt: skip
"""The model, the part and the field that refers to a record without a state, and how."""
SHOWN_LATER = {
    (Platform, "successions", "successor"): succeed,
    (Platform, "precessions", "predecessor"): precede,
}
"""References that readers see once the other record is approved, too."""
PUBLIC = {
    Event: published_event,
    Claim: published_claim,
    Platform: PlatformFactory,
    Tag: TagFactory,
    Source: SourceFactory,
}
DRAFTS = {Event: EventFactory, Claim: ClaimFactory}
uses = pytest.mark.parametrize("use", USES)


def refused(code):
    return pytest.raises(ValidationError, check=lambda error: error.code == code)


def approve_now(proposal, by):
    approve(proposals={proposal.pk: Review.of(proposal).seen}, by=by)


def propose(row, refer, other, by):
    with changing(row, by=by) as change:
        refer(row, other)
    return change.proposal


def test_every_reference_to_a_record_without_a_state_is_listed():
    listed = {(model, part, name) for model, part, name, _make, _refer in USES.values()}
    references = {
        place
        for place in [*fields(), *relations()]
        if (field := model_at(*place[:2])._meta.get_field(place[2])).is_relation
        and issubclass(field.related_model, Approvable)
    }
    assert references == listed | set(SHOWN_LATER)


@pytest.mark.slow
@uses
def test_change_is_not_approved_before_what_it_refers_to(use, editor_user, curator_user):
    model, _part, _name, make, refer = USES[use]
    row, other = PUBLIC[model](), make(is_approved=False)
    proposal = propose(row, refer, other, editor_user)
    with pytest.raises(ValidationError, match=str(other)) as error:
        approve_now(proposal, curator_user)
    assert error.value.code == "not_approved"
    approve_now(propose_to_publish(other, by=editor_user), curator_user)
    approve_now(proposal, curator_user)


@pytest.mark.parametrize("use", [use for use in USES if USES[use][0] is not Source])
def test_publication_waits_for_what_the_record_refers_to(use, editor_user, curator_user):
    model, _part, _name, make, refer = USES[use]
    other = make(is_approved=False)
    if model in DRAFTS:
        row = DRAFTS[model]()
        evidence_for(row)
        refer(row, other)
        proposal = submit(row=row, by=editor_user)
    else:
        row = PUBLIC[model](is_approved=False)
        refer(row, other)
        proposal = propose_to_publish(row, by=editor_user)
    with refused("not_approved"):
        approve_now(proposal, curator_user)
    type(other).objects.filter(pk=other.pk).update(is_approved=True)
    approve_now(proposal, curator_user)


@pytest.mark.parametrize("place", SHOWN_LATER, ids=named)
def test_other_end_of_a_succession_may_wait(place, editor_user, curator_user):
    proposal = propose(
        PlatformFactory(), SHOWN_LATER[place], PlatformFactory(is_approved=False), editor_user
    )
    approve_now(proposal, curator_user)


@uses
def test_what_readers_see_referred_to_is_not_retracted(use, editor_user, curator_user):
    model, _part, _name, make, refer = USES[use]
    row, other = PUBLIC[model](), make()
    refer(row, other)
    proposal = propose_retraction(row=other, by=editor_user, reason="Wrong.")
    with pytest.raises(ValidationError, match=str(row)) as error:
        approve_now(proposal, curator_user)
    assert error.value.code == "in_use"
    other.refresh_from_db()
    assert other.is_approved


@uses
def test_what_only_drafts_refer_to_is_retracted(use, editor_user, curator_user):
    model, _part, _name, make, refer = USES[use]
    other = make()
    if model in DRAFTS:
        row = DRAFTS[model]()
    elif issubclass(model, Approvable):
        row = PUBLIC[model](is_approved=False)
    else:
        row = SourceFactory(state="new")
    refer(row, other)
    approve_now(propose_retraction(row=other, by=editor_user, reason="Wrong."), curator_user)
    other.refresh_from_db()
    assert not other.is_approved


@pytest.mark.slow
def test_message_names_some_of_many_records(editor_user, curator_user):
    platform = PlatformFactory()
    for number in range(7):
        published_event(platforms=[platform], title_en=f"Event number {number}")
    proposal = propose_retraction(row=platform, by=editor_user, reason="Wrong.")
    with pytest.raises(ValidationError) as error:
        approve_now(proposal, curator_user)
    (message,) = error.value.messages
    assert message.count("Event number") == 5
    assert "…" in message


@pytest.mark.parametrize("make", [published_event, published_claim])
def test_tag_of_public_records_is_not_merged_into_one_that_is_not_approved(make):
    row, term, other = make(), TagFactory(), TagFactory(is_approved=False)
    row.tags.add(term)
    with refused("not_approved"):
        merge(type(term), term.pk, other.pk)
    assert [item.pk for item in row.tags.all()] == [term.pk]


def test_proposed_tag_is_merged_into_one_that_is_not_approved():
    row, term, other = EventFactory(), *TagFactory.create_batch(2, is_approved=False)
    row.tags.add(term)
    assert merge(type(term), term.pk, other.pk) == 1


def test_merge_is_not_undone_while_the_tag_is_not_approved():
    row, term, other = EventFactory(), TagFactory(is_approved=False), TagFactory()
    evidence_for(row)
    row.tags.add(term)
    merge(type(term), term.pk, other.pk)
    Event.objects.filter(pk=row.pk).update(state="published")
    with refused("not_approved"):
        unmerge(type(term), term.pk)
    assert [item.pk for item in row.tags.all()] == [other.pk]
