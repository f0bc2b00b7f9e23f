"""Advisory locks of the database: one to write documents, and one that each active run holds."""

from __future__ import annotations

from contextlib import suppress

from django.db import Error, connection

from sources.models import IngestRun

# Arbitrary ids.
WRITE_LOCK, RUN_LOCK = 7243001, 7243002


def lock_writing() -> None:
    """Wait until no other process writes documents. The lock ends with the transaction."""
    _call("pg_advisory_xact_lock", WRITE_LOCK, 0)


def hold(run: IngestRun) -> None:
    """Mark a run as active until `release`, or until the connection of this process ends."""
    _call("pg_advisory_lock", RUN_LOCK, run.pk)


def release(run: IngestRun) -> None:
    """End what `hold` began. Where the database fails, the connection has ended, and the lock."""
    with suppress(Error):
        _call("pg_advisory_unlock", RUN_LOCK, run.pk)


def is_abandoned(run: IngestRun) -> bool:
    """Return whether no process works on a run. If so, none does until the transaction ends."""
    return _call("pg_try_advisory_xact_lock", RUN_LOCK, run.pk)


def _call(function: str, kind: int, key: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [kind, key])
        return bool(cursor.fetchone()[0])
