"""Read the change log: what was written since the last read, and the version of the data.

The change log is the table of `IndexChange`, which database triggers write. It is read from the
oldest transaction on that was still open at the last read: transaction ids are in the order in
which transactions began, not in the order in which they committed. A change that was seen and is
no longer there was rolled back. It is also returned, because its data changed back.
"""

from __future__ import annotations

import datetime
import threading
import time
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection

MAX_GAP = datetime.timedelta(days=1)
"""A reader that last read before this time cannot rely on the log: old notes are deleted."""

# One statement, so that the position and the changes are of the same snapshot.
CHANGES_SQL = """
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint, now(),
        note.id, note.transaction, note.what, note.event_id
    FROM (VALUES (1)) one_row LEFT JOIN events_change note ON note.transaction >=
        COALESCE(%s, pg_snapshot_xmin(pg_current_snapshot())::text::bigint)
"""


class Change(NamedTuple):
    """One note of the change log."""

    id: int
    transaction: int
    what: str
    event_id: int | None


@dataclass(frozen=True)
class Position:
    """How far one reader has read the log, and the changes of transactions after `transaction`."""

    transaction: int | None = None
    read_at: datetime.datetime | None = None
    seen: frozenset[Change] = frozenset()

    def read(self) -> tuple[set[Change] | None, Position]:
        """Return the changes since this position, and the next position; one query.

        The changes are None if they are not known: at the first read, and after MAX_GAP.
        """
        with connection.cursor() as cursor:
            cursor.execute(CHANGES_SQL, [self.transaction])
            rows = cursor.fetchall()
        transaction, now = rows[0][:2]
        changes = {Change(*row[2:]) for row in rows if row[2] is not None}
        seen = frozenset(change for change in changes if change.transaction >= transaction)
        is_known = self.read_at is not None and now - self.read_at <= MAX_GAP
        return changes ^ self.seen if is_known else None, Position(transaction, now, seen)


class DataVersion:
    """The version of what readers see in one database: another object after each change.

    Shared between threads. Versions are compared by identity, within one process.
    """

    def __init__(self) -> None:
        self.version, self.position = object(), Position()
        self.checked_at = -float("inf")
        self.lock = threading.Lock()

    def current(self, max_age: float) -> object:
        """Return a version that was current at most `max_age` seconds ago."""
        with self.lock:
            now = time.monotonic()
            if now - self.checked_at >= max_age:
                changes, self.position = self.position.read()
                if changes is None or changes:
                    self.version = object()
                self.checked_at = now
            return self.version


_versions: dict[str, DataVersion] = {}


def data_version(max_age: float = 0) -> object:
    """Return the version of the connected database; at most `max_age` seconds old."""
    return _versions.setdefault(connection.settings_dict["NAME"], DataVersion()).current(max_age)
