"""Save a draft as a snapshot with its passages and figures."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.utils.module_loading import import_string

from sources.adapters.base import Draft
from sources.models import Figure, Passage, Snapshot, Source


def store(source: Source, draft: Draft, data: bytes, kind: str) -> Snapshot:
    """Save a draft as the current snapshot of its kind, and call the handlers of new snapshots.

    The handlers are settings.SNAPSHOT_HANDLERS. Call this in a transaction: it clears `is_current`
    of the former snapshot and writes several tables.
    """
    newest = source.snapshots.filter(kind=kind).order_by("-number").first()
    source.snapshots.filter(kind=kind, is_current=True).update(is_current=False)
    snapshot = Snapshot.objects.create(
        source=source,
        kind=kind,
        number=newest.number + 1 if newest else 1,
        content=data,
        sha256=hashlib.sha256(data).hexdigest(),
        text=draft.text,
        text_sha256=Snapshot.digest_of(draft.text),
        adapter=draft.adapter,
        adapter_version=draft.adapter_version,
        encoding=draft.encoding,
        gaps=_gaps(draft),
    )
    _store_figures(snapshot, draft, _store_passages(snapshot, draft))
    for handler in settings.SNAPSHOT_HANDLERS:
        import_string(handler)(snapshot)
    return snapshot


def _gaps(draft: Draft) -> list[list[int | str]]:
    """Return the draft's gaps as [offset in the whole text, length, reason]."""
    offsets = [start for start, _end in draft.spans]
    return [[offsets[gap.block] + gap.at, gap.length, gap.reason] for gap in draft.gaps]


def _store_passages(snapshot: Snapshot, draft: Draft) -> list[Passage]:
    blocks = enumerate(zip(draft.blocks, draft.spans, strict=True), 1)
    return Passage.objects.bulk_create(
        Passage(
            snapshot=snapshot,
            position=position,
            kind=block.kind,
            level=block.level,
            start=start,
            end=end,
            text=block.text,
        )
        for position, (block, (start, end)) in blocks
    )


def _store_figures(snapshot: Snapshot, draft: Draft, passages: list[Passage]) -> None:
    Figure.objects.bulk_create(
        Figure(
            snapshot=snapshot,
            number=number,
            after=figure.after,
            address=figure.address,
            address_as_served=figure.address_as_served,
            alt=figure.alt,
            caption=None if figure.caption is None else passages[figure.caption],
        )
        for number, figure in enumerate(draft.figures, 1)
    )
