"""Documents in, Sources out: idempotent, atomic per document, and resumable after any death.

A run first records every input it was given as a pending item, then turns them into Sources one
transaction at a time. A document that cannot be read is a failed item with its reason; a process
that dies leaves pending items, which the next run takes over.
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

# Any number: it names the lock under which documents are written, and that of a living run.
WRITE_LOCK, RUN_LOCK = 7243001, 7243002

logger = logging.getLogger(__name__)


class AddressNotSupported(SourceError):
    """A web address: fetching is not there yet."""

    code = "address"


class UnreadableFile(SourceError):
    """A path that is missing, is no regular file, or may not be read."""

    code = "file"


class ReadingFault(SourceError):
    """A fault of ours in reading a document; logged with its traceback."""

    code = "fault"


def ingest(
    inputs: Iterable[str], report: Callable[[IngestItem], None] = lambda item: None
) -> IngestRun:
    """Turn files, folders and (one day) addresses into Sources.

    `report` is called with each item once its fate is known, in order. Returns the finished run.
    Raises django.db.Error only when the database itself fails; what was done by then is kept and
    the next run finishes the rest.
    """
    run = _open_run([_storable(name) for name in inputs])
    # By id, so that no more than one item's article is held in memory.
    for pk in list(run.items.unfinished().order_by("pk").values_list("pk", flat=True)):
        report(_ingest_item(IngestItem.objects.get(pk=pk)))
    run.finished_at = timezone.now()
    run.save(update_fields=["finished_at"])
    _unlock(run)
    return run


def expand(inputs: Iterable[str]) -> Iterator[str]:
    """Each file of each folder, in order of path; files and addresses as they stand; none twice."""
    seen = set()
    for given in inputs:
        names = [given] if _is_address(given) else _files(Path(given))
        for name in map(_storable, names):
            if name not in seen:
                seen.add(name)
                yield name


def _files(path: Path) -> list[str]:
    """The path itself, or the files at any depth of a folder; hidden ones are left out."""
    try:
        if not path.is_dir():
            return [str(path)]
        return [
            str(found)
            for found in sorted(path.rglob("*"))
            if found.is_file()
            and not any(part.startswith(".") for part in found.relative_to(path).parts)
        ]
    except OSError:
        # What is wrong with it is said when it is read.
        return [str(path)]


def _storable(name: str) -> str:
    """A path as the database can hold it: bytes that are no UTF-8 become backslashes."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def read_input(name: str) -> bytes:
    """The bytes of one input. Raises a SourceError that says what to do about it."""
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
    """Settle one item: its Source and its status are saved together or not at all."""
    try:
        data = read_input(item.input)
        with transaction.atomic():
            # One writer at a time: two runs given the same article must not both make it.
            _lock("pg_advisory_xact_lock", WRITE_LOCK, 0)
            _take_in(item, data)
            _settle(item)
    except SourceError as error:
        item.status, item.error_code, item.error = IngestItem.Status.FAILED, error.code, str(error)
        _settle(item)
    except DataError as error:
        # Something in this document fits no column; the others must not wait behind it.
        item.status, item.source, item.snapshot = IngestItem.Status.FAILED, None, None
        item.error_code = "unstorable"
        item.error = (
            f"It holds something too long or too odd to store: {str(error).splitlines()[0]}."
        )
        _settle(item)
    return item


def _take_in(item: IngestItem, data: bytes) -> None:
    item.sha256 = hashlib.sha256(data).hexdigest()
    known = Snapshot.objects.originals().filter(sha256=item.sha256).select_related("source")
    snapshot = known.order_by("-pk").first()
    if snapshot and adapters.is_current(snapshot) and not _came_back(item, snapshot):
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
    same = (
        source.snapshots.originals()
        .current()
        .filter(text_sha256=Snapshot.digest_of(draft.text), sha256=item.sha256)
    )
    if snapshot := same.first():
        item.status, item.snapshot = IngestItem.Status.UNCHANGED, snapshot
        return
    item.snapshot = store(source, draft, data, Snapshot.Kind.ORIGINAL)


def _came_back(item: IngestItem, snapshot: Snapshot) -> bool:
    """Whether the file holds an earlier text of its article again, after it held another.

    Two copies of an article in different bytes are not that: each file is as it was before.
    """
    if snapshot.is_current:
        return False
    before = IngestItem.objects.filter(input=item.input, source=snapshot.source_id)
    last = before.exclude(pk=item.pk).order_by("-pk").first()
    return last is not None and last.sha256 != item.sha256


def _read(data: bytes, name: str) -> Draft:
    try:
        return adapters.read(data, name)
    except SourceError:
        raise
    except Exception as error:
        # A page that trips a parser must not keep the documents behind it from being read. The
        # adapters touch no database, so nothing but this document can be at fault.
        logger.exception("no adapter survives %s", name)
        raise ReadingFault(
            f"Reading it failed unexpectedly ({type(error).__name__}: {error}). Please report it."
        ) from error


def _settle(item: IngestItem) -> None:
    item.finished_at = timezone.now()
    item.save()


def _open_run(inputs: list[str]) -> IngestRun:
    """A new run with an item for each input, and those that dead runs left unfinished."""
    with transaction.atomic():
        run = IngestRun.objects.create(inputs=inputs)
        _lock("pg_advisory_lock", RUN_LOCK, run.pk)
        wanted = list(dict.fromkeys([*_left_behind(run), *expand(inputs)]))
        IngestItem.objects.bulk_create(IngestItem(run=run, input=name) for name in wanted)
    return run


def _left_behind(run: IngestRun) -> list[str]:
    """Inputs of runs whose process is gone; those runs are closed."""
    names = []
    for dead in IngestRun.objects.filter(finished_at=None).exclude(pk=run.pk).order_by("pk"):
        # A living run holds its lock; the lock of a dead one fell with its connection.
        if not _lock("pg_try_advisory_xact_lock", RUN_LOCK, dead.pk):
            continue
        left = dead.items.unfinished()
        names += left.values_list("input", flat=True)
        left.delete()
        dead.finished_at = timezone.now()
        dead.save(update_fields=["finished_at"])
    return names


def _lock(function: str, kind: int, key: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [kind, key])
        return bool(cursor.fetchone()[0])


def _unlock(run: IngestRun) -> None:
    _lock("pg_advisory_unlock", RUN_LOCK, run.pk)


def _is_address(name: str) -> bool:
    return name.lower().startswith(("http://", "https://"))
