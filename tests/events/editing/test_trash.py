"""The trash: what is deleted comes back as it was, and nobody but a superuser empties it."""

from __future__ import annotations

import json

import pghistory
import pytest
from django.core.exceptions import PermissionDenied

from events.editing.actions import submit
from events.editing.deletion import delete
from events.editing.merging.merge import merge
from events.editing.proposals.changes import propose_to_publish
from events.editing.proposals.records import RECORD_TYPES
from events.editing.reanchoring import on_new_snapshot
from events.editing.trash.putting_back import may_put_back, put_back
from events.models import Claim, Claimant, Event, Platform, Proposal, Tag, TrashedRecord
from sources.models import IngestItem, IngestRun, Passage, Snapshot, Source
from sources.models.history import history_of
from tests.events.editing.merging.states import state
from tests.events.editing.test_deletion import created_by, hidden, hide, refused
from tests.factories import (
    ClaimantFactory,
    ClaimFactory,
    EventFactory,
    PlatformFactory,
    SourceFactory,
    TagFactory,
    UserFactory,
    evidence_for,
    snapshot_of,
    user_in,
)

pytestmark = pytest.mark.django_db

every_model = pytest.mark.parametrize("model", RECORD_TYPES, ids=lambda model: model.__name__)


def texts():
    return [list(model._base_manager.order_by("pk").values()) for model in (Snapshot, Passage)]


def article():
    """Create an article with two texts, a repost, and evidence of a draft."""
    source = hide(SourceFactory())
    evidence_for(EventFactory(), snapshot_of(source))
    snapshot_of(source, kind="digest")
    SourceFactory(repost_of=source)
    IngestItem.objects.create(run=IngestRun.objects.create(), input="a.html", source=source)
    return source


@every_model
def test_record_comes_back_as_it_was(model, editor_user):
    row = created_by(editor_user, lambda: article() if model is Source else hidden(model))
    before, before_texts = state(), texts()
    trashed = delete(row=row, by=editor_user)
    assert trashed.name == str(row)
    assert not model._base_manager.filter(pk=row.pk).exists()
    restored = put_back(trashed=trashed, by=editor_user)
    assert restored.record == row
    assert restored.left_out == []
    assert not TrashedRecord.objects.exists()
    assert (state(), texts()) == (before, before_texts)


@every_model
def test_history_of_the_record_goes_on(model, editor_user):
    row = created_by(editor_user, lambda: hidden(model))
    put_back(trashed=delete(row=row, by=editor_user), by=editor_user)
    labels = history_of(model).filter(pgh_obj=row.pk).order_by("pgh_id")
    assert list(labels.values_list("pgh_label", flat=True))[-2:] == ["delete", "insert"]


def test_record_is_found_by_search_again(editor_user):
    event = created_by(editor_user, lambda: EventFactory(title_en="Lighthouse"))
    put_back(trashed=delete(row=event, by=editor_user), by=editor_user)
    assert list(Event.objects.search("lighthouse")) == [event]


@every_model
def test_what_waited_for_review_is_proposed_again_or_a_draft(model, editor_user):
    row = created_by(editor_user, lambda: hidden(model))
    if model in (Event, Claim):
        submit(row=row, by=editor_user)
    restored = put_back(trashed=delete(row=row, by=editor_user), by=editor_user)
    is_open = Proposal.objects.open().for_record(row).exists()
    if model in (Event, Claim):
        assert restored.record.state == "draft"
        assert not is_open
    else:
        assert is_open == (model is not Source)


def test_what_was_deleted_since_is_named_and_left_out(editor_user, curator_user):
    tag, platform = TagFactory(), PlatformFactory()
    event = created_by(editor_user, EventFactory)
    event.tags.add(tag)
    event.event_platforms.create(platform=platform)
    trashed = delete(row=event, by=editor_user)
    tag.delete()
    restored = put_back(trashed=trashed, by=editor_user)
    assert len(restored.left_out) == 1
    assert list(restored.record.platforms.all()) == [platform]


def test_record_without_what_it_needs_waits_in_the_trash(editor_user):
    claimant = ClaimantFactory()
    claim = created_by(editor_user, lambda: ClaimFactory(claimant=claimant))
    trashed = delete(row=claim, by=editor_user)
    claimant.delete()
    with refused("missing"):
        put_back(trashed=trashed, by=editor_user)
    assert TrashedRecord.objects.get() == trashed
    assert not Claim.objects.exists()


def test_parent_that_was_deleted_since_is_left_empty(editor_user):
    parent = PlatformFactory()
    part = created_by(editor_user, lambda: PlatformFactory(parent=parent, is_approved=False))
    trashed = delete(row=part, by=editor_user)
    parent.delete()
    restored = put_back(trashed=trashed, by=editor_user)
    assert restored.record.parent is None
    assert len(restored.left_out) == 1


def test_what_was_merged_since_means_its_target(editor_user):
    claimant, into = ClaimantFactory.create_batch(2)
    platform, other = PlatformFactory.create_batch(2)
    claim = created_by(editor_user, lambda: ClaimFactory(claimant=claimant))
    claim.platforms.add(platform)
    trashed = delete(row=claim, by=editor_user)
    merge(Claimant, claimant.pk, into.pk)
    merge(Platform, platform.pk, other.pk)
    restored = put_back(trashed=trashed, by=editor_user)
    assert restored.record.claimant == into
    assert list(restored.record.platforms.all()) == [other]


@every_model
def test_address_that_is_in_use_is_refused(model, editor_user):
    row = created_by(editor_user, lambda: hidden(model))
    field = "key" if model is Claim else "slug"
    trashed = delete(row=row, by=editor_user)
    other = hidden(model)
    model._base_manager.filter(pk=other.pk).update(**{field: getattr(row, field)})
    with refused("in_use"):
        put_back(trashed=trashed, by=editor_user)
    assert TrashedRecord.objects.get() == trashed


@every_model
def test_who_may_put_back(model, editor_user, curator_user):
    row = created_by(editor_user, lambda: hidden(model))
    trashed = delete(row=row, by=curator_user)
    assert may_put_back(trashed, editor_user)
    assert may_put_back(trashed, curator_user)
    for user in (user_in("editor"), UserFactory(is_staff=True)):
        assert not may_put_back(trashed, user)
        with pytest.raises(PermissionDenied):
            put_back(trashed=trashed, by=user)
    assert TrashedRecord.objects.get() == trashed


def test_record_is_put_back_once(editor_user):
    event = created_by(editor_user, EventFactory)
    trashed = delete(row=event, by=editor_user)
    put_back(trashed=trashed, by=editor_user)
    with refused("gone"):
        put_back(trashed=trashed, by=editor_user)


def test_article_on_which_published_records_rest_is_not_deleted(curator_user):
    event, source = EventFactory(), SourceFactory()
    evidence_for(event, snapshot_of(source))
    Event.objects.filter(pk=event.pk).update(state="published")
    with refused("published"):
        delete(row=source, by=curator_user)


def test_two_that_it_used_are_one_now(editor_user):
    event = created_by(editor_user, EventFactory)
    tags, platforms = TagFactory.create_batch(2), PlatformFactory.create_batch(2)
    event.tags.add(*tags)
    for platform in platforms:
        event.event_platforms.create(platform=platform)
    trashed = delete(row=event, by=editor_user)
    merge(Tag, tags[0].pk, tags[1].pk)
    merge(Platform, platforms[0].pk, platforms[1].pk)
    restored = put_back(trashed=trashed, by=editor_user)
    assert list(restored.record.tags.all()) == [tags[1]]
    assert list(restored.record.platforms.all()) == [platforms[1]]


def test_what_it_needs_is_in_the_trash_too_and_comes_first(editor_user, curator_user):
    source = created_by(editor_user, article)
    event = Event.objects.get()
    first = delete(row=event, by=curator_user)
    second = delete(row=source, by=curator_user)
    with refused("in_trash"):
        put_back(trashed=first, by=curator_user)
    put_back(trashed=second, by=curator_user)
    restored = put_back(trashed=first, by=curator_user)
    assert restored.record.evidence.count() == 1


def test_evidence_follows_the_text_that_came_meanwhile(editor_user):
    source = SourceFactory()
    snapshot_of(source, "Alpha beta gamma.\n\nOther words here.")
    event = created_by(editor_user, EventFactory)
    evidence_for(event, source.snapshots.get(), "Alpha beta gamma.")
    trashed = delete(row=event, by=editor_user)
    on_new_snapshot(snapshot_of(source, "Quite another text altogether."))
    restored = put_back(trashed=trashed, by=editor_user)
    assert restored.record.evidence.get().anchor == "orphan"


def test_evidence_of_what_readers_see_now_is_proposed(editor_user):
    source = created_by(editor_user, article)
    event = Event.objects.get()
    trashed = delete(row=source, by=editor_user)
    evidence_for(event)
    Event.objects.filter(pk=event.pk).update(state="published")
    put_back(trashed=trashed, by=editor_user)
    assert event.evidence.count() == 1
    proposal = Proposal.objects.for_record(event).get()
    assert (proposal.kind, proposal.state) == ("change", "proposed")
    assert len(proposal.content["parts"]["evidence"]) == 2


def test_who_puts_a_record_back_is_not_its_author(editor_user, curator_user):
    platform = created_by(curator_user, lambda: PlatformFactory(is_approved=False))
    proposal = propose_to_publish(platform, by=curator_user)
    trashed = delete(row=platform, by=user_in("curator"))
    put_back(trashed=trashed, by=user_in("curator"))
    proposal.refresh_from_db()
    assert (proposal.state, proposal.author, proposal.edited_by) == (
        "proposed",
        curator_user,
        curator_user,
    )


def test_article_whose_original_is_a_repost_now(editor_user):
    original, other = SourceFactory(), SourceFactory()
    repost = created_by(editor_user, lambda: hide(SourceFactory(repost_of=original)))
    trashed = delete(row=repost, by=editor_user)
    original.repost_of = other
    original.save()
    assert put_back(trashed=trashed, by=editor_user).record.repost_of == other


def test_repost_that_has_reposts_now_is_named(editor_user):
    source = created_by(editor_user, article)
    repost = source.reposts.get()
    trashed = delete(row=source, by=editor_user)
    SourceFactory(repost_of=Source.objects.get(pk=repost.pk))
    restored = put_back(trashed=trashed, by=editor_user)
    assert len(restored.left_out) == 1
    assert Source.objects.get(pk=repost.pk).repost_of is None


def test_evidence_stays_away_if_its_event_was_deleted_since(editor_user):
    source = created_by(editor_user, article)
    event = Event.objects.get()
    trashed = delete(row=source, by=editor_user)
    event.delete()
    restored = put_back(trashed=trashed, by=editor_user)
    assert len(restored.left_out) == 1
    assert restored.record.snapshots.count() == 2


def test_column_that_a_migration_removed_or_added_does_not_matter(editor_user):
    event = created_by(editor_user, EventFactory)
    trashed = delete(row=event, by=editor_user)
    content = json.loads(trashed.content)
    content[0]["fields"]["removed_since"] = "x"
    del content[0]["fields"]["importance"]
    trashed.content = json.dumps(content)
    trashed.save()
    assert put_back(trashed=trashed, by=editor_user).record.importance == 3


@pytest.mark.slow
def test_article_that_comes_back_has_its_reposts_again(editor_user):
    source = created_by(editor_user, article)
    repost = source.reposts.get()
    trashed = delete(row=source, by=editor_user)
    with pghistory.context(user=editor_user.pk):
        assert Source.objects.get(pk=repost.pk).repost_of is None
    put_back(trashed=trashed, by=editor_user)
    assert Source.objects.get(pk=repost.pk).repost_of == source
    assert IngestItem.objects.get().source == source
