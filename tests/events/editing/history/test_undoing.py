"""Undoing what one act did to many records."""

from __future__ import annotations

import pghistory
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.editing.history.acts import Act
from events.editing.history.undoing import key_of, reversals, undo
from events.editing.merging.actions import merge_records
from events.editing.proposals.changes import changing
from events.editing.proposals.content import content_of, write
from events.editing.proposals.decisions import send_back
from events.editing.proposals.records import RECORD_TYPES
from events.editing.tags import add_tags, remove_tags
from events.models import Event, Proposal
from tests.events.editing.proposals.complete import (
    complete,
    fields,
    named,
    relations,
    with_other_value,
)
from tests.events.editing.proposals.proposing import fresh, hide
from tests.events.editing.reviewing import approve_now
from tests.factories import (
    ClaimFactory,
    EventFactory,
    TagFactory,
    UserFactory,
    published_event,
    user_in,
)

pytestmark = pytest.mark.django_db

every_place = pytest.mark.parametrize("place", [*fields(), *relations()], ids=named)


def act(do, *arguments, **options):
    """Do something in one context of the history, as a request does, and return its id.

    All that is written needs one: in a transaction, the last context counts until the next one.
    """
    with pghistory.context(url="/admin/") as context:
        do(*arguments, **options)
    return context.id


def undone(act_id, by, **options):
    return undo(act=Act.load(act_id), by=by, **options)


def tags_of(rows):
    return [set(row.tags.all()) for row in rows]


@pytest.mark.slow
@every_place
def test_change_of_every_place_is_undone(place, editor_user):
    row = hide(complete(place[0]))
    before = content_of(row)
    change = act(write, fresh(row), with_other_value(before, place))
    result = undone(change, editor_user)
    assert content_of(row) == before
    assert (result.written, result.proposed, result.left) == ([row], [], [])


def test_added_tag_stays_where_it_was_before(editor_user):
    tag, rows = TagFactory(), ClaimFactory.create_batch(4)
    rows[2].tags.add(tag)
    before = tags_of(rows)
    change = act(add_tags, rows=rows, tags=[tag], by=editor_user)
    assert tags_of(rows) == [{tag}] * 4
    undone(change, editor_user)
    assert tags_of(rows) == before


def test_removed_tag_comes_back_only_where_it_was(editor_user):
    tag, rows = TagFactory(), EventFactory.create_batch(4)
    for row in rows[:2]:
        row.tags.add(tag)
    before = tags_of(rows)
    change = act(remove_tags, rows=rows, tags=[tag], by=editor_user)
    undone(change, editor_user)
    assert tags_of(rows) == before


def test_undo_can_be_undone(editor_user):
    tag, rows = TagFactory(), EventFactory.create_batch(2)
    change = act(add_tags, rows=rows, tags=[tag], by=editor_user)
    back = act(undone, change, editor_user)
    undone(back, editor_user)
    assert tags_of(rows) == [{tag}, {tag}]


def test_other_values_that_were_changed_since_stay(editor_user):
    event, tag = EventFactory(title_en="One"), TagFactory()
    change = act(add_tags, rows=[event], tags=[tag], by=editor_user)
    act(Event.objects.filter(pk=event.pk).update, title_en="Two")
    other = TagFactory()
    act(event.tags.add, other)
    undone(change, editor_user)
    assert (fresh(event).title_en, set(event.tags.all())) == ("Two", {other})


def test_row_whose_value_was_changed_again_is_left_unless_confirmed(editor_user):
    rows = EventFactory.create_batch(2, title_en="One")

    def rename(text, *events):
        for event in events:
            Event.objects.filter(pk=event.pk).update(title_en=text)

    change = act(rename, "Two", *rows)
    act(rename, "Three", rows[1])
    assert [bool(review.conflicts) for review in reversals(Act.load(change), editor_user)] == [
        False,
        True,
    ]
    result = undone(change, editor_user)
    assert (result.written, result.left) == ([rows[0]], [rows[1]])
    assert [fresh(row).title_en for row in rows] == ["One", "Three"]
    shown = reversals(Act.load(change), editor_user)
    assert shown[0].after["fields"]["title_en"] == "One"
    seen = {key_of(rows[1]): shown[0].seen}
    act(rename, "Four", rows[1])
    assert undone(change, editor_user, seen=seen).left == [rows[1]]
    seen = {key_of(rows[1]): reversals(Act.load(change), editor_user)[0].seen}
    result = undone(change, editor_user, seen=seen)
    assert (result.written, result.left) == ([rows[1]], [])
    assert [fresh(row).title_en for row in rows] == ["One", "One"]


def returned_proposal(row, by, curator):
    """Propose another title, which a curator returns."""
    with changing(row, by=by) as edit:
        Event.objects.filter(pk=row.pk).update(title_en="Proposed")
    send_back(proposals=[edit.proposal], by=curator, answer="Which month?")
    return edit.proposal


@pytest.mark.parametrize("self_approves", [False, True])
def test_own_returned_proposal_is_left_where_nothing_is_undone(
    self_approves, curator_user, settings
):
    row, tag = published_event(title_en="One"), TagFactory()
    change = act(add_tags, rows=[EventFactory(), row], tags=[tag], by=user_in("editor"))
    proposal = returned_proposal(row, curator_user, user_in("curator"))
    settings.SELF_APPROVAL = self_approves
    for undo_again in (
        lambda: undone(change, curator_user),
        lambda: remove_tags(rows=[row], tags=[tag], by=curator_user),
    ):
        act(undo_again)
        proposal.refresh_from_db()
        assert (proposal.state, proposal.answer) == ("returned", "Which month?")
        assert fresh(row).title_en == "One"


def test_what_was_approved_meanwhile_is_no_part_of_an_act(editor_user, curator_user):
    row, tag = published_event(title_en="One", summary_en="Old."), TagFactory()
    with changing(row, by=editor_user):
        Event.objects.filter(pk=row.pk).update(title_en="Two")
    with changing(row, by=user_in("editor")) as other:
        Event.objects.filter(pk=row.pk).update(summary_en="New.")
    act(approve_now, other.proposal, curator_user)
    change = act(add_tags, rows=[fresh(row)], tags=[tag], by=editor_user)
    act(undone, change, editor_user)
    proposal = Proposal.objects.open().get()
    fields_ = proposal.content["fields"]
    assert (fields_["title_en"], fields_["summary_en"]) == ("Two", "New.")
    assert proposal.content["parts"]["tags"] == {}


def test_only_the_part_of_the_act_of_an_approved_proposal_is_undone(editor_user, curator_user):
    row, tag = published_event(title_en="One"), TagFactory()

    def rename():
        with changing(row, by=editor_user):
            Event.objects.filter(pk=row.pk).update(title_en="Two")

    act(rename)
    change = act(add_tags, rows=[fresh(row)], tags=[tag], by=editor_user)
    act(approve_now, Proposal.objects.open().get(), curator_user)
    assert (fresh(row).title_en, set(row.tags.all())) == ("Two", {tag})
    act(undone, change, editor_user)
    act(approve_now, Proposal.objects.open().get(), curator_user)
    assert (fresh(row).title_en, set(row.tags.all())) == ("Two", set())


def test_preview_is_on_top_of_the_own_open_proposal(editor_user):
    row = published_event(title_en="One")
    change = act(Event.objects.filter(pk=row.pk).update, title_en="Two")

    def propose():
        with changing(row, by=editor_user):
            Event.objects.filter(pk=row.pk).update(title_en="Three")

    act(propose)
    assert reversals(Act.load(change), editor_user)[0].conflicts
    assert undone(change, editor_user).left == [row]


@pytest.mark.slow
def test_public_rows_are_proposed_in_one_batch_and_come_back(editor_user, curator_user):
    tag, rows = TagFactory(), [published_event(), published_event()]
    before = [content_of(row) for row in rows]
    change = act(add_tags, rows=rows, tags=[tag], by=editor_user)
    for proposal in Proposal.objects.open():
        approve_now(proposal, curator_user)
    result = undone(change, editor_user)
    assert result.proposed == rows
    assert Proposal.objects.open().values("batch").distinct().count() == 1
    assert tags_of(rows) == [{tag}, {tag}]
    for proposal in Proposal.objects.open():
        approve_now(proposal, curator_user)
    assert [content_of(row) for row in rows] == before


def test_undo_of_an_approval_undoes_what_was_approved(editor_user, curator_user):
    tag, row = TagFactory(), published_event()
    add_tags(rows=[row], tags=[tag], by=editor_user)
    approval = act(approve_now, Proposal.objects.get(), curator_user)
    result = undone(approval, editor_user)
    assert result.proposed == [row]
    approve_now(Proposal.objects.open().get(), curator_user)
    assert not row.tags.exists()


def test_what_waits_for_review_is_withdrawn(editor_user):
    tag, row = TagFactory(), published_event()
    change = act(add_tags, rows=[row], tags=[tag], by=editor_user)
    undone(change, editor_user)
    assert Proposal.objects.get().state == Proposal.State.WITHDRAWN


def test_earlier_edits_of_the_same_proposal_stay_proposed(editor_user):
    first, second, row = TagFactory(), TagFactory(), published_event()
    add_tags(rows=[row], tags=[first], by=editor_user)
    change = act(add_tags, rows=[row], tags=[second], by=editor_user)
    undone(change, editor_user)
    tags = Proposal.objects.open().get().content["parts"]["tags"].values()
    assert [tag["fields"]["tag"] for tag in tags] == [first.pk]


def test_what_another_user_proposed_is_left_to_the_reviewer(editor_user, curator_user):
    change = act(add_tags, rows=[published_event()], tags=[TagFactory()], by=editor_user)
    undone(change, curator_user)
    assert Proposal.objects.get().state == Proposal.State.PROPOSED


def test_record_that_was_created_stays(editor_user):
    with pghistory.context(url="/admin/") as context:
        event = EventFactory()
    assert undone(context.id, editor_user).written == []
    assert Event.objects.filter(pk=event.pk).exists()


def test_merge_of_tags_is_refused_with_the_way_to_undo_it(editor_user):
    tag = TagFactory(name="Prices", is_approved=False)
    change = act(merge_records, record=tag, into=TagFactory(is_approved=False), by=editor_user)
    with pytest.raises(ValidationError, match="Prices") as refusal:
        undone(change, editor_user)
    assert refusal.value.code == "merged"


def test_reader_may_not_undo():
    row = EventFactory()
    change = act(Event.objects.filter(pk=row.pk).update, title_en="Two")
    with pytest.raises(PermissionDenied):
        undone(change, UserFactory(is_staff=True))
    assert fresh(row).title_en == "Two"


def test_nothing_is_undone_if_one_record_refuses(editor_user):
    rows = EventFactory.create_batch(2)

    def reslug():
        for row in rows:
            Event.objects.filter(pk=row.pk).update(slug=f"{row.slug}-2")

    change = act(reslug)
    EventFactory(slug=rows[1].slug)  # somebody took the former slug
    with pytest.raises(ValidationError):
        undone(change, editor_user)
    assert fresh(rows[0]).slug.endswith("-2")


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(
    before=st.sets(st.integers(0, 4)),
    between=st.sets(st.integers(0, 4)),
    adds=st.booleans(),
)
def test_only_the_batch_is_undone_with_edits_in_between(editor_user, before, between, adds):
    tag, other, rows = TagFactory(), TagFactory(), [*EventFactory.create_batch(3)]
    rows += ClaimFactory.create_batch(2)
    for index in before:
        act(rows[index].tags.add, tag)
    batch = act(add_tags if adds else remove_tags, rows=rows, tags=[tag], by=editor_user)
    for index in between:
        act(rows[index].tags.add, other)
        act(rows[index].save)  # a new version, and a new time of the last change
    undone(batch, editor_user)
    assert [tag in row.tags.all() for row in rows] == [index in before for index in range(5)]
    assert [other in row.tags.all() for row in rows] == [index in between for index in range(5)]


@pytest.mark.slow
def test_every_model_of_records_can_be_part_of_an_act():
    rows = [complete(model) for model in RECORD_TYPES]

    def change():
        for row in rows:
            field = next(field for field in RECORD_TYPES[type(row)].fields if not field.is_relation)
            write(fresh(row), with_other_value(content_of(row), (type(row), "", field.name)))

    loaded = Act.load(act(change))
    assert {(type(row), row.pk) for row in loaded.records} == {(type(row), row.pk) for row in rows}
