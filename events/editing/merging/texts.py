"""The texts of a merged article belong to the other one, and the passages follow."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from events.editing.current_texts import evidence_text
from events.editing.merging.current_rows import store, with_equivalent
from events.editing.merging.original_rows import OriginalRow, original_rows
from events.editing.merging.references import Reference
from events.editing.reanchoring import QUOTED_TWICE, on_new_snapshot
from events.editing.support import require_no_dependants, unsupported
from events.models import Evidence
from sources.models import Snapshot, Source
from sources.models.history import history_of, writes_by_row

PLACE = (
    *("snapshot_id", "start", "end", "quotation", "prefix", "suffix", "sha256"),
    *("anchor", "anchor_note", "block", "block_start", "block_end", "span_sha256"),
    *("quoted", "quote_start", "quote_end"),
)
"""The columns of evidence that say where its passage is, and which words of it are quoted."""


def move(record: models.Model, into: models.Model) -> int:
    """Move the texts of an article to another one and return their number.

    The current texts of the other article stay current. The passages are looked for there; one that
    is quoted for the same event or claim already is deleted. Raise ValidationError if published
    records would lose their support.
    """
    snapshots = list(Snapshot.objects.filter(source=record.pk).order_by("kind", "number"))
    owners = {row.owner for row in Evidence.objects.filter(snapshot__in=snapshots).with_owners()}
    before = unsupported(owners)
    flagged = set(_quoted_twice(snapshots).values_list("pk", flat=True))
    for snapshot in snapshots:
        _give(snapshot, into.pk)
    follow_current(into.pk)
    _quoted_twice(snapshots).exclude(pk__in=flagged).delete()
    require_no_dependants([row for row in unsupported(owners) if row not in before])
    return len(snapshots)


def _quoted_twice(snapshots: Iterable[Snapshot]) -> models.QuerySet[Evidence]:
    """Return the evidence that was not moved, because its record quotes the same words there."""
    return Evidence.objects.filter(snapshot__in=list(snapshots), anchor_note=QUOTED_TWICE)


def follow_current(source: int) -> None:
    """Move the evidence of an article to its current text."""
    if (snapshot := evidence_text(Source.objects.get(pk=source))) is not None:
        on_new_snapshot(snapshot)


def _give(snapshot: Snapshot, source: int) -> None:
    """Let a text belong to an article, under the next number. It replaces no current text."""
    others = Snapshot.objects.filter(source=source, kind=snapshot.kind)
    last = others.aggregate(last=models.Max("number"))["last"] or 0
    Snapshot.objects.filter(pk=snapshot.pk).update(
        source=source,
        number=last + 1,
        is_current=snapshot.is_current and not others.current().exists(),
    )


def moved_texts(source: int, into: int, contexts: Collection[UUID]) -> dict[int, tuple[Any, Any]]:
    """Return the texts that merges moved from an article to another one, where they still are.

    Each with the last write to it before the merges, and the last one that they made. `contexts`
    are those of the merges.
    """
    history = history_of(Snapshot)
    ids = history.filter(source=source).values("pgh_obj_id")
    moved = {}
    for pk, writes in writes_by_row(history.filter(pgh_obj_id__in=ids)).items():
        own = [index for index, write in enumerate(writes) if write.source_id == source][-1]
        later = writes[own + 1 :]
        if later and later[0].pgh_context_id in contexts and later[-1].source_id == into:
            by_merges = [write for write in later if write.pgh_context_id in contexts]
            moved[pk] = (writes[own], by_merges[-1])
    return moved


def return_texts(source: int, into: int, contexts: Collection[UUID]) -> None:
    """Return texts to their article as they were, with the passages that the merge moved.

    A passage that was quoted since from such a text goes with it. Raise ValidationError if somebody
    made such a text the current one of the other article.
    """
    moved = moved_texts(source, into, contexts)
    places = _former_places(set(moved), into, contexts)
    deleted = _deleted_evidence(set(moved), contexts)
    for pk, (before, merged) in moved.items():
        _return_text(Snapshot.objects.get(pk=pk), before, merged)
    for pk, place in places.items():
        Evidence.objects.filter(pk=pk).update(**place)
    store(deleted)
    for article in (source, into):
        follow_current(article)


def _return_text(snapshot: Snapshot, before: Any, merged: Any) -> None:
    """Let a text be as `before` the merge; `merged` is how the merge left it."""
    if snapshot.is_current and not merged.is_current:
        raise ValidationError(
            _("Its text is the current one of “%(source)s”. Make another text current first."),
            params={"source": snapshot.source},
            code="is_current",
        )
    Snapshot.objects.filter(pk=snapshot.pk).update(
        source=before.source_id, number=before.number, is_current=before.is_current
    )


def _former_places(
    moved: Collection[int], into: int, contexts: Collection[UUID]
) -> dict[int, dict[str, Any]]:
    """Return where the evidence was that merges moved from or to these texts, by its id.

    Without what quotes other words since, and what is on the text of a third article now.
    """
    history = history_of(Evidence)
    ids = history.filter(pgh_context__in=contexts).values("pgh_obj_id")
    writes = writes_by_row(history.filter(pgh_obj_id__in=ids))
    rows = Evidence.objects.filter(pk__in=writes, snapshot__source=into)
    places = {}
    for row in rows.defer("snapshot__text"):
        by_merges = [
            index for index, write in enumerate(writes[row.pk]) if write.pgh_context_id in contexts
        ]
        if by_merges[0] == 0:
            continue  # a person quoted it in the same act
        former, last = writes[row.pk][by_merges[0] - 1], writes[row.pk][by_merges[-1]]
        concerns = former.snapshot_id in moved or row.snapshot_id in moved
        if concerns and row.span_sha256 == last.span_sha256:
            places[row.pk] = {name: getattr(former, name) for name in PLACE}
    return places


def _deleted_evidence(moved: Collection[int], contexts: Collection[UUID]) -> list[OriginalRow]:
    """Return the evidence on these texts that merges deleted: the same words were quoted twice."""
    reference = Reference(Evidence, "snapshot", Snapshot)
    rows = original_rows(reference, moved, contexts, deleted=True)
    found = with_equivalent(rows)
    return [row for row in rows if not row.is_deleted and row.pk in found]
