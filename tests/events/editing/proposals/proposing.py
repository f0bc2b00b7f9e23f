"""One proposal of each kind, and what a decision on it does."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from events.editing.actions import propose_retraction, submit
from events.editing.merging.actions import merge_records
from events.editing.proposals.changes import changing, propose_to_publish
from events.editing.proposals.content import content_of, write
from events.editing.proposals.records import RECORD_TYPES
from events.editing.proposals.review import Review
from events.models import Claim, Event, Proposal
from tests.events.editing.proposals.complete import (
    with_other_value,
)
from tests.factories import (
    TagFactory,
)


def fresh(row):
    return type(row)._base_manager.get(pk=row.pk)


def first_place(model):
    field = next(field for field in RECORD_TYPES[model].fields if not field.is_relation)
    return (model, "", field.name)


def hide(row):
    """Make a record one that readers do not see yet."""
    state = {"is_approved": False} if hasattr(row, "is_approved") else {"state": "draft"}
    type(row)._base_manager.filter(pk=row.pk).update(**state)
    return fresh(row)


def propose(kind, row, by):
    """Propose to publish, change, retract or merge a complete record."""
    if kind == "publish":
        row = hide(row)
        if isinstance(row, Event | Claim):
            return submit(row=row, by=by)
        return propose_to_publish(row, by=by)
    if kind == "retract":
        return propose_retraction(row=row, by=by, reason="Wrong.")
    if kind == "merge":
        merge_records(record=row, into=TagFactory(), by=by)
        return Proposal.objects.for_record(row).get()
    with changing(fresh(row), by=by) as change:
        write(fresh(row), with_other_value(content_of(row), first_place(type(row))))
    return change.proposal


def seen(*proposals):
    return {proposal.pk: Review.of(proposal).seen for proposal in proposals}


def refused(code):
    return pytest.raises(ValidationError, check=lambda error: error.code == code)


def kinds(*pairs):
    return pytest.mark.parametrize(
        ("kind", "model"), pairs, ids=lambda item: getattr(item, "__name__", item)
    )
