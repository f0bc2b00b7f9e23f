import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from events.editing import actions
from events.models import Event, Proposal, State
from tests.events.editing.reviewing import approve_now, publish
from tests.events.models.test_history import history_of
from tests.factories import (
    ClaimFactory,
    DisputeFactory,
    EventFactory,
    SourceFactory,
    UserFactory,
    evidence_for,
    published_event,
    snapshot_of,
)

pytestmark = pytest.mark.django_db

FACTORIES = [EventFactory, ClaimFactory]


@pytest.mark.parametrize("make", FACTORIES)
def test_publication_records_who_submitted_and_who_approved(make, curator_user):
    row = make()
    evidence_for(row)
    proposal = publish(row, curator_user, reason="checked twice")
    assert type(row).objects.published().get() == row
    context = history_of(type(row)).last().pgh_context.metadata
    assert context == {
        "user": curator_user.pk,
        "author": proposal.author_id,
        "proposal": proposal.pk,
        "reason": "checked twice",
    }


@pytest.mark.parametrize("stance", [None, "disputes", "mentions"])
@pytest.mark.parametrize("make", FACTORIES)
def test_publication_needs_supporting_evidence(make, stance, curator_user):
    row = make()
    if stance:
        evidence_for(row, stance=stance)
    with pytest.raises(ValidationError) as error:
        publish(row, curator_user)
    assert error.value.code == "no_evidence"
    row.refresh_from_db()
    assert row.state == "in_review"


@pytest.mark.slow
@pytest.mark.parametrize("make", FACTORIES)
def test_publication_and_retraction_require_a_curator(make, editor_user):
    for user in (editor_user, UserFactory()):
        row = make()
        evidence_for(row)
        with pytest.raises(PermissionDenied):
            publish(row, user)
        with pytest.raises(PermissionDenied):
            actions.retract(row=row, by=user, reason="no")


def test_retract_needs_a_reason_and_allows_deleting_the_evidence(curator_user):
    event = published_event()
    with pytest.raises(ValidationError):
        actions.retract(row=event, by=curator_user, reason="  ")
    actions.retract(row=event, by=curator_user, reason="The article was withdrawn.")
    event.refresh_from_db()
    assert event.state == "retracted"
    assert history_of(Event).last().pgh_context.metadata["reason"] == "The article was withdrawn."
    event.evidence.all().delete()


@pytest.mark.parametrize("state", State.values)
def test_submit_accepts_drafts_and_retracted_records(editor_user, state):
    event = published_event()
    Event.objects.filter(pk=event.pk).update(state=state)
    if state in ("draft", "retracted"):
        actions.submit(row=event, by=editor_user)
        assert (Event.objects.get().state, event.state) == ("in_review", "in_review")
    else:
        with pytest.raises(ValidationError):
            actions.submit(row=event, by=editor_user)
        assert Event.objects.get().state == state


def test_annotate_stores_the_quotation_and_its_locator(editor_user):
    snapshot = snapshot_of(SourceFactory(), "One.\n\nIt closed 🎉 in June 2019, they said.")
    start = snapshot.text.index("in June")
    (evidence,) = actions.annotate(
        row=EventFactory(), snapshot=snapshot, start=start, end=start + 12, by=editor_user
    )
    evidence.refresh_from_db()
    assert evidence.quotation == "in June 2019"
    passage = snapshot.passages.get(position=2)
    assert passage.text[evidence.block_start : evidence.block_end] == "in June 2019"
    assert (evidence.block, evidence.stance, evidence.anchor) == (2, "supports", "exact")


@pytest.mark.parametrize(("start", "end"), [(4, 6), (2, 2), (6, 5), (0, 900), (-3, 2), (9, 10)])
def test_annotate_rejects_an_invalid_span(editor_user, start, end):
    snapshot = snapshot_of(SourceFactory(), "One.\n\nTwo. Three.")
    if (start, end) == (9, 10):
        start, end = 10, 11  # the space
    with pytest.raises(ValidationError):
        actions.annotate(
            row=EventFactory(), snapshot=snapshot, start=start, end=end, by=editor_user
        )


def test_annotate_makes_one_piece_of_evidence_for_each_paragraph(editor_user):
    snapshot = snapshot_of(SourceFactory(), "One. Two.\n\nThree.\n\nFour. Five.")
    event = EventFactory()
    rows = actions.annotate(
        row=event, snapshot=snapshot, start=5, end=24, by=editor_user, stance="disputes"
    )
    assert [(row.block, row.quotation) for row in rows] == [
        (1, "Two."),
        (2, "Three."),
        (3, "Four."),
    ]
    assert set(event.evidence.all()) == set(rows)
    assert {row.stance for row in rows} == {"disputes"}


@pytest.mark.slow
@pytest.mark.parametrize("make", [EventFactory, ClaimFactory])
def test_annotate_over_paragraphs_saves_all_or_nothing(editor_user, make):
    snapshot = snapshot_of(SourceFactory(), "One. Two.\n\nThree.")
    row, other = make(), make()
    actions.annotate(row=row, snapshot=snapshot, start=11, end=17, by=editor_user)
    with pytest.raises(ValidationError, match="already"):
        actions.annotate(row=row, snapshot=snapshot, start=5, end=17, by=editor_user)
    assert [evidence.quotation for evidence in row.evidence.all()] == ["Three."]
    actions.annotate(row=other, snapshot=snapshot, start=5, end=17, by=editor_user)
    assert other.evidence.count() == 2


def test_resolution_needs_words_and_is_public_when_it_is_approved(curator_user, editor_user):
    dispute = DisputeFactory()
    with pytest.raises(ValidationError):
        actions.resolve(dispute=dispute, by=editor_user, resolution_en=" ")
    with pytest.raises(PermissionDenied):
        actions.resolve(dispute=dispute, by=UserFactory(), resolution_en="x")
    actions.resolve(dispute=dispute, by=editor_user, resolution_en="A notice was found.")
    assert dispute.state == "open"
    approve_now(Proposal.objects.get(), curator_user)
    dispute.refresh_from_db()
    assert (dispute.state, dispute.resolution_en) == ("resolved", "A notice was found.")


@pytest.mark.slow
def test_publication_needs_an_accepted_article(curator_user):
    row = EventFactory()
    evidence_for(row, snapshot_of(SourceFactory(state="new")))
    with pytest.raises(ValidationError, match="not accepted"):
        publish(row, curator_user)
    evidence_for(row, snapshot_of(SourceFactory(state="accepted")))
    approve_now(Proposal.objects.get(), curator_user)
    row.refresh_from_db()
    assert row.state == "published"
