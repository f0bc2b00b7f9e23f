"""Streaming: rows from the database to the client, with memory for one chunk at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from django.db.models import QuerySet
from django.utils import translation

Row = TypeVar("Row")

CHUNK_ROWS = 500
"""Rows loaded at once, with their relations: about a megabyte of events."""
BLOCK_CHARACTERS = 32 * 1024
"""A block is sent when it has this many characters."""


def in_chunks(
    ids: QuerySet, load: Callable[[Sequence[int]], Mapping[int, Row]], *, size: int = CHUNK_ROWS
) -> Iterator[Row]:
    """Yield the rows with the ids of a query, in its order, loaded `size` at a time.

    The ids come from a server-side cursor. Outside a transaction, PostgreSQL materializes its
    result before the first row is sent: ids alone are small and read from an index, whole rows with
    their counts would be a copy of the table. No transaction stays open while a slow client reads.
    If the client disconnects, the generator ends and closes the cursor. A row that `load` does not
    return, because it was retracted in the meantime, is left out.
    """
    numbers = ids.values_list("pk", flat=True).iterator(chunk_size=size)
    while batch := list(islice(numbers, size)):
        rows = load(batch)
        yield from (rows[number] for number in batch if number in rows)


def blocks(
    pieces: Iterable[str], *, language: str, size: int = BLOCK_CHARACTERS
) -> Iterator[bytes]:
    """Yield the pieces as UTF-8, joined into blocks that are large enough to send.

    The language is active while a block is made, but not while it is sent: between two blocks the
    server uses the thread for other work.
    """
    source = iter(pieces)
    while block := _block(source, language, size):
        yield block


def _block(source: Iterator[str], language: str, size: int) -> bytes:
    buffer, length = [], 0
    with translation.override(language):
        for piece in source:
            buffer.append(piece)
            length += len(piece)
            if length >= size:
                break
    return "".join(buffer).encode()
