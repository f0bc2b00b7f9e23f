"""The texts of a merged article belong to the other one, and the passages follow."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from events.editing.current_texts import evidence_text
from events.editing.merging.intended import Intended, intended_rows
from events.editing.merging.references import Reference
from events.editing.reanchoring import QUOTED_TWICE, on_new_snapshot
from events.editing.support import require_no_dependants, unsupported
from events.models import Evidence
from sources.models import Snapshot, Source
from sources.models.history import history_of

PLACE = (
    *("snapshot_id", "start", "end", "quotation", "prefix", "suffix", "sha256"),
    *("anchor", "anchor_note", "block", "block_start", "block_end", "span_sha256"),
)
"""The columns of evidence that say where its passage is."""


def move(record: models.Model, into: models.Model) -> int:
    """Move the texts of an article to another one and return their number.

    The current texts of the other article stay current. The passages are looked for there; one that
    is quoted for the same event or claim already is deleted. Raise ValidationError if published
    records would lose their support.
    """
    snapshots = list(Snapshot.objects.filter(source=record.pk).order_by("kind", "number"))
    owners = {row.owner for row in Evidence.objects.filter(snapshot__in=snapshots).with_owners()}
    before = unsupported(owners)
    for snapshot in snapshots:
        _give(snapshot, into.pk)
    follow_current(into.pk)
    Evidence.objects.filter(snapshot__in=snapshots, anchor_note=QUOTED_TWICE).delete()
    require_no_dependants([row for row in unsupported(owners) if row not in before])
    return len(snapshots)


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


def moved_texts(source: int, into: int, acts: Collection[UUID]) -> dict[int, tuple[Any, Any]]:
    """Return the texts that merges took from an article to another one, where they still are.

    Each with the last write to it before, and the last one of a merge.
    """
    history = history_of(Snapshot)
    ids = history.filter(source=source).values("pgh_obj_id")
    writes: dict[int, list[Any]] = {}
    for write in history.filter(pgh_obj_id__in=ids).order_by("pgh_id"):
        writes.setdefault(write.pgh_obj_id, []).append(write)
    moved = {}
    for pk, of in writes.items():
        own = [index for index, write in enumerate(of) if write.source_id == source][-1]
        later = of[own + 1 :]
        if later and later[0].pgh_context_id in acts and later[-1].source_id == into:
            by_merges = [write for write in later if write.pgh_context_id in acts]
            moved[pk] = (of[own], by_merges[-1])
    return moved


def give_back(source: int, into: int, acts: Collection[UUID]) -> None:
    """Give texts back to an article as they were, with the passages that the merge moved.

    A passage that was quoted since from such a text goes with it. Raise ValidationError if somebody
    made such a text the current one of the other article.
    """
    moved = moved_texts(source, into, acts)
    places = _former_places(set(moved), into, acts)
    deleted = _deleted_evidence(set(moved), acts)
    for pk, (before, merged) in moved.items():
        snapshot = Snapshot.objects.get(pk=pk)
        if snapshot.is_current and not merged.is_current:
            raise ValidationError(
                _("Its text is the current one of “%(source)s”. Make another text current first."),
                params={"source": snapshot.source},
                code="is_current",
            )
        Snapshot.objects.filter(pk=pk).update(
            source=source, number=before.number, is_current=before.is_current
        )
    for pk, place in places.items():
        Evidence.objects.filter(pk=pk).update(**place)
    for row in deleted:
        if row.is_complete and row.is_free:
            Evidence.objects.bulk_create([cast(Evidence, row.row())])
    for article in (source, into):
        follow_current(article)


def _former_places(
    moved: Collection[int], into: int, acts: Collection[UUID]
) -> dict[int, dict[str, Any]]:
    """Return where the evidence was that merges moved from or to these texts, by its id.

    Without what quotes other words since, and what is on the text of a third article now.
    """
    history = history_of(Evidence)
    ids = history.filter(pgh_context__in=acts).values("pgh_obj_id")
    writes: dict[int, list[Any]] = {}
    for write in history.filter(pgh_obj_id__in=ids).order_by("pgh_id"):
        writes.setdefault(write.pgh_obj_id, []).append(write)
    rows = Evidence.objects.filter(pk__in=writes).select_related("snapshot")
    places = {}
    for row in rows.defer("snapshot__text"):
        of = writes[row.pk]
        first = next(index for index, write in enumerate(of) if write.pgh_context_id in acts)
        last = [write for write in of if write.pgh_context_id in acts][-1]
        former = of[first - 1] if first else None
        if former is None or row.span_sha256 != last.span_sha256:
            continue
        concerns = former.snapshot_id in moved or row.snapshot_id in moved
        if concerns and row.snapshot.source_id == into:
            places[row.pk] = {name: getattr(former, name) for name in PLACE}
    return places


def _deleted_evidence(moved: Collection[int], acts: Collection[UUID]) -> list[Intended]:
    """Return the evidence on these texts that merges deleted: the same words were quoted twice."""
    reference = Reference(Evidence, "snapshot", Snapshot)
    return [
        row
        for row in intended_rows(reference, moved, acts, deleted=True, column_is_reference=False)
        if row.is_meant and row.is_represented
    ]
