"""Ingest: turn documents into sources. Idempotent, atomic per document, and resumable.

A run first records each of its inputs as a pending item, then processes the items, one transaction
each. A document that cannot be read becomes a failed item with a reason. A killed process leaves
pending items, which the next run takes over. Documents that a killed process had begun come last,
and a document that could not be read in two attempts is parked (`attempts.py`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable

from django.db import DataError, Error, IntegrityError, transaction
from django.utils import timezone

from sources.adapters.base import Draft, SourceError
from sources.intake.attempts import counted_attempt, fail
from sources.intake.documents import ingest_draft, is_unchanged
from sources.intake.files import expand, read_input, storable, target_of
from sources.intake.locks import hold, is_abandoned, lock_writing, release
from sources.intake.reading import ReadingFault, read_document
from sources.models import IngestItem, IngestRun

logger = logging.getLogger(__name__)


class UnstorableDocument(SourceError):
    """A document with a value that the database refuses."""

    code = "unstorable"


def ingest(
    inputs: Iterable[str], report: Callable[[IngestItem], None] = lambda item: None
) -> IngestRun:
    """Ingest files and folders (web addresses are not supported yet). Return the finished run.

    A parked document is read again if its own path is among `inputs`. `report` is called with each
    item, in order, when its result is known. Raise django.db.Error only when the database itself
    fails, and `ReaderUnavailable` when no process can read documents. After these and after
    KeyboardInterrupt, the items finished before are kept, and the next run continues with the rest.
    """
    names = [storable(name) for name in inputs]
    run = _open_run(names)
    named = {storable(target_of(name)) for name in names}
    try:
        # Iterate over ids, so that only one item is in memory at a time.
        pks = run.items.unfinished().order_by("attempts", "pk").values_list("pk", flat=True)
        for pk in list(pks):
            item = IngestItem.objects.get(pk=pk)
            report(_ingest_item(item, is_named=item.input in named))
        run.finished_at = timezone.now()
        run.save(update_fields=["finished_at"])
    finally:
        release(run)
    return run


def _ingest_item(item: IngestItem, *, is_named: bool) -> IngestItem:
    """Ingest one item; its source and its status are saved in one transaction."""
    try:
        data = read_input(item.input)
        if is_unchanged(item, data):
            _finish(item)
            return item
        with counted_attempt(item, data, is_named=is_named):
            # Before the lock: other runs can write while this one reads.
            draft = read_document(data, item.input)
            _store(item, data, draft)
    except SourceError as error:
        fail(item, error)
        item.finished_at = timezone.now()
        item.save()
    return item


def _store(item: IngestItem, data: bytes, draft: Draft) -> None:
    """Save a draft and its item in one transaction. Raise a SourceError if it cannot be stored."""
    try:
        with transaction.atomic():
            # One writer at a time: two runs with the same article must not both create it.
            lock_writing()
            ingest_draft(item, data, draft)
            _finish(item)
    except (DataError, IntegrityError) as error:
        reason = str(error).splitlines()[0]
        raise UnstorableDocument(f"A value in it cannot be stored: {reason}.") from error
    except (Error, SourceError):
        raise
    except Exception as error:
        logger.exception("storing %s failed", item.input)
        raise ReadingFault(
            f"Storing it failed unexpectedly ({type(error).__name__}: {error}). Please report it."
        ) from error


def _finish(item: IngestItem) -> None:
    item.attempts = 0
    item.finished_at = timezone.now()
    item.save()


def _open_run(inputs: list[str]) -> IngestRun:
    """Create a run with an item for each input, and for each unfinished item of killed runs."""
    with transaction.atomic():
        run = IngestRun.objects.create(inputs=inputs)
        hold(run)
        unfinished = {item.input: item for item in _take_over_items(run)}
        items = []
        for name in dict.fromkeys([*expand(inputs), *unfinished]):
            item = IngestItem(run=run, input=name)
            if begun := unfinished.get(name):
                item.attempts, item.sha256 = begun.attempts, begun.sha256
            items.append(item)
        IngestItem.objects.bulk_create(items)
    return run


def _take_over_items(run: IngestRun) -> list[IngestItem]:
    """Return the unfinished items of runs whose process has ended, and close those runs."""
    items: list[IngestItem] = []
    for killed_run in IngestRun.objects.filter(finished_at=None).exclude(pk=run.pk).order_by("pk"):
        # An active run holds its lock; the lock of a killed run ended with its connection.
        if not is_abandoned(killed_run):
            continue
        unfinished = killed_run.items.unfinished()
        items += unfinished.order_by("pk")
        unfinished.delete()
        killed_run.finished_at = timezone.now()
        killed_run.save(update_fields=["finished_at"])
    return items
