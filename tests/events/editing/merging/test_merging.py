"""Merging records and undoing it: what refers to them moves, and comes back as it was."""

from __future__ import annotations

import random
from functools import partial

import pghistory
import pytest
from django.core.exceptions import ValidationError

from events.editing.lookalikes import NAMED
from events.editing.merging.actions import Added, merge_preview, unmerge_preview
from events.editing.merging.references import references_to
from events.models import Claim, Event, EventPlatform, Platform, Succession, Tag, Tagged
from sources.models import Snapshot, Source
from tests.events.editing.history.aging import a_day_passes
from tests.events.editing.merging.states import edited, merged, state, unmerged
from tests.events.models.referring import MAKERS, refer
from tests.factories import (
    ClaimFactory,
    DisputeFactory,
    EventFactory,
    PlatformFactory,
    PositionFactory,
    published_event,
)

pytestmark = pytest.mark.django_db

REFERENCES = [
    reference
    for model in MAKERS
    for reference in references_to(model)
    if reference.name != "merged_into" and not reference.is_generic
]
of_each_reference = pytest.mark.parametrize(
    "reference", REFERENCES, ids=lambda reference: f"{reference.model.__name__}.{reference.name}"
)
of_each_model = pytest.mark.parametrize("model", MAKERS, ids=lambda model: model.__name__)


def records(model, count=2):
    return [MAKERS[model]() for _ in range(count)]


def referred(reference, record):
    with pghistory.context(user=None):
        return refer(reference, record)


@of_each_reference
def test_what_refers_to_a_record_moves_and_comes_back(reference):
    record, into = records(reference.target)
    row = referred(reference, record)
    before = state()
    merged(record, into)
    row = reference.model._base_manager.get(pk=row.pk)
    assert getattr(row, reference.column) == into.pk
    assert not reference.rows(record.pk).exists()
    unmerged(record)
    assert state() == before


def doubled(reference, row, into):
    """Add to another record the same row, if its table allows it."""
    values = {
        field.attname: getattr(row, field.attname)
        for field in reference.model._meta.concrete_fields
        if not field.primary_key
    }
    reference.model._base_manager.create(**{**values, reference.column: into.pk})


LINKS = [
    reference
    for reference in REFERENCES
    if reference.model is not reference.target and reference.model not in (Claim, Source, Snapshot)
]


@pytest.mark.parametrize(
    "reference", LINKS, ids=lambda reference: f"{reference.model.__name__}.{reference.name}"
)
def test_row_that_both_records_have_is_kept_once_and_comes_back(reference):
    record, into = records(reference.target)
    row = referred(reference, record)
    edited(partial(doubled, reference, row, into))
    before = state()
    merged(record, into)
    same = {name: getattr(row, name) for name in reference.identities()[0]}
    assert reference.rows(into.pk).filter(**same).count() == 1
    unmerged(record)
    assert state() == before


@of_each_model
def test_name_leads_to_the_other_record_and_comes_back(model):
    record, into = records(model)
    before = state()
    merged(record, into)
    record.refresh_from_db()
    assert record.merged_into == into
    unmerged(record)
    assert state() == before


@of_each_model
@pytest.mark.parametrize("order", ["last first", "first first"])
def test_chain_leads_to_the_end_and_comes_back_in_any_order(model, order):
    first, second, third = records(model, 3)
    for reference in references_to(model):
        if reference in REFERENCES:
            for record in (first, second, third):
                referred(reference, record)
    states = [state()]
    merged(first, second)
    states.append(state())
    merged(second, third)
    assert set(model._base_manager.filter(merged_into=third)) == {first, second}
    if order == "last first":
        unmerged(second)
        assert state() == states[1]
        unmerged(first)
    else:
        unmerged(first)
        assert not any(
            reference.rows(second.pk).exists()
            for reference in REFERENCES
            if reference.target is model
        )
        unmerged(second)
    assert state() == states[0]


@pytest.mark.slow
@of_each_model
@pytest.mark.parametrize("seed", range(4))
def test_what_was_edited_between_merge_and_undoing_stays(model, seed):
    """What merges moved is where it was; what was added, changed or removed since is as it is."""
    chance = random.Random(seed)
    own = [reference for reference in REFERENCES if reference.target is model]
    record, into = records(model)
    rows = [
        (reference, referred(reference, end))
        for reference in own
        for end in chance.choices([record, into], k=3)
        if reference.model is not Snapshot
    ]
    owners = {(reference, row.pk): getattr(row, reference.column) for reference, row in rows}
    merged(record, into)
    removed = set()
    for reference, row in rows:
        if chance.random() < 0.3:
            edited(partial(reference.model._base_manager.filter(pk=row.pk).delete))
            removed.add((reference, row.pk))
    added = [
        (reference, referred(reference, into))
        for reference in own
        if reference.model is not Snapshot
    ]
    unmerged(record)
    for reference, row in added:
        assert getattr(reference.model._base_manager.get(pk=row.pk), reference.column) == into.pk
    for (reference, pk), owner in owners.items():
        found = reference.model._base_manager.filter(pk=pk).first()
        if (reference, pk) in removed:
            assert found is None or found.pk not in {pk for _reference, pk in removed}
        else:
            assert getattr(found, reference.column) == owner


def test_row_that_the_other_record_had_too_is_gone_if_somebody_removed_it_since():
    record, into = records(Platform)
    event = EventFactory()
    for platform in (record, into):
        edited(partial(EventPlatform.objects.create, event=event, platform=platform))
    merged(record, into)
    edited(partial(event.event_platforms.all().delete))
    preview = unmerge_preview(record.__class__.objects.get(pk=record.pk))
    assert preview.changed == [("events", 1)]
    unmerged(record)
    assert not event.event_platforms.exists()


def test_preview_says_what_moves_and_changes_nothing():
    record, into = (
        PlatformFactory(name_en="Lasso", name_zh="套索"),
        PlatformFactory(name_en="Lasso app"),
    )
    edited(partial(record.aliases.create, text="LASSO by F"))
    for _ in range(2):
        edited(partial(EventPlatform.objects.create, event=EventFactory(), platform=record))
    ClaimFactory().platforms.add(record)
    before = state()
    preview = merge_preview(record, into)
    assert state() == before
    assert dict(preview.counts) == {"events": 2, "claims": 1, "aliases": 1}
    assert preview.names == ["Lasso", "套索", "LASSO by F"]
    assert preview.problems == ()
    aliases = preview.review.after["parts"]["aliases"].values()
    assert {row["fields"]["text"] for row in aliases} == {"Lasso", "套索", "LASSO by F"}


def test_preview_of_the_undoing_names_what_came_since():
    record, into = records(Tag)
    old, new = EventFactory(title_en="Old"), EventFactory(title_en="New")
    edited(partial(old.tags.add, record))
    merged(record, into)
    a_day_passes()
    edited(partial(new.tags.add, into))
    preview = unmerge_preview(Tag.objects.get(pk=record.pk))
    assert preview.counts == [("tag assignments", 1)]
    assert preview.added == [Added("tag assignments", [new], 0)]


@pytest.mark.parametrize("model", NAMED, ids=lambda model: model.__name__)
def test_names_stay_names_of_the_other_record(model):
    record, into = records(model)
    name = str(record)
    merged(record, into)
    into.refresh_from_db()
    aliases = (
        into.aliases if isinstance(into.aliases, list) else [row.text for row in into.aliases.all()]
    )
    assert aliases == [name]


def test_events_that_contradict_each_other_are_not_merged():
    one, two = EventFactory.create_batch(2)
    dispute = DisputeFactory(question_en="Which day was it?")
    for event in (one, two):
        PositionFactory(dispute=dispute).events.add(event)
    with pytest.raises(ValidationError, match="Which day was it") as refusal:
        merged(one, two)
    assert refusal.value.code == "dispute"


def test_platform_that_the_other_is_a_part_of_is_refused_or_leaves_no_circle():
    top, middle, part = PlatformFactory.create_batch(3, is_approved=False)
    Platform.objects.filter(pk=middle.pk).update(parent=top)
    Platform.objects.filter(pk=part.pk).update(parent=middle)
    with pytest.raises(ValidationError, match="part of one of its own parts"):
        merged(top, part)
    before = state()
    merged(top, middle)
    assert Platform.objects.get(pk=middle.pk).parent is None
    unmerged(top)
    assert state() == before


@pytest.mark.parametrize("make", [published_event])
def test_public_event_keeps_its_support(make):
    record, into = make(), make()
    before = state()
    merged(record, into)
    record.refresh_from_db()
    assert record.state == "retracted"
    assert into.evidence.count() == 2
    unmerged(record)
    assert state() == before


def test_merged_claim_is_found_by_its_text_no_longer():
    record, into = ClaimFactory(statement_en="Alpha"), ClaimFactory(statement_en="Beta")
    Claim.objects.all().index()
    merged(record, into)
    assert Tagged.objects.count() == 0
    assert list(Claim.objects.published().search("alpha")) == []


@pytest.mark.parametrize("order", [1, -1])
def test_succession_between_the_two_is_gone_and_comes_back(order):
    one, two = records(Platform)[::order]
    with pghistory.context(user=None):
        Succession.objects.create(predecessor=one, successor=two, kind="renamed")
    before = state()
    merged(one, two)
    assert not Succession.objects.exists()
    unmerged(one)
    assert state() == before


@pytest.mark.parametrize("model", [Event, Claim])
def test_merge_and_its_undoing_are_changes_of_the_other_record(model):
    """Feeds show it again, and what is kept of its page is out of date."""
    record, into = records(model)
    versions = []
    for do in (merged, unmerged):
        do(*([record, into] if do is merged else [record]))
        into.refresh_from_db()
        versions.append((into.version, into.updated_at))
    assert versions[0][0] == 2
    assert versions[1][0] == 3


def test_preview_of_the_undoing_counts_what_it_does_not_name(monkeypatch):
    monkeypatch.setattr("events.editing.merging.actions.MAX_LISTED", 2)
    record, into = records(Tag)
    merged(record, into)
    a_day_passes()
    for event in EventFactory.create_batch(3):
        edited(partial(event.tags.add, into))
    [added] = unmerge_preview(Tag.objects.get(pk=record.pk)).added
    assert (len(added.records), added.more) == (2, 1)
