"""The rule that proposes which passages are quoted, and which words of them.

A record needs few words of an article: the clause with its figure, its verdict or its date. People
decide (`actions.choose_quotation`); what they decided is stored and the rule leaves it alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from events.annotation.amounts import find_amounts
from events.annotation.clauses import Span, clause_around, opening, verdict_spans
from events.annotation.dates import find_dates
from events.annotation.verbatim import is_short
from events.models import Claim, Claimant, Event, Evidence, Position
from sources.dates import PartialDate
from sources.models import Snapshot

DAYS_OF_A_YEAR = 366


class Priority(IntEnum):
    """Why readers should see the words of a passage; the smallest goes first."""

    FIGURE = 1
    VERDICT = 2
    DATE = 3
    PERSON = 4
    DISPUTED = 5
    NONE = 6


@dataclass(frozen=True)
class Choice:
    """What the rule proposes for one passage: why it is quoted, and which words.

    `span` is in code points from the start of the passage; None if it should not be quoted.
    """

    priority: Priority
    span: Span | None

    @property
    def fields(self) -> dict[str, int | bool | None]:
        """The fields of evidence that hold the choice."""
        start, end = self.span or (None, None)
        return {"quoted": self.span is not None, "quote_start": start, "quote_end": end}


def proposed(evidence: Evidence) -> Choice:
    """Return what the rule proposes for the passage of an event or a claim."""
    priority, wanted = _reason(evidence)
    if priority == Priority.NONE:
        return Choice(priority, None)
    text = evidence.quotation
    whole = (0, len(text)) if is_short(text) else opening(text)
    return Choice(priority, clause_around(text, wanted) or whole)


def save_with_choice(evidence: Evidence) -> Evidence:
    """Save new evidence of an event or a claim with what the rule proposes, and return it."""
    if evidence.snapshot.kind == Snapshot.Kind.ORIGINAL:
        for name, value in proposed(evidence).fields.items():
            setattr(evidence, name, value)
    evidence.save()
    return evidence


def _reason(evidence: Evidence) -> tuple[Priority, list[Span]]:
    """Return why a passage should be quoted, and where the words that matter are."""
    row, text = evidence.owner, evidence.quotation
    if isinstance(row, Event):
        if row.outcome in Event.Outcome.failures():
            return Priority.VERDICT, verdict_spans(text)[:1]
        if dates := _dates(evidence, row):
            return Priority.DATE, dates
        return (Priority.DISPUTED if _is_disputed(row) else Priority.NONE), []
    if row.value is not None:
        return Priority.FIGURE, _figures(text, row)
    if row.kind == Claim.Kind.STATISTIC:
        return Priority.FIGURE, [(found.start, found.end) for found in find_amounts(text)]
    if row.claimant.kind in (Claimant.Kind.PERSON, Claimant.Kind.ORGANISATION):
        return Priority.PERSON, []
    return (Priority.DISPUTED if _is_disputed(row) else Priority.NONE), []


def _figures(text: str, claim: Claim) -> list[Span]:
    """Return where the figures of a claim are; a fall by 20 % is written as 20 %."""
    wanted = {abs(value) for value in (claim.value, claim.value_to) if value is not None}
    return [
        (found.start, found.end)
        for found in find_amounts(text)
        if wanted & {found.amount.value, found.amount.value_to}
    ]


def _dates(evidence: Evidence, event: Event) -> list[Span]:
    """Return where a text says when an event happened, to the year at least."""
    source = evidence.source
    dates = find_dates(evidence.quotation, source.published_date, source.language)
    return [(found.start, found.end) for found in dates if _dates_event(found.date, event.date)]


def _dates_event(found: PartialDate | None, date: PartialDate) -> bool:
    if found is None or found.earliest is None or found.latest is None:
        return False
    if date.earliest is None or date.latest is None:
        return False
    days = max(DAYS_OF_A_YEAR, (date.latest - date.earliest).days)
    is_precise = (found.latest - found.earliest).days <= days
    return is_precise and found.earliest <= date.latest and date.earliest <= found.latest


def _is_disputed(row: Event | Claim) -> bool:
    owner = {"events": row} if isinstance(row, Event) else {"claims": row}
    return Position.objects.filter(dispute__is_approved=True, **owner).exists()
