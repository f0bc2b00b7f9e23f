"""Edits of public records through the gate."""

import pytest
from django.core.exceptions import ValidationError

from events.editing.actions import annotate
from events.editing.proposals.changes import changing
from events.models import Proposal
from tests.factories import published_claim, published_event


@pytest.mark.parametrize("factory", [published_event, published_claim])
def test_change_that_takes_the_last_support_is_refused_with_the_reason(factory, editor_user):
    row = factory()
    no_support = pytest.raises(ValidationError, match="has no supporting evidence")
    with no_support, changing(row, by=editor_user):
        row.evidence.all().delete()
    assert row.evidence.count() == 1
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("factory", [published_event, published_claim])
def test_annotation_that_the_user_has_proposed_already_is_refused(factory, editor_user):
    row = factory()
    place = {"snapshot": row.evidence.get().snapshot, "start": 0, "end": 7}
    annotate(row=row, by=editor_user, **place)
    with pytest.raises(ValidationError, match="already been added"):
        annotate(row=row, by=editor_user, **place)
    evidence = Proposal.objects.get().content["parts"]["evidence"]
    assert [item["fields"]["start"] for item in evidence.values()].count(0) == 1
