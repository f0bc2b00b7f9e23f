"""Drafts of stored texts: what an adapter read, without reading the document again."""

from __future__ import annotations

from sources.adapters.base import Block, Draft, Figure, Gap
from sources.identity.records import FIELDS
from sources.models import Snapshot

VALUES = (*FIELDS, "doubts")
"""The values of a draft, beside its text, that `Snapshot.values_read` holds."""

Values = dict[str, str | list[str]]


def values_of(draft: Draft) -> Values:
    """Return the bibliographic values and doubts of a draft as JSON."""
    values = {name: getattr(draft, name) for name in VALUES}
    return {name: list(v) if isinstance(v, tuple) else v for name, v in values.items()}


def draft_of(snapshot: Snapshot) -> Draft:
    """Return the draft that a snapshot was saved from.

    Snapshots from before `values_read` have only the text; the title and language are then those of
    the article, and other values are empty.
    """
    source = snapshot.source
    values = snapshot.values_read or {"title": source.title, "language": source.language}
    blocks = list(snapshot.passages.order_by("position"))
    positions = {passage.pk: index for index, passage in enumerate(blocks)}
    return Draft(
        adapter=snapshot.adapter,
        adapter_version=snapshot.adapter_version,
        encoding=snapshot.encoding,
        blocks=tuple(Block(row.kind, row.text, row.level) for row in blocks),
        figures=tuple(
            Figure(
                row.address,
                row.address_as_served,
                row.after,
                row.alt,
                None if row.caption_id is None else positions[row.caption_id],
            )
            for row in snapshot.figures.order_by("number")
        ),
        gaps=tuple(
            Gap(index, at - row.start, length, reason)
            for at, length, reason in snapshot.gaps
            for index, row in enumerate(blocks)
            if row.start <= at <= row.end
        ),
        **{name: tuple(v) if isinstance(v, list) else v for name, v in values.items()},
    )
