"""Edits of public records: what becomes a proposal, and what readers see before its approval."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from events.editing.proposals.changes import changing, open_change, preview
from events.editing.proposals.content import content_of, write
from events.editing.proposals.decisions import send_back
from events.editing.proposals.records import RECORD_TYPES
from events.editing.proposals.review import Review
from events.editing.reanchoring import replace_text
from events.models import Claim, Event, Evidence, Proposal
from tests.events.editing.proposals.complete import (
    complete,
    fields,
    named,
    part_of,
    parts,
    relations,
    with_other_value,
)
from tests.events.editing.reviewing import approve_now
from tests.factories import (
    TEXT,
    EventFactory,
    PlatformFactory,
    evidence_for,
    new_snapshot,
    published_claim,
    published_event,
    snapshot_of,
    user_in,
)

pytestmark = pytest.mark.django_db

# Every statement on proposals leaves a note for caches, because a page shows decided ones.
PRIVATE = {"events_proposal", "events_proposalhistory", "pghistory_context", "events_change"}
NAME = {Event: "title_en", Claim: "statement_en"}
every_model = pytest.mark.parametrize("model", RECORD_TYPES, ids=lambda model: model.__name__)
every_part = pytest.mark.parametrize("place", parts(), ids=named)


def public_tables():
    """Return every row of every table, except those of proposals."""
    dump = {}
    with connection.cursor() as cursor:
        for table in set(connection.introspection.table_names(cursor)) - PRIVATE:
            cursor.execute(f'SELECT row::text FROM "{table}" row ORDER BY 1')  # noqa: S608
            dump[table] = [text for (text,) in cursor.fetchall()]
    return dump


def fresh(row):
    return type(row)._base_manager.get(pk=row.pk)


def edit(row, by, place, **options):
    """Edit one place of a record, and return the edit."""
    with changing(fresh(row), by=by, **options) as change:
        write(fresh(row), with_other_value(content_of(row), place))
    return change


def rename(row, by, text, **options):
    with changing(row, by=by, **options) as change:
        type(row).objects.filter(pk=row.pk).update(**{NAME[type(row)]: text})
    return change


def name_of(row):
    return getattr(fresh(row), NAME[type(row)])


def another(model):
    """Create a further complete record; two of a vocabulary do not have the same names."""
    for row in model._base_manager.exclude(
        **({"name_zh": ""} if hasattr(model, "name_zh_key") else {"pk": None})
    ):
        if hasattr(row, "name_zh_key"):
            row.name_zh = f"{row.name_zh} {row.pk}"
            row.save()
    return complete(model)


@pytest.fixture
def other_editor():
    return user_in("editor")


@pytest.mark.slow
@pytest.mark.parametrize("place", [*fields(), *relations()], ids=named)
def test_proposed_value_is_public_only_after_approval(place, editor_user, curator_user):
    row = complete(place[0])
    base = content_of(row)
    proposed = with_other_value(base, place)
    before = public_tables()
    with changing(fresh(row), by=editor_user) as change:
        write(fresh(row), proposed)
    assert public_tables() == before
    assert (change.proposal.base, change.proposal.content) == (base, proposed)
    approve_now(change.proposal, curator_user)
    assert content_of(row) == proposed


@every_model
def test_edit_that_fails_leaves_nothing(model, editor_user):
    row = complete(model)
    field = RECORD_TYPES[model].fields[0].name
    changed = with_other_value(content_of(row), (model, "", field))

    before = public_tables()

    def fail():
        write(fresh(row), changed)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), changing(row, by=editor_user):
        fail()
    assert public_tables() == before
    assert not Proposal.objects.exists()


@every_model
@pytest.mark.parametrize("is_public", [True, False])
def test_edit_that_is_cancelled_leaves_nothing(model, is_public, editor_user):
    row = complete(model)
    if not is_public:
        state = {"is_approved": False} if hasattr(row, "is_approved") else {"state": "rejected"}
        state = {"state": "draft"} if model in NAME else state
        model._base_manager.filter(pk=row.pk).update(**state)
    content = content_of(row)
    field = next(field for field in RECORD_TYPES[model].fields if not field.is_relation)
    with changing(fresh(row), by=editor_user) as change:
        write(fresh(row), with_other_value(content, (model, "", field.name)))
        change.cancel()
    assert content_of(row) == content
    assert not Proposal.objects.exists()


@every_model
def test_edit_that_changes_nothing_proposes_nothing(model, editor_user):
    row = complete(model)
    before = public_tables()
    with changing(row, by=editor_user) as change:
        fresh(row).save()
    assert public_tables() == before
    assert change.proposal is None
    assert not Proposal.objects.exists()


@pytest.mark.slow
@every_part
def test_added_row_has_its_id_even_if_others_were_added_meanwhile(place, editor_user, curator_user):
    model, name = place
    row, other = complete(model), another(model)
    content = content_of(row)
    key = next(reversed(content["parts"][name]))
    item = content["parts"][name].pop(key)
    write(fresh(row), content)
    part = part_of(model, name)
    with changing(fresh(row), by=editor_user) as change:
        values = {field.attname: item["fields"][field.name] for field in part.fields} | part.key(
            row
        )
        added = part.model.objects.create(**values)
    assert not part.model.objects.filter(pk=added.pk).exists()
    later = another(model)
    assert added.pk not in {int(key) for key in content_of(later)["parts"][name]}
    approve_now(change.proposal, curator_user)
    assert str(added.pk) in content_of(row)["parts"][name]
    assert content_of(other)["parts"][name].keys().isdisjoint({str(added.pk)})


@pytest.mark.slow
def test_second_edit_continues_the_proposal(editor_user):
    event = complete(Event)
    first = edit(event, editor_user, (Event, "", "title_en"), reason="Typo.")
    with changing(event, by=editor_user) as change:
        assert content_of(event) == first.proposal.content
        Event.objects.filter(pk=event.pk).update(importance=5)
    assert change.proposal == first.proposal
    expected = {**first.proposal.content["fields"], "importance": 5}
    assert change.proposal.content["fields"] == expected
    assert change.proposal.reason == "Typo."


def test_another_user_gets_a_proposal_of_his_or_her_own(editor_user, other_editor):
    event = published_event(title_en="As it was")
    rename(event, editor_user, "Mine")
    with changing(event, by=other_editor) as change:
        assert name_of(event) == "As it was"
        Event.objects.filter(pk=event.pk).update(title_en="Yours")
    assert change.proposal.author == other_editor
    assert open_change(event, editor_user).content["fields"]["title_en"] == "Mine"


@pytest.mark.slow
def test_reviewer_who_edits_a_proposal_is_not_its_author(editor_user, curator_user):
    event = published_event()
    proposal = rename(event, editor_user, "Mine").proposal
    edited = rename(event, curator_user, "Ours", proposal=proposal).proposal
    assert (edited, edited.author, edited.edited_by) == (proposal, editor_user, curator_user)


def test_edit_back_to_what_is_public_withdraws_the_proposal(editor_user):
    event = published_event(title_en="As it was")
    proposal = rename(event, editor_user, "Mine").proposal
    assert rename(event, editor_user, "As it was").proposal is None
    proposal.refresh_from_db()
    assert proposal.state == "withdrawn"


@pytest.mark.slow
def test_edit_of_a_returned_proposal_proposes_it_again(editor_user, curator_user):
    event = published_event()
    proposal = rename(event, editor_user, "Mine").proposal
    send_back(proposals=[proposal], by=curator_user, answer="Which month?")
    again = rename(event, editor_user, "In June").proposal
    assert (again, again.state, again.answer, again.decided_by) == (proposal, "proposed", "", None)


@pytest.mark.slow
@pytest.mark.parametrize("become", ["approved", "withdrawn"])
def test_edit_of_a_proposal_that_was_decided_meanwhile_is_a_new_one(
    become, editor_user, curator_user
):
    """The page was opened before the decision: what was decided stays on record."""
    event = published_event(title_en="As it was")
    opened = rename(event, editor_user, "Mine").proposal
    if become == "approved":
        approve_now(Proposal.objects.get(), curator_user)
    else:
        rename(event, editor_user, "As it was")
    decided = Proposal.objects.values().get()
    change = rename(event, editor_user, "Mine as well", proposal=opened)
    assert change.proposal != opened
    assert Proposal.objects.filter(pk=opened.pk).values().get() == decided
    assert change.proposal.base["fields"]["title_en"] == name_of(event)


@pytest.mark.slow
def test_proposal_is_on_top_of_what_was_approved_meanwhile(editor_user, other_editor, curator_user):
    event = published_event(importance=1)
    mine = rename(event, editor_user, "Mine").proposal
    yours = edit(event, other_editor, (Event, "", "importance")).proposal
    approve_now(yours, curator_user)
    review = Review.of(mine)
    assert (review.before["fields"]["importance"], review.after["fields"]["importance"]) == (2, 2)
    with changing(event, by=editor_user) as change:
        assert fresh(event).importance == 2
        Event.objects.filter(pk=event.pk).update(kind="pilot")
    assert change.proposal.base == content_of(event)
    approve_now(change.proposal, curator_user)
    event.refresh_from_db()
    assert (event.title_en, event.importance, event.kind) == ("Mine", 2, "pilot")


def test_preview_shows_the_record_as_proposed(editor_user):
    event = published_event(title_en="As it was")
    proposal = rename(event, editor_user, "Mine").proposal
    before = public_tables()
    with preview(Review.of(proposal)):
        assert name_of(event) == "Mine"
    assert public_tables() == before


@pytest.mark.slow
@pytest.mark.parametrize("make", [published_event, published_claim])
def test_evidence_of_a_text_that_is_replaced_before_the_approval_follows(
    make, editor_user, curator_user
):
    row, snapshot = make(), new_snapshot()
    with changing(row, by=editor_user) as change:
        added = evidence_for(row, snapshot, "Nobody used it")
    later = snapshot_of(snapshot.source, f"Corrected.\n\n{TEXT}", data=b"later")
    if not later.is_current:
        replace_text(snapshot=later, by=None, reason="Corrected.")
    approve_now(change.proposal, curator_user)
    moved = Evidence.objects.get(pk=added.pk)
    assert (moved.snapshot, moved.anchor) == (later, "moved")
    assert later.text[moved.start : moved.end] == "Nobody used it"


def test_last_support_is_not_taken_by_a_proposal(editor_user):
    event = published_event()
    with pytest.raises(ValidationError, match="no supporting"), changing(event, by=editor_user):
        event.evidence.all().delete()
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("model", [EventFactory, PlatformFactory])
def test_record_that_was_deleted_meanwhile_is_an_error(model, editor_user):
    row = model()
    copy = fresh(row)
    row.delete()
    with pytest.raises(ValidationError, match="deleted"), changing(copy, by=editor_user):
        pass
