"""Edits of public records through the gate."""

import pytest
from django.core.exceptions import ValidationError

from events.editing.proposals.changes import changing
from events.models import Proposal
from tests.factories import published_claim, published_event


@pytest.mark.parametrize("factory", [published_event, published_claim])
def test_change_that_takes_the_last_support_is_refused_with_the_reason(factory, editor_user):
    row = factory()
    with pytest.raises(ValidationError, match="has no supporting evidence"):
        with changing(row, by=editor_user):
            row.evidence.all().delete()
    assert row.evidence.count() == 1
    assert not Proposal.objects.exists()
