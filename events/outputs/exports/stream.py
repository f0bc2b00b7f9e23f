"""Rows out of the database and bytes to a reader, a million of them in the memory of a thousand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from django.db.models import QuerySet
from django.utils import translation

CHUNK_ROWS = 500
"""Rows read at once, with all that belongs to them: about a megabyte of events."""
BLOCK_CHARACTERS = 32 * 1024
"""Characters sent at once."""


def in_chunks(
    ids: QuerySet, load: Callable[[Sequence[int]], dict[int, object]], *, size: int = CHUNK_ROWS
) -> Iterator[object]:
    """The rows whose ids a query finds, in its order, `size` at a time.

    The ids come from a cursor on the server. Outside a transaction PostgreSQL keeps its result
    aside before the first row is sent: ids alone are small and read from an index, whole rows with
    their counts would be a copy of the table. No transaction stays open while a slow reader reads.
    A reader who leaves in the middle ends the generator, which closes the cursor.
    A row that `load` does not find any more, because it was retracted meanwhile, is left out.
    """
    numbers = ids.values_list("pk", flat=True).iterator(chunk_size=size)
    while batch := list(islice(numbers, size)):
        found = load(batch)
        yield from (found[number] for number in batch if number in found)


def blocks(
    pieces: Iterable[str], *, language: str, size: int = BLOCK_CHARACTERS
) -> Iterator[bytes]:
    """UTF-8 of the pieces, joined to blocks worth sending.

    The language is active while a block is made and not while it is sent: between two blocks the
    thread is the server's.
    """
    source = iter(pieces)
    while block := _block(source, language, size):
        yield block


def _block(source: Iterator[str], language: str, size: int) -> bytes:
    held, length = [], 0
    with translation.override(language):
        for piece in source:
            held.append(piece)
            length += len(piece)
            if length >= size:
                break
    return "".join(held).encode()
