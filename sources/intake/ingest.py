"""Ingest: turn documents into sources. Idempotent, atomic per document, and resumable.

A run first records each of its inputs as a pending item, then processes the items, one transaction
each. A document that cannot be read becomes a failed item with a reason. A killed process leaves
pending items, which the next run takes over.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from django.db import DataError, connection, transaction
from django.utils import timezone

from sources import adapters
from sources.adapters.base import (
    MAX_DOCUMENT_BYTES,
    DocumentTooLarge,
    Draft,
    EmptyDocument,
    SourceError,
)
from sources.identity.matching import find_source, make_source
from sources.intake.snapshots import store
from sources.models import IngestItem, IngestRun, Snapshot

# Arbitrary ids of advisory locks: one to write documents, one that each active run holds.
WRITE_LOCK, RUN_LOCK = 7243001, 7243002

logger = logging.getLogger(__name__)


class AddressNotSupported(SourceError):
    """An input that is a web address; fetching is not implemented."""

    code = "address"


class UnreadableFile(SourceError):
    """A path that does not exist, is not a regular file, or is not readable."""

    code = "file"


class ReadingFault(SourceError):
    """A bug in an adapter; logged with its traceback."""

    code = "fault"


def ingest(
    inputs: Iterable[str], report: Callable[[IngestItem], None] = lambda item: None
) -> IngestRun:
    """Ingest files and folders (web addresses are not supported yet). Return the finished run.

    `report` is called with each item, in order, when its result is known. Raise django.db.Error
    only when the database itself fails; the items finished before that are kept, and the next run
    continues with the rest.
    """
    run = _open_run([_storable(name) for name in inputs])
    # Iterate over ids, so that only one item is in memory at a time.
    for pk in list(run.items.unfinished().order_by("pk").values_list("pk", flat=True)):
        report(_ingest_item(IngestItem.objects.get(pk=pk)))
    run.finished_at = timezone.now()
    run.save(update_fields=["finished_at"])
    _unlock(run)
    return run


def expand(inputs: Iterable[str]) -> Iterator[str]:
    """Yield each file of each folder, sorted by path, without duplicates.

    Paths of files and web addresses are yielded unchanged.
    """
    seen = set()
    for name in inputs:
        paths = [name] if _is_address(name) else _files(Path(name))
        for path in map(_storable, paths):
            if path not in seen:
                seen.add(path)
                yield path


def _files(path: Path) -> list[str]:
    """Return the path itself, or all files below a folder, without hidden ones."""
    try:
        if not path.is_dir():
            return [str(path)]
        return [
            str(file)
            for file in sorted(path.rglob("*"))
            if file.is_file()
            and not any(part.startswith(".") for part in file.relative_to(path).parts)
        ]
    except OSError:
        # Reading the path later reports the error.
        return [str(path)]


def _storable(name: str) -> str:
    """Return a path as valid UTF-8 for the database; other bytes become backslash escapes."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def read_input(name: str) -> bytes:
    """Return the bytes of one input. Raise a SourceError whose message says what to do."""
    if _is_address(name):
        raise AddressNotSupported(
            "Addresses cannot be fetched yet. Save the page as a file and give its path."
        )
    path = Path(name)
    try:
        if not path.exists():
            hint = " Its name is not UTF-8: rename it." if "\\x" in name else ""
            raise UnreadableFile(f"There is no such file.{hint}")
        if not path.is_file():
            raise UnreadableFile("This is not a regular file.")
        if path.stat().st_size > MAX_DOCUMENT_BYTES:
            raise DocumentTooLarge("The file is over 20 MB. An article is smaller: save its text.")
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"The file cannot be read: {error.strerror or error}.") from error
    if not data.strip():
        raise EmptyDocument("The file is empty.")
    return data


def _ingest_item(item: IngestItem) -> IngestItem:
    """Ingest one item; its source and its status are saved in one transaction."""
    try:
        data = read_input(item.input)
        with transaction.atomic():
            # One writer at a time: two runs with the same article must not both create it.
            _lock("pg_advisory_xact_lock", WRITE_LOCK, 0)
            _ingest_bytes(item, data)
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


def _ingest_bytes(item: IngestItem, data: bytes) -> None:
    item.sha256 = hashlib.sha256(data).hexdigest()
    same_bytes = Snapshot.objects.originals().filter(sha256=item.sha256).select_related("source")
    snapshot = same_bytes.order_by("-pk").first()
    if snapshot and adapters.is_current(snapshot) and not _is_reverted(item, snapshot):
        item.status, item.source, item.snapshot = (
            IngestItem.Status.UNCHANGED,
            snapshot.source,
            snapshot,
        )
        return
    draft = _read(data, item.input)
    source = (snapshot.source if snapshot else None) or find_source(draft, item.input)
    item.status = IngestItem.Status.UPDATED if source else IngestItem.Status.CREATED
    item.source = source = make_source(draft, source)
    same_snapshots = (
        source.snapshots.originals()
        .current()
        .filter(text_sha256=Snapshot.digest_of(draft.text), sha256=item.sha256)
    )
    if snapshot := same_snapshots.first():
        item.status, item.snapshot = IngestItem.Status.UNCHANGED, snapshot
        return
    item.snapshot = store(source, draft, data, Snapshot.Kind.ORIGINAL)


def _is_reverted(item: IngestItem, snapshot: Snapshot) -> bool:
    """Return whether the file contains an earlier text of its article again, after another text.

    False for two copies of an article with different bytes: neither file has changed.
    """
    if snapshot.is_current:
        return False
    earlier_items = IngestItem.objects.filter(input=item.input, source=snapshot.source_id)
    last_item = earlier_items.exclude(pk=item.pk).order_by("-pk").first()
    return last_item is not None and last_item.sha256 != item.sha256


def _read(data: bytes, name: str) -> Draft:
    try:
        return adapters.read(data, name)
    except SourceError:
        raise
    except Exception as error:
        # A page on which a parser fails must not stop the run. The adapters do not use the
        # database, so only this document can be the cause.
        logger.exception("adapter failed on %s", name)
        raise ReadingFault(
            f"Reading it failed unexpectedly ({type(error).__name__}: {error}). Please report it."
        ) from error


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


def _is_address(name: str) -> bool:
    return name.lower().startswith(("http://", "https://"))
