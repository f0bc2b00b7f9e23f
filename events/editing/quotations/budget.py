"""What keeps quotations within the budget: too much is withheld, the least important first."""

from __future__ import annotations

from collections.abc import Iterable

import pghistory
from django.db import transaction

from events.annotation.verbatim import is_short
from events.editing.quotations.choice import proposed
from events.editing.quotations.share import Share, family, quoting, share_of
from events.models import Claim, Event, Evidence
from sources.models import Snapshot, Source

REASON = "quotation budget"
"""The reason in the history of what was withheld."""


def sources_of(row: Event | Claim) -> list[Source]:
    """Return the articles that an event or a claim rests on."""
    return list(Source.objects.filter(snapshots__evidence__in=row.evidence.all()).distinct())


def keep_within_budget(
    sources: Iterable[Source], newest: Event | Claim | None = None
) -> list[Evidence]:
    """Withhold quotations of articles until each is within its budget; return what was withheld.

    The passages of `newest`, which has just become public or was changed, are withheld before
    others. Call this in the transaction that makes words public.
    """
    keys = sorted({row.pk for source in sources for row in family(source)})
    withheld: list[Evidence] = []
    with transaction.atomic(), pghistory.context(reason=REASON):
        # In the order of their ids. Who makes words of the article public at the same time waits.
        locked = Source.objects.filter(pk__in=keys).order_by("pk")
        for source in locked.select_for_update(of=("self",), no_key=True):
            if not quoting(family(source)):
                continue
            if (share := share_of(source)) is not None:
                for row in excess(share, newest):
                    row.quoted = False
                    row.save(update_fields=["quoted"])
                    withheld.append(row)
    return withheld


def on_new_snapshot(snapshot: Snapshot) -> None:
    """Withhold what is too much of a text that has just become current, if it is an original.

    Connected by `settings.SNAPSHOT_HANDLERS`, after the evidence has moved to the text.
    """
    if snapshot.kind == Snapshot.Kind.ORIGINAL:
        keep_within_budget([snapshot.source])


def excess(share: Share, newest: Event | Claim | None = None) -> list[Evidence]:
    """Return the quoted passages that must be withheld for the article to be within its budget."""
    kept = dict(share.quoted)
    ranked = sorted(kept, key=lambda row: _rank(row, newest), reverse=True)
    removed = [row for row in ranked if not is_short(row.quoted_words)]
    for row in removed:
        del kept[row]
    for row in ranked:
        if row not in kept:
            continue
        within = share.with_quoted(kept).is_within_budget
        if within and not (kept[row] and _joins_too_much(row, share, kept)):
            continue
        del kept[row]
        removed.append(row)
    return removed


def _rank(row: Evidence, newest: Event | Claim | None) -> tuple[bool, int, int]:
    return row.owner == newest, proposed(row).priority, row.pk


def _joins_too_much(row: Evidence, share: Share, kept: dict[Evidence, set[int]]) -> bool:
    """Return whether the passage is part of a run of quotations that is too long for one."""
    return not is_short(share.article.run_around(kept[row], set().union(*kept.values())))
