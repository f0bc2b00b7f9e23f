"""What keeps quotations within the budget: too much is withheld, the least important first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from events.annotation.verbatim import is_short
from events.editing.quotations.choice import proposed
from events.editing.quotations.public_words import words_of_record
from events.editing.quotations.share import (
    Share,
    quoted_evidence,
    share_limit,
    share_of,
    with_reposts,
)
from events.models import Claim, Event, Evidence
from sources.models import Snapshot, Source

LEAST_REPEATED = 16
"""Tokens: two runs. Less may be a name and a date."""


def sources_of(rows: Iterable[Event | Claim]) -> list[Source]:
    """Return the articles that events and claims rest on."""
    rows = list(rows)
    owners = models.Q(event__in=[row.pk for row in rows if isinstance(row, Event)])
    owners |= models.Q(claim__in=[row.pk for row in rows if isinstance(row, Claim)])
    evidence = Evidence.objects.filter(owners)
    return list(Source.objects.filter(snapshots__evidence__in=evidence).distinct().order_by("pk"))


def keep_within_budget(
    sources: Iterable[Source], newest: Sequence[Event | Claim] = ()
) -> list[Evidence]:
    """Withhold quotations of articles until each is within its budget; return what was withheld.

    The passages of `newest`, which have just become public or were changed, are withheld before
    others. Call this in the transaction that makes words public.
    """
    keys = sorted({row.pk for source in sources for row in with_reposts(source)})
    withheld: list[Evidence] = []
    with transaction.atomic():
        # In the order of their ids. Who makes words of the article public at the same time waits.
        locked = Source.objects.filter(pk__in=keys).order_by("pk")
        for source in locked.select_for_update(of=("self",), no_key=True):
            if not quoted_evidence(with_reposts(source)):
                continue
            if (share := share_of(source)) is not None:
                for row in excess(share, newest):
                    row.quoted = False
                    row.save(update_fields=["quoted"])
                    withheld.append(row)
    return withheld


def on_new_snapshot(snapshot: Snapshot) -> None:
    """Withhold what is too much since a text has become current: an original, or a digest.

    Connected by `settings.SNAPSHOT_HANDLERS`, after the evidence has moved to the text.
    """
    keep_within_budget([snapshot.source])


def require_own_words(row: Event | Claim) -> None:
    """Raise ValidationError if a public record repeats too much of an article in our own words.

    Quotations can be withheld, what a record says cannot.
    """
    for source in sources_of([row]):
        share = share_of(source)
        if share is None or len(share.own) <= share_limit() * share.total:
            continue
        repeated = set().union(*(share.article.given_by(text) for text in words_of_record(row)))
        if len(repeated) >= LEAST_REPEATED:
            message = _(
                "“%(record)s” repeats %(count)s characters or words of “%(title)s”, more than "
                "readers may get of that article. Restate them in other words."
            )
            params = {"record": row, "count": len(repeated), "title": source}
            raise ValidationError(message, params=params, code="repeats")


def excess(share: Share, newest: Sequence[Event | Claim] = ()) -> list[Evidence]:
    """Return the quoted passages that must be withheld for the article to be within its budget.

    A passage whose words readers get from elsewhere as well stays: withholding it changes nothing.
    """
    kept = dict(share.quoted)
    ranked = sorted(kept, key=lambda row: _rank(row, newest), reverse=True)
    removed = [row for row in ranked if not is_short(row.quoted_words)]
    for row in removed:
        del kept[row]
    for row in [row for row in ranked if row in kept]:
        others = share.own.union(*(tokens for other, tokens in kept.items() if other != row))
        is_too_much = not share.with_quoted(kept).is_within_budget and not kept[row] <= others
        if is_too_much or _joins_too_much(row, share, kept):
            del kept[row]
            removed.append(row)
    return removed


def _rank(row: Evidence, newest: Sequence[Event | Claim]) -> tuple[bool, int, int]:
    return row.owner in newest, proposed(row).priority, row.pk


def _joins_too_much(row: Evidence, share: Share, kept: dict[Evidence, set[int]]) -> bool:
    """Return whether the passage is part of a run of quotations that is too long for one."""
    runs = share.article.runs_around(kept[row], set().union(*kept.values()))
    return not all(map(is_short, runs))
