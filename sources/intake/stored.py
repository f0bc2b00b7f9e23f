"""Drafts of stored texts: what an adapter read, without reading the document again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sources.adapters.base import Block, Draft, Figure, Gap
from sources.identity.records import FIELDS
from sources.models import Passage, Snapshot

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
    read = snapshot.values_read or {"title": source.title, "language": source.language}
    # Its keys are those of `values_of`, which the types of JSON do not say.
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in read.items()
    }
    passages = list(snapshot.passages.order_by("position"))
    return Draft(
        adapter=snapshot.adapter,
        adapter_version=snapshot.adapter_version,
        encoding=snapshot.encoding,
        blocks=tuple(Block(row.kind, row.text, row.level) for row in passages),
        figures=tuple(_figures(snapshot, passages)),
        gaps=tuple(_gaps(snapshot, passages)),
        **values,
    )


def _figures(snapshot: Snapshot, passages: list[Passage]) -> Iterator[Figure]:
    """Yield the images; the caption of each is the index of its block."""
    indexes = {passage.pk: index for index, passage in enumerate(passages)}
    for row in snapshot.figures.order_by("number"):
        caption = None if row.caption_id is None else indexes[row.caption_id]
        yield Figure(row.address, row.address_as_served, row.after, row.alt, caption)


def _gaps(snapshot: Snapshot, passages: list[Passage]) -> Iterator[Gap]:
    """Yield the gaps, each with its offset inside its block instead of the whole text."""
    for at, length, reason in snapshot.gaps:
        for index, row in enumerate(passages):
            if row.start <= at <= row.end:
                yield Gap(index, at - row.start, length, reason)
