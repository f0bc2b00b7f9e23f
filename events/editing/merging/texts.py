"""The texts of a merged article belong to the other one, and the passages follow."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from events.editing.reanchoring import QUOTED_TWICE, evidence_text, on_new_snapshot
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


def give_back(former: Mapping[int, Any], source: int, acts: Collection[UUID]) -> None:
    """Give texts back to an article, as they were, with the passages that the merge moved.

    `former` has for each text the write to it before the merge. A passage that was quoted anew
    since stays with the other article. Raise ValidationError if such a text is the current one of
    the other article in the place of another.
    """
    targets = set(Snapshot.objects.filter(pk__in=former).values_list("source_id", flat=True))
    for pk, write in former.items():
        snapshot = Snapshot.objects.get(pk=pk)
        others = Snapshot.objects.filter(source=snapshot.source_id, kind=snapshot.kind)
        if snapshot.is_current and others.exclude(pk__in=former).exists():
            raise ValidationError(
                _("Its text is the current one of “%(source)s”. Make another text current first."),
                params={"source": snapshot.source},
                code="is_current",
            )
        Snapshot.objects.filter(pk=pk).update(
            source=source, number=write.number, is_current=write.is_current
        )
    _restore_places(set(former), acts)
    for article in (source, *targets):
        follow_current(article)


def _restore_places(snapshots: set[int], acts: Collection[UUID]) -> None:
    """Put evidence that the merges moved from these texts back where it was."""
    history = history_of(Evidence)
    moved = history.filter(pgh_context__in=acts).values("pgh_obj_id")
    writes: dict[int, list[Any]] = {}
    for write in history.filter(pgh_obj_id__in=moved).order_by("pgh_id"):
        writes.setdefault(write.pgh_obj_id, []).append(write)
    rows = Evidence.objects.in_bulk(list(writes))
    for pk, history_of_row in writes.items():
        first = next(i for i, write in enumerate(history_of_row) if write.pgh_context_id in acts)
        former = history_of_row[first - 1] if first else None
        if former is None or former.snapshot_id not in snapshots:
            continue
        row = rows.get(pk)
        after = [write for write in history_of_row if write.pgh_context_id in acts][-1]
        if row is None:
            if after.pgh_label == "delete":
                Evidence.objects.bulk_create([_again(former)])
        elif row.span_sha256 == after.span_sha256:
            Evidence.objects.filter(pk=pk).update(**{name: getattr(former, name) for name in PLACE})


def _again(write: Any) -> Evidence:
    return Evidence(
        **{
            field.attname: getattr(write, field.attname)
            for field in Evidence._meta.concrete_fields
            if field.name != "id"
        },
        pk=write.pgh_obj_id,
    )
