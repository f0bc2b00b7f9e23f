"""Replace the quotations of an article by those that the rule proposes, within the budget."""

from __future__ import annotations

from events.annotation.verbatim import is_short
from events.editing.quotations.budget import keep_within_budget
from events.editing.quotations.choice import Choice, proposed
from events.editing.quotations.share import Share, share_limit, share_of
from events.models import Claim, Event, Evidence
from sources.models import Snapshot, Source

RESERVE = 0.05
"""The part of the budget that the rule leaves for what editors choose and write later."""


def propose_quotations(source: Source) -> list[Evidence]:
    """Choose the quotations of an article's current original; return the evidence that changed.

    Each record is quoted once: for the most important reason, with the fewest words, until the
    budget without RESERVE is used. Call this in a transaction.
    """
    share = share_of(source)
    if share is None:
        return []
    rows = _rows(source)
    choices = {row: proposed(row) for row in rows}
    chosen = _chosen(share, choices)
    changed = []
    for row in rows:
        fields = choices[row].fields | {"quoted": row in chosen}
        if any(getattr(row, name) != value for name, value in fields.items()):
            for name, value in fields.items():
                setattr(row, name, value)
            row.save(update_fields=fields)
            changed.append(row)
    keep_within_budget([source])  # What reposts quote counts, too.
    return changed


def _rows(source: Source) -> list[Evidence]:
    """Return the evidence of public records in the current original."""
    rows = Evidence.objects.filter(
        snapshot__source=source,
        snapshot__kind=Snapshot.Kind.ORIGINAL,
        snapshot__is_current=True,
    ).of_published()
    return list(
        rows.with_sources().select_related("event", "claim__claimant").order_by("start", "pk")
    )


def _chosen(share: Share, choices: dict[Evidence, Choice]) -> set[Evidence]:
    most = share_limit() * (1 - RESERVE) * share.total
    quoted, chosen, done = set[int](), set[Evidence](), set[Event | Claim]()
    words = {
        row: share.article.within(row.start + choice.span[0], row.start + choice.span[1])
        for row, choice in choices.items()
        if choice.span is not None
    }

    def rank(row: Evidence) -> tuple[int, int, int, int]:
        return choices[row].priority, -_importance(row), len(words[row]), row.pk

    for row in sorted(words, key=rank):
        together = quoted | words[row]
        if row.owner in done or not words[row] or len(share.own | together) > most:
            continue
        if all(map(is_short, share.article.runs_around(words[row], together))):
            quoted = together
            chosen.add(row)
            done.add(row.owner)
    return chosen


def _importance(row: Evidence) -> int:
    return row.owner.importance if isinstance(row.owner, Event) else 0
