"""Edits of public records through the gate."""

import pytest
from django.core.exceptions import ValidationError

from events.editing.actions import annotate, propose_retraction
from events.editing.merging.merge import merge
from events.editing.proposals.changes import changing
from events.editing.tags import add_tags
from events.models import Proposal, Tag
from tests.events.editing.reviewing import approve_now
from tests.factories import (
    SourceFactory,
    TagFactory,
    published_claim,
    published_event,
)


@pytest.mark.parametrize("factory", [published_event, published_claim])
def test_change_that_takes_the_last_support_is_refused_with_the_reason(factory, editor_user):
    row = factory()
    no_support = pytest.raises(ValidationError, match="has no supporting evidence")
    with no_support, changing(row, by=editor_user):
        row.evidence.all().delete()
    assert row.evidence.count() == 1
    assert not Proposal.objects.exists()


@pytest.mark.slow
@pytest.mark.parametrize("factory", [published_event, published_claim])
def test_annotation_that_the_user_has_proposed_already_is_refused(factory, editor_user):
    row = factory()
    place = {"snapshot": row.evidence.get().snapshot, "start": 0, "end": 7}
    annotate(row=row, by=editor_user, **place)
    with pytest.raises(ValidationError, match="already been added"):
        annotate(row=row, by=editor_user, **place)
    evidence = Proposal.objects.get().content["parts"]["evidence"]
    assert [item["fields"]["start"] for item in evidence.values()].count(0) == 1


def test_edit_of_a_new_article_proposes_nothing(editor_user):
    source = SourceFactory(state="new")
    with changing(source, by=editor_user):
        source.title = "Harbour, again"
        source.save()
    assert not Proposal.objects.exists()


def test_approved_retraction_of_an_article_rejects_it(editor_user, curator_user):
    source = SourceFactory()
    approve_now(propose_retraction(row=source, by=editor_user, reason="made up"), curator_user)
    source.refresh_from_db()
    assert source.state == "rejected"


def test_retraction_of_an_article_that_supports_a_public_record_is_refused(
    editor_user, curator_user
):
    source = published_event().evidence.get().source
    proposal = propose_retraction(row=source, by=editor_user, reason="made up")
    with pytest.raises(ValidationError, match="would lose its last support"):
        approve_now(proposal, curator_user)


@pytest.mark.slow
@pytest.mark.parametrize("factory", [published_event, published_claim])
def test_two_proposed_tags_that_were_merged_are_approved_as_one(factory, editor_user, curator_user):
    row, tag, into = factory(), TagFactory(), TagFactory()
    add_tags(rows=[row], tags=[tag, into], by=editor_user)
    merge(Tag, tag.pk, into.pk)
    approve_now(Proposal.objects.get(), curator_user)
    assert list(row.tags.all()) == [into]
