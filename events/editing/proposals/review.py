"""What a reviewer decides on: the record before and after approval, and what prevents it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django.db import models

from events.editing.proposals.content import (
    Content,
    content_of,
    empty_content,
    fingerprint,
    merge_content,
)
from events.editing.proposals.merging import Conflict, merge
from events.editing.proposals.missing import without_missing
from events.editing.proposals.records import RECORD_TYPES, RecordType, merged_type
from events.models import Proposal


@dataclass(frozen=True)
class Review:
    """A proposal as it is now: the record before and after its approval.

    `missing` names what the proposal refers to and somebody deleted. `seen` identifies what is
    shown. An approval names it, and is refused if the proposal differs by then.
    """

    proposal: Proposal
    record: models.Model
    before: Content
    after: Content
    conflicts: tuple[Conflict, ...] = ()
    missing: tuple[str, ...] = ()
    merged_contents: tuple[Content, ...] = ()
    """Of a merge, the contents of both records."""

    @classmethod
    def of(cls, proposal: Proposal) -> Review:
        """Return the review of a proposal about a record that exists.

        A proposal that was decided is shown as it was then.
        """
        record, model = proposal.record, proposal.model
        assert record is not None
        if not proposal.is_open:
            nothing = empty_content(model)
            return cls(proposal, record, proposal.base or nothing, proposal.content or nothing)
        live = content_of(record)
        if proposal.kind == Proposal.Kind.PUBLISH:
            return cls(proposal, record, empty_content(model), live)
        if proposal.kind == Proposal.Kind.RETRACT:
            return cls(proposal, record, live, empty_content(model))
        if proposal.kind == Proposal.Kind.MERGE:
            return cls._of_merge(proposal, record)
        base, _gone = without_missing(model, proposal.base)
        wanted, missing = without_missing(model, proposal.content)
        merged = merge(RECORD_TYPES[model], base, live, wanted)
        return cls(proposal, record, live, merged.content, tuple(merged.conflicts), tuple(missing))

    @classmethod
    def _of_merge(cls, proposal: Proposal, record: Any) -> Review:
        """Return the review of a merge. A target that was merged itself means its own target."""
        into = cast(int | None, proposal.content["fields"]["merged_into"])
        target = type(record)._base_manager.filter(pk=into or record.merged_into_id).first()
        if into is not None and target is not None:
            into = target.merged_into_id or target.pk
            target = target.merged_into or target
        now, then = merge_content(record.merged_into_id), merge_content(into)
        merged_contents = tuple(content_of(end) for end in (record, target) if end is not None)
        return cls(proposal, record, now, then, merged_contents=merged_contents)

    @property
    def record_type(self) -> RecordType:
        """What the contents consist of."""
        if self.proposal.kind == Proposal.Kind.MERGE:
            return merged_type(type(self.record))
        return RECORD_TYPES[type(self.record)]

    @property
    def seen(self) -> str:
        """A hash of the record before and after: equal only if the reviewer saw just this."""
        return fingerprint(self.before, self.after, *self.merged_contents)

    @property
    def changes_nothing(self) -> bool:
        """Whether the record is already as proposed."""
        return self.before == self.after


def is_correction(review: Review) -> bool:
    """Return whether the approval corrects or retracts what readers have seen."""
    if review.proposal.kind == Proposal.Kind.RETRACT:
        return True
    if review.proposal.kind != Proposal.Kind.CHANGE:
        return False
    facts = review.record_type.facts
    return any(
        review.before[section].get(name) != review.after[section].get(name)
        for section in ("fields", "relations", "parts")
        for name in facts & {*review.before[section], *review.after[section]}
    )
