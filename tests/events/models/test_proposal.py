"""Proposals as rows: what migrations make of rows that were in review before."""

from importlib import import_module

import pytest
from django.apps import apps

from events.models import Event, Proposal
from tests.factories import ClaimFactory, EventFactory, published_event

pytestmark = pytest.mark.django_db


def test_rows_that_were_in_review_before_are_in_the_queue_once():
    migration = import_module("events.migrations.0022_rows_in_review_are_proposed")
    rows = [EventFactory(state="in_review"), ClaimFactory(state="in_review")]
    EventFactory()
    published_event()
    for _run in range(2):
        migration.propose(apps, None)
    proposals = Proposal.objects.proposed()
    assert {proposal.record for proposal in proposals} == set(rows)
    assert {(proposal.kind, proposal.author) for proposal in proposals} == {("publish", None)}
    assert Event.objects.filter(state="in_review").count() == 1
