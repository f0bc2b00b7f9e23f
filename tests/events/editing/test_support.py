"""What rests on evidence, and articles that stop being accepted."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.editing.sources import set_source_state
from events.editing.support import dependants, evidence_of, unsupported
from events.models import Evidence
from tests.factories import (
    EventFactory,
    SourceFactory,
    evidence_for,
    published_claim,
    published_event,
    snapshot_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def snapshot():
    return snapshot_of(SourceFactory())


def test_dependants_are_published_and_have_no_other_support(snapshot):
    event, claim = published_event(snapshot=snapshot), published_claim(snapshot=snapshot)
    evidence_for(EventFactory(), snapshot)
    supported_elsewhere = published_event(snapshot=snapshot)
    evidence_for(supported_elsewhere)
    assert dependants(evidence_of([snapshot.source])) == [event, claim]


@pytest.mark.parametrize("weak", [{"stance": "disputes"}, {"anchor": "orphan"}])
def test_evidence_that_does_not_support_is_no_other_support(snapshot, weak):
    event = published_event(snapshot=snapshot)
    evidence_for(event, **weak)
    evidence_for(event, snapshot_of(SourceFactory(state="rejected")))
    assert dependants(evidence_of([snapshot.source])) == [event]


def test_dependants_of_several_articles_rest_on_them_together(snapshot):
    event = published_event(snapshot=snapshot)
    other = evidence_for(event).source
    assert dependants(evidence_of([snapshot.source])) == []
    assert dependants(evidence_of([other])) == []
    assert dependants(evidence_of([snapshot.source, other])) == [event]


def test_rows_without_support_are_no_dependants(snapshot):
    event = EventFactory()
    evidence_for(event, snapshot, stance="mentions")
    assert dependants(Evidence.objects.all()) == []
    assert unsupported([event]) == []


@pytest.mark.slow
def test_dependants_need_two_queries_for_many_rows(snapshot):
    for _ in range(30):
        published_event(snapshot=snapshot)
    with CaptureQueriesContext(connection) as queries:
        assert len(dependants(evidence_of([snapshot.source]))) == 30
    assert len(queries) == 2


@pytest.mark.parametrize("state", ["rejected", "new"])
def test_article_with_dependants_stays_accepted(curator_user, snapshot, state):
    published_event(snapshot=snapshot), published_claim(snapshot=snapshot)
    source = snapshot.source
    with pytest.raises(ValidationError, match="2 published records would lose their last support"):
        set_source_state(source=source, state=state, by=curator_user, reason="A forgery.")
    source.refresh_from_db()
    assert source.state == "accepted"


@pytest.mark.slow
def test_dependants_are_retracted_with_their_article(curator_user, snapshot):
    event, claim = published_event(snapshot=snapshot), published_claim(snapshot=snapshot)
    kept = published_event(snapshot=snapshot)
    evidence_for(kept)
    rows = set_source_state(
        source=snapshot.source, state="rejected", by=curator_user, reason="A forgery.", retract=True
    )
    assert rows == [event, claim]
    for row in (snapshot.source, event, claim, kept):
        row.refresh_from_db()
    assert snapshot.source.state == "rejected"
    assert (event.state, claim.state, kept.state) == ("retracted", "retracted", "published")
    assert event.version == 3
    for row in (event, claim, snapshot.source):
        last = row.history.order_by("-pgh_id").first()
        assert last.pgh_context.metadata["reason"] == "A forgery."
        assert last.pgh_context.metadata["user"] == curator_user.pk


def test_retraction_needs_a_reason(curator_user, snapshot):
    event = published_event(snapshot=snapshot)
    with pytest.raises(ValidationError, match="Give a reason"):
        set_source_state(
            source=snapshot.source, state="rejected", by=curator_user, reason=" ", retract=True
        )
    event.refresh_from_db()
    snapshot.source.refresh_from_db()
    assert (event.state, snapshot.source.state) == ("published", "accepted")


@pytest.mark.parametrize("retract", [False, True])
def test_editors_do_not_reject_what_records_rest_on(editor_user, snapshot, retract):
    event = published_event(snapshot=snapshot)
    message = (
        "Only a curator" if retract else "1 published record would lose its last support. Only"
    )
    with pytest.raises(PermissionDenied, match=message):
        set_source_state(
            source=snapshot.source, state="rejected", by=editor_user, reason="x", retract=retract
        )
    event.refresh_from_db()
    assert event.state == "published"


def test_accepted_article_without_dependants_is_rejected_by_curators(
    editor_user, curator_user, snapshot
):
    source = snapshot.source
    evidence_for(EventFactory(), snapshot)
    with pytest.raises(PermissionDenied):
        set_source_state(source=source, state="rejected", by=editor_user)
    assert set_source_state(source=source, state="rejected", by=curator_user) == []
    set_source_state(source=source, state="accepted", by=editor_user)
    source.refresh_from_db()
    assert source.state == "accepted"
