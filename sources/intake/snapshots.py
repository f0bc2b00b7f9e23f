"""Save drafts as snapshots, and decide which snapshot of an article is current."""

from __future__ import annotations

import hashlib
import math

import pgtrigger
from django.conf import settings
from django.utils.module_loading import import_string

from sources.adapters.base import Draft
from sources.identity.containment import containment, shingles_of, tokens_of
from sources.identity.sketches import save_sketch
from sources.intake.stored import values_of
from sources.models import Figure, Passage, Snapshot, Source

# Less than this of the current text is another article, a stub, or a page that replaced it.
MIN_TEXT_KEPT = 0.8
# An article that quotes the current text as a whole is mostly other text.
MIN_TEXT_REPEATED = 0.5


def store(source: Source, draft: Draft, data: bytes, kind: str) -> Snapshot:
    """Save a draft as the current snapshot of its kind.

    Call this in a transaction: it writes several tables.
    """
    snapshot = store_aside(source, draft, data, kind)
    make_current(snapshot)
    return snapshot


def store_aside(source: Source, draft: Draft, data: bytes, kind: str) -> Snapshot:
    """Save a draft as a snapshot that is not current. Call this in a transaction."""
    newest = source.snapshots.filter(kind=kind).order_by("-number").first()
    snapshot = Snapshot.objects.create(
        source=source,
        kind=kind,
        number=newest.number + 1 if newest else 1,
        is_current=False,
        content=data,
        sha256=hashlib.sha256(data).hexdigest(),
        text=draft.text,
        text_sha256=Snapshot.digest_of(draft.text),
        adapter=draft.adapter,
        adapter_version=draft.adapter_version,
        encoding=draft.encoding,
        gaps=_gaps(draft),
        values_read=values_of(draft),
    )
    _store_figures(snapshot, draft, _store_passages(snapshot, draft))
    if kind == Snapshot.Kind.ORIGINAL:
        save_sketch(snapshot)
    return snapshot


def holds(snapshot: Snapshot, draft: Draft) -> bool:
    """Return whether a snapshot has the blocks, gaps and figures of a draft."""
    blocks = [(block.kind, block.level, block.text) for block in draft.blocks]
    figures = [
        (
            *(figure.after, figure.address, figure.address_as_served, figure.alt),
            None if figure.caption is None else figure.caption + 1,
        )
        for figure in draft.figures
    ]
    passages = snapshot.passages.order_by("position").values_list("kind", "level", "text")
    columns = ("after", "address", "address_as_served", "alt", "caption__position")
    return (
        list(passages) == blocks
        and snapshot.gaps == _gaps(draft)
        and list(snapshot.figures.order_by("number").values_list(*columns)) == figures
    )


def mark_as_read(snapshot: Snapshot, draft: Draft) -> None:
    """Save that the adapter of a draft reads the bytes of a snapshot, which holds the draft.

    Snapshots are never edited otherwise. What was read beside the text is that of this reading.
    """
    with pgtrigger.ignore("sources.Snapshot:snapshot_never_edited"):
        Snapshot.objects.filter(pk=snapshot.pk).update(
            adapter=draft.adapter,
            adapter_version=draft.adapter_version,
            values_read=values_of(draft),
        )


def make_current(snapshot: Snapshot) -> None:
    """Make a snapshot the current one of its kind, and call settings.SNAPSHOT_HANDLERS with it.

    The doubt that it is not current is settled. Call this in a transaction: the handlers move
    evidence to it.
    """
    others = Snapshot.objects.filter(source=snapshot.source_id, kind=snapshot.kind)
    others.exclude(pk=snapshot.pk).filter(is_current=True).update(is_current=False)
    Snapshot.objects.filter(pk=snapshot.pk).update(is_current=True)
    snapshot.is_current = True
    settle_not_current(snapshot)
    for handler in settings.SNAPSHOT_HANDLERS:
        import_string(handler)(snapshot)


def objections(snapshot: Snapshot, *, is_same_page: bool) -> list[str]:
    """Return why an original must not become current without a person; empty if it may.

    It must hold most of the current text. The text of an accepted article must not get shorter, nor
    be replaced by the text of another page that contains it, and it must keep what supports
    published records: settings.SNAPSHOT_GUARDS names the functions that know.
    """
    found = []
    current = snapshot.source.snapshots.originals().current().exclude(pk=snapshot.pk).first()
    if current is not None:
        old, new = shingles_of(current.text), shingles_of(snapshot.text)
        held, repeated = containment(old, new), containment(new, old)
        is_accepted = snapshot.source.state == Source.State.ACCEPTED
        if held < MIN_TEXT_KEPT:
            # Rounded down: 79.6 % must not read as the limit that it misses.
            found.append(f"It has {math.floor(round(held * 100, 6))}% of the current text.")
        elif is_accepted and len(tokens_of(snapshot.text)) < len(tokens_of(current.text)):
            found.append("It is shorter than the current text, which is accepted.")
        elif is_accepted and not is_same_page and repeated < MIN_TEXT_REPEATED:
            found.append("Most of it is not in the current text, which is accepted.")
    for guard in settings.SNAPSHOT_GUARDS:
        found += import_string(guard)(snapshot)
    return found


def not_current(snapshot: Snapshot, reasons: list[str]) -> str:
    """Return the doubt about a text that is stored but not current."""
    return f"{_not_current(snapshot)} {' '.join(reasons)}"


def _not_current(snapshot: Snapshot) -> str:
    return f"Text {snapshot.number} is not current."


def settle_not_current(snapshot: Snapshot) -> None:
    """Remove the doubt that an original is not current, since its place is decided now."""
    source = snapshot.source
    if snapshot.kind != Snapshot.Kind.ORIGINAL:
        return
    doubts = [doubt for doubt in source.doubts if not doubt.startswith(_not_current(snapshot))]
    if doubts != source.doubts:
        source.doubts = doubts
        source.save(update_fields=["doubts"])


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
