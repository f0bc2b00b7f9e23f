"""Attempts to read a document. A document that fails unexpectedly twice is parked.

Unexpectedly: the process was killed, out of memory or too slow, or an adapter has a bug. Other
failures, such as an empty file, are certain after one attempt, take no time, and are not counted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import Error

from sources.adapters.base import SourceError
from sources.intake.reading import PoisonDocument, ReaderUnavailable
from sources.models import IngestItem

KILLED = "killed"


class ParkedDocument(SourceError):
    """A document that is not read because earlier attempts failed; `code` is that of the last."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


def count_attempt(item: IngestItem, data: bytes, *, is_named: bool) -> None:
    """Save that reading an item begins. Raise `ParkedDocument` if it must not.

    Attempts count for the same bytes at the same path. If the document is parked, it is read again
    only if `is_named`: a person gave its path. Call this outside a transaction, because the number
    must be saved even if reading ends the process.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    if item.sha256 != sha256:
        item.attempts = 0
    item.sha256 = sha256
    if item.attempts >= IngestItem.MAX_ATTEMPTS:
        raise ParkedDocument("The process ended each time it read this document.", KILLED)
    previous = IngestItem.objects.of_same_input(item).first()
    if previous and previous.sha256 == sha256 and previous.status in IngestItem.FAILURES:
        is_parked = previous.attempts >= IngestItem.MAX_ATTEMPTS
        if is_parked and not is_named:
            item.attempts = previous.attempts
            raise ParkedDocument(previous.error, previous.error_code)
        if not is_parked:
            item.attempts = max(item.attempts, previous.attempts)
    item.attempts += 1
    item.save(update_fields=["attempts", "sha256"])


@contextmanager
def counted_attempt(item: IngestItem, data: bytes, *, is_named: bool) -> Iterator[None]:
    """Count an attempt as `count_attempt` does, unless a person or the database ends the block.

    The interruption may come at any moment, also while the attempt is being counted. What is saved
    is therefore what was saved before, and not one attempt less.
    """
    before = {"attempts": item.attempts, "sha256": item.sha256}
    try:
        count_attempt(item, data, is_named=is_named)
        yield
    except (KeyboardInterrupt, Error, ReaderUnavailable):
        with suppress(Error):
            IngestItem.objects.unfinished().filter(pk=item.pk).update(**before)
        raise


def fail(item: IngestItem, error: SourceError) -> None:
    """Set the status of an item that could not be ingested, without saving it."""
    item.source = item.snapshot = None
    item.error_code, item.error = error.code, str(error)
    item.status = IngestItem.Status.FAILED
    if not isinstance(error, PoisonDocument | ParkedDocument):
        item.attempts = 0
    elif item.attempts >= IngestItem.MAX_ATTEMPTS:
        item.status = IngestItem.Status.PARKED
