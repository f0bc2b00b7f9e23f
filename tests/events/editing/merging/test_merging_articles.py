"""Merges of articles: their texts, and the passages that are quoted from them."""

from __future__ import annotations

import pghistory
import pytest
from django.core.exceptions import ValidationError

from events.editing.merging.references import references_to
from events.editing.reanchoring import QUOTED_TWICE
from events.models import Event, Evidence
from sources.models import Snapshot, Source
from tests.events.editing.merging.states import merged, state, unmerged
from tests.events.models.referring import MAKERS
from tests.factories import (
    EventFactory,
    SourceFactory,
    evidence_for,
    snapshot_of,
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


class TestArticles:
    """Their texts move, and the passages are found in the text that is current."""

    TEXT = "First paragraph here.\n\nSecond paragraph there."

    def article(self, text=TEXT, **values):
        source = SourceFactory(**values)
        with pghistory.context(user=None):
            snapshot_of(source, text=text)
        return source

    def quoted(self, source, words="Second paragraph there."):
        snapshot = source.snapshots.get()
        with pghistory.context(user=None):
            return evidence_for(EventFactory(), snapshot, words)

    def test_passage_is_found_in_the_current_text(self):
        record, into = self.article(), self.article("Before.\n\n" + self.TEXT)
        evidence = self.quoted(record)
        before = state()
        merged(record, into)
        evidence.refresh_from_db()
        assert evidence.snapshot == into.snapshots.current().get()
        assert evidence.snapshot.text[evidence.start : evidence.end] == evidence.quotation
        unmerged(record)
        assert state() == before

    def test_passage_that_is_not_there_stays_on_its_own_text(self):
        record, into = self.article(), self.article("Something else entirely.")
        evidence = self.quoted(record)
        before = state()
        merged(record, into)
        evidence.refresh_from_db()
        assert evidence.source == into
        assert evidence.anchor == "orphan"
        unmerged(record)
        assert state() == before

    def test_passage_quoted_from_both_is_quoted_once(self):
        record, into = self.article(), self.article()
        evidence = self.quoted(record)
        twin = into.snapshots.get()
        with pghistory.context(user=None):
            evidence_for(evidence.event, twin, evidence.quotation)
        before = state()
        merged(record, into)
        assert evidence.event.evidence.count() == 1
        unmerged(record)
        assert state() == before

    def test_passage_that_waits_for_a_decision_is_kept(self):
        """It was flagged before the merge: the record quotes the same words twice."""
        record, into = self.article(), self.article()
        evidence = self.quoted(record)
        Evidence.objects.update(anchor="ambiguous", anchor_note=QUOTED_TWICE)
        twin = into.snapshots.get()
        with pghistory.context(user=None):
            evidence_for(evidence.event, twin, evidence.quotation, stance="disputes")
        merged(record, into)
        assert evidence.event.evidence.count() == 2

    def test_last_support_is_not_lost(self):
        record, into = self.article(), self.article("Something else entirely.")
        evidence = self.quoted(record)
        Event.objects.filter(pk=evidence.event_id).update(state="published")
        with pytest.raises(ValidationError) as refusal:
            merged(record, into)
        assert refusal.value.code == "supports"

    def test_text_that_was_made_current_since_is_not_taken_away(self):
        record, into = self.article(), self.article("Other words.")
        moved = record.snapshots.get()
        merged(record, into)
        with pghistory.context(user=None):
            into.snapshots.current().update(is_current=False)
            Snapshot.objects.filter(pk=moved.pk).update(is_current=True)
        with pytest.raises(ValidationError) as refusal:
            unmerged(record)
        assert refusal.value.code == "is_current"
        assert Source.objects.get(pk=record.pk).merged_into == into
