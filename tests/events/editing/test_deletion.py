"""Deletion: of one's own records that readers never saw, and of nothing that others use."""

from __future__ import annotations

import pghistory
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from events.editing.actions import retract, submit
from events.editing.deletion import delete, uses
from events.editing.proposals.changes import changing, propose_to_publish
from events.editing.proposals.records import RECORD_TYPES
from events.models import Claim, Event, Platform, Proposal
from sources.models import Source
from tests.events.editing.proposals.complete import complete
from tests.events.editing.reviewing import publish
from tests.factories import (
    ClaimantFactory,
    ClaimFactory,
    DisputeFactory,
    EventFactory,
    OutletFactory,
    PlatformFactory,
    PositionFactory,
    SourceFactory,
    TagFactory,
    evidence_for,
    user_in,
)

pytestmark = pytest.mark.django_db

DRAFTS = {Event: EventFactory, Claim: ClaimFactory}
every_model = pytest.mark.parametrize("model", RECORD_TYPES, ids=lambda model: model.__name__)


def hidden(model):
    """Create a complete record that readers have not seen."""
    if model in DRAFTS:
        row = DRAFTS[model]()
        evidence_for(row)
        return row
    return hide(complete(model))


def hide(row):
    state = {"state": "new"} if isinstance(row, Source) else {"is_approved": False}
    type(row)._base_manager.filter(pk=row.pk).update(**state)
    return type(row)._base_manager.get(pk=row.pk)


def created_by(user, make):
    with pghistory.context(user=user.pk):
        return make()


def refused(code):
    return pytest.raises(ValidationError, check=lambda error: error.code == code)


@every_model
def test_public_record_is_not_deleted(model, curator_user, editor_user):
    with pghistory.context(user=editor_user.pk):
        row = complete(model)
    for user in (editor_user, curator_user):
        with refused("published"):
            delete(row=row, by=user)
    assert model._base_manager.filter(pk=row.pk).exists()


@every_model
def test_record_is_deleted_by_its_creator(model, editor_user):
    row = created_by(editor_user, lambda: hidden(model))
    for user in (user_in("editor"), user_in("editor")):
        with pytest.raises(PermissionDenied, match="yourself"):
            delete(row=row, by=user)
    delete(row=row, by=editor_user)
    assert not model._base_manager.filter(pk=row.pk).exists()


@every_model
def test_curator_deletes_what_others_created(model, editor_user, curator_user):
    row = created_by(editor_user, lambda: hidden(model))
    delete(row=row, by=curator_user)
    assert not model._base_manager.filter(pk=row.pk).exists()


@every_model
def test_record_that_a_command_created_is_not_an_editors(model, editor_user):
    row = hidden(model)
    with pytest.raises(PermissionDenied):
        delete(row=row, by=editor_user)


@pytest.mark.slow
@pytest.mark.parametrize("make", [EventFactory, ClaimFactory])
def test_record_that_readers_saw_is_not_deleted(make, editor_user, curator_user):
    """They find the reason of its retraction at its address."""
    with pghistory.context(user=editor_user.pk):
        row = make()
        evidence_for(row)
    publish(row, curator_user)
    retract(row=row, by=curator_user, reason="Wrong.")
    for user in (editor_user, curator_user):
        with refused("retracted"):
            delete(row=row, by=user)
        submit(row=row, by=editor_user)
        with refused("retracted"):
            delete(row=row, by=user)
        Proposal.objects.open().delete()
        type(row).objects.filter(pk=row.pk).update(state="retracted")


USERS = {
    "event": (PlatformFactory, lambda row: EventFactory().event_platforms.create(platform=row)),
    "claim": (PlatformFactory, lambda row: ClaimFactory().platforms.add(row)),
    "part": (PlatformFactory, lambda row: PlatformFactory(parent=row)),
    "tagged event": (TagFactory, lambda row: EventFactory().tags.add(row)),
    "tagged claim": (TagFactory, lambda row: ClaimFactory().tags.add(row)),
    "narrower tag": (TagFactory, lambda row: TagFactory(parent=row)),
    "merged tag": (TagFactory, lambda row: TagFactory(merged_into=row)),
    "claim of a claimant": (ClaimantFactory, lambda row: ClaimFactory(claimant=row)),
    "article": (OutletFactory, lambda row: SourceFactory(outlet=row)),
    "published copy": (OutletFactory, lambda row: SourceFactory(publisher=row)),
    "claim about an event": (EventFactory, lambda row: ClaimFactory().events.add(row)),
    "position of an event": (EventFactory, lambda row: PositionFactory().events.add(row)),
    "position of a claim": (ClaimFactory, lambda row: PositionFactory().claims.add(row)),
}


@pytest.mark.parametrize("user", USERS)
def test_record_that_others_refer_to_is_not_deleted(user, curator_user):
    make, refer = USERS[user]
    row = make() if make in DRAFTS.values() else hide(make())
    refer(row)
    assert len(uses(row)) == 1
    with refused("in_use"):
        delete(row=row, by=curator_user)


def test_uses_are_counted_in_few_queries(django_assert_max_num_queries):
    platform = hide(PlatformFactory())
    for _number in range(20):
        EventFactory().event_platforms.create(platform=platform)
    with django_assert_max_num_queries(12):
        assert len(uses(platform)) == 5


@every_model
def test_open_proposals_are_withdrawn_with_the_record(model, editor_user, curator_user):
    row = created_by(editor_user, lambda: hidden(model))
    if model in (Event, Claim):
        submit(row=row, by=editor_user)
    elif model is not Source:
        propose_to_publish(row, by=editor_user)
    delete(row=row, by=editor_user)
    assert set(Proposal.objects.values_list("state", flat=True)) <= {"withdrawn"}


def test_change_that_is_taken_back_leaves_a_record_that_can_be_deleted(editor_user):
    platform = created_by(editor_user, lambda: hide(PlatformFactory()))
    with changing(platform, by=editor_user):
        Platform.objects.filter(pk=platform.pk).update(name_en="Other")
    assert Proposal.objects.proposed().count() == 1
    delete(row=platform, by=editor_user)
    assert not Proposal.objects.open().exists()


def test_record_that_was_deleted_meanwhile_is_a_message(curator_user):
    dispute = hide(DisputeFactory())
    copy = hide(dispute)
    dispute.delete()
    with refused("deleted"):
        delete(row=copy, by=curator_user)


@pytest.mark.slow
@pytest.mark.parametrize("page", ["delete", "list"])
def test_proposals_about_a_deleted_article_are_withdrawn(page, editor_user, curator):
    source = SourceFactory()
    with changing(source, by=editor_user):
        Source.objects.filter(pk=source.pk).update(title_en="Other")
    assert Proposal.objects.proposed().exists()
    hide(source)
    if page == "delete":
        curator.post(reverse("admin:sources_source_delete", args=[source.pk]), {"post": "yes"})
    else:
        action = {"action": "delete_selected", "_selected_action": source.pk, "post": "yes"}
        curator.post(reverse("admin:sources_source_changelist"), action)
    assert not Source.objects.filter(pk=source.pk).exists()
    assert Proposal.objects.get().state == "withdrawn"
