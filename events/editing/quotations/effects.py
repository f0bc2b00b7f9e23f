"""What the approval of a proposal adds to what readers get of the articles word for word."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError

from events.editing.proposals.changes import preview
from events.editing.proposals.review import Review
from events.editing.quotations.budget import excess, sources_of
from events.editing.quotations.share import percent, share_limit, share_of
from events.models import Claim, Event, Evidence, Proposal
from sources.models import Source

MAX_SOURCES = 3
"""Articles of one record that are measured for a review: each takes a few dozen milliseconds."""


@dataclass(frozen=True)
class Effect:
    """What readers get of one article after an approval.

    `share` is from 0 to 1. `quoted` holds the passages of the record that readers will see,
    `added` the number of tokens that no other record quotes, and `withheld` the passages that the
    approval withholds, as there would be too many.
    """

    source: Source
    share: float
    added: int
    quoted: tuple[Evidence, ...]
    withheld: tuple[Evidence, ...]

    @property
    def percentage(self) -> str:
        """The share as a percentage."""
        return percent(self.share)

    @property
    def is_beyond(self) -> bool:
        """Whether our own words alone repeat too much of the article."""
        return self.share > share_limit()


def effects_of(review: Review) -> list[Effect]:
    """Return the effects of publishing or changing an event or a claim, by article."""
    record, kind = review.record, review.proposal.kind
    if not isinstance(record, Event | Claim) or not review.proposal.is_open:
        return []
    if kind == Proposal.Kind.PUBLISH:
        return _effects(record)
    if kind == Proposal.Kind.CHANGE and not review.conflicts and not review.missing:
        try:
            with preview(review):
                return _effects(record)
        except ValidationError:  # It cannot be approved as it is: the page says why.
            return []
    return []


def _effects(record: Event | Claim) -> list[Effect]:
    effects = []
    for source in sources_of([record])[:MAX_SOURCES]:
        if (share := share_of(source, also=record)) is None:
            continue
        withheld = excess(share, [record])
        kept = {row: tokens for row, tokens in share.quoted.items() if row not in withheld}
        own = [row for row in kept if row.owner == record]
        others = set().union(*(kept[row] for row in kept if row.owner != record))
        added = len(set().union(*(kept[row] for row in own)) - others)
        after = share.with_quoted(kept).share
        effects.append(Effect(source, after, added, tuple(own), tuple(withheld)))
    return effects
