"""Ingest: turn documents into sources. Idempotent, atomic per document, and resumable.

A run first records each of its inputs as a pending item, then processes the items, one transaction
each. A document that cannot be read becomes a failed item with a reason. A killed process leaves
pending items, which the next run takes over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import DataError, connection, transaction
from django.utils import timezone

from sources.adapters.base import SourceError
from sources.intake.documents import ingest_bytes
from sources.intake.files import expand, read_input, storable
from sources.models import IngestItem, IngestRun

# Arbitrary ids of advisory locks: one to write documents, one that each active run holds.
WRITE_LOCK, RUN_LOCK = 7243001, 7243002


def ingest(
    inputs: Iterable[str], report: Callable[[IngestItem], None] = lambda item: None
) -> IngestRun:
    """Ingest files and folders (web addresses are not supported yet). Return the finished run.

    `report` is called with each item, in order, when its result is known. Raise django.db.Error
    only when the database itself fails; the items finished before that are kept, and the next run
    continues with the rest.
    """
    run = _open_run([storable(name) for name in inputs])
    # Iterate over ids, so that only one item is in memory at a time.
    for pk in list(run.items.unfinished().order_by("pk").values_list("pk", flat=True)):
        report(_ingest_item(IngestItem.objects.get(pk=pk)))
    run.finished_at = timezone.now()
    run.save(update_fields=["finished_at"])
    _unlock(run)
    return run


def _ingest_item(item: IngestItem) -> IngestItem:
    """Ingest one item; its source and its status are saved in one transaction."""
    try:
        data = read_input(item.input)
        with transaction.atomic():
            # One writer at a time: two runs with the same article must not both create it.
            _lock("pg_advisory_xact_lock", WRITE_LOCK, 0)
            ingest_bytes(item, data)
            _finish(item)
    except SourceError as error:
        item.status, item.error_code, item.error = IngestItem.Status.FAILED, error.code, str(error)
        _finish(item)
    except DataError as error:
        # A value of this document does not fit its column; continue with the other documents.
        item.status, item.source, item.snapshot = IngestItem.Status.FAILED, None, None
        item.error_code = "unstorable"
        item.error = f"A value in it cannot be stored: {str(error).splitlines()[0]}."
        _finish(item)
    return item


def _finish(item: IngestItem) -> None:
    item.finished_at = timezone.now()
    item.save()


def _open_run(inputs: list[str]) -> IngestRun:
    """Create a run with an item for each input, and for each unfinished item of killed runs."""
    with transaction.atomic():
        run = IngestRun.objects.create(inputs=inputs)
        _lock("pg_advisory_lock", RUN_LOCK, run.pk)
        names = list(dict.fromkeys([*_take_over_inputs(run), *expand(inputs)]))
        IngestItem.objects.bulk_create(IngestItem(run=run, input=name) for name in names)
    return run


def _take_over_inputs(run: IngestRun) -> list[str]:
    """Return the unfinished inputs of runs whose process has ended, and close those runs."""
    names: list[str] = []
    for killed_run in IngestRun.objects.filter(finished_at=None).exclude(pk=run.pk).order_by("pk"):
        # An active run holds its lock; the lock of a killed run ended with its connection.
        if not _lock("pg_try_advisory_xact_lock", RUN_LOCK, killed_run.pk):
            continue
        unfinished = killed_run.items.unfinished()
        names += unfinished.values_list("input", flat=True)
        unfinished.delete()
        killed_run.finished_at = timezone.now()
        killed_run.save(update_fields=["finished_at"])
    return names


def _lock(function: str, kind: int, key: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [kind, key])
        return bool(cursor.fetchone()[0])


def _unlock(run: IngestRun) -> None:
    _lock("pg_advisory_unlock", RUN_LOCK, run.pk)
