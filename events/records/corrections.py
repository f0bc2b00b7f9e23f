"""The public list of corrections: what readers had seen and was changed or retracted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Model
from django.utils.timezone import localtime

from events.editing.proposals.differences import Change, changes_of
from events.editing.proposals.record_names import RecordNames
from events.editing.proposals.records import is_public
from events.editing.proposals.review import Review
from events.models import Proposal
from sources.dates import PartialDate


@dataclass(frozen=True)
class Correction:
    """A correction or a retraction; `changes` are empty for a retraction.

    The words of a record that readers do not see any more are not repeated.
    """

    kind: str
    record: Model | None
    is_public: bool
    is_retraction: bool
    date: PartialDate
    reason: str
    changes: tuple[Change, ...]


def corrections_of(proposals: Sequence[Proposal]) -> list[Correction]:
    """Return the entries of the list for approved proposals, with a fixed number of queries."""
    shown = [row for row in proposals if row.record is not None and is_public(row.record)]
    reviews = {row.pk: Review.of(row) for row in shown if row.kind == Proposal.Kind.CHANGE}
    names = RecordNames(list(reviews.values()), for_readers=True)
    return [_correction(row, reviews.get(row.pk), names) for row in proposals]


def _correction(proposal: Proposal, review: Review | None, names: RecordNames) -> Correction:
    record = proposal.record
    assert proposal.decided_at is not None
    return Correction(
        kind=str(proposal.model._meta.verbose_name),
        record=record,
        is_public=record is not None and is_public(record),
        is_retraction=proposal.kind == Proposal.Kind.RETRACT,
        date=PartialDate.from_date(localtime(proposal.decided_at).date()),
        reason=proposal.reason if review or proposal.kind == Proposal.Kind.RETRACT else "",
        changes=tuple(changes_of(review, names, review.record_type.facts)) if review else (),
    )
