"""How often an article is used: only by what readers see."""

import pytest

from events.models import State
from events.records.source_stats import SourceStats, source_stats
from tests.factories import (
    ClaimFactory,
    DisputeFactory,
    EventFactory,
    PositionFactory,
    SourceFactory,
    evidence_for,
    published_claim,
    published_event,
    snapshot_of,
)

pytestmark = pytest.mark.django_db


@pytest.mark.slow
def test_published_records_and_their_disputes_are_counted():
    source = SourceFactory()
    snapshot = snapshot_of(source)
    event, claim = published_event(snapshot=snapshot), published_claim(snapshot=snapshot)
    for rows in ({"events": [event]}, {"claims": [claim]}, {"events": [event], "claims": [claim]}):
        position = PositionFactory(dispute=DisputeFactory())
        for name, values in rows.items():
            getattr(position, name).set(values)
    # A second position of the same dispute is not a second dispute.
    PositionFactory(dispute=position.dispute).claims.add(claim)
    other = SourceFactory()
    assert source_stats([source, other]) == {
        source.pk: SourceStats(events=1, claims=1, disputes=3),
        other.pk: SourceStats(),
    }


@pytest.mark.parametrize("state", [state for state in State.values if state != State.PUBLISHED])
@pytest.mark.parametrize("factory", [EventFactory, ClaimFactory])
def test_records_that_are_not_published_count_nowhere(state, factory):
    source = SourceFactory()
    row = factory(state=state)
    evidence_for(row, snapshot_of(source))
    position = PositionFactory(dispute=DisputeFactory())
    (position.events if factory is EventFactory else position.claims).add(row)
    assert source_stats([source]) == {source.pk: SourceStats()}
