"""Keep the index of a process up to date, from the change log that database triggers write.

The change log is the table of `IndexChange`. It is read from the oldest transaction on that was
still open at the last refresh: transaction ids are in the order in which transactions began, not in
the order in which they committed. A change that is read twice costs one more read of its event. A
change that was seen and is no longer there was rolled back; its event is also read again.
"""

from __future__ import annotations

import datetime
import threading
from dataclasses import dataclass, field, replace

import numpy as np
from django.db import connection

from events.index.dictionary import Dictionary
from events.index.event_index import EventIndex
from events.index.loading import DeletedRowError, load_index, platform_closure, updated_dictionary
from events.models import IndexChange

TABLES = {IndexChange.Kind.PLATFORMS, IndexChange.Kind.TAGS, IndexChange.Kind.SOURCES}
# Above this number of changed events it is faster to read all events again.
MAX_CHANGED_EVENTS = 20_000
# Changes older than two days are deleted, so after a gap of one day all events are read again.
MAX_REFRESH_GAP = datetime.timedelta(days=1)

CHANGES_SQL = """
    SELECT id, transaction, what, event_id FROM events_change WHERE transaction >= %s
"""
POSITION_SQL = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint, now()"
DELETE_OLD_SQL = "DELETE FROM events_change WHERE noted_at < now() - interval '2 days'"

Change = tuple[int, int, str, int | None]  # id, transaction, kind, event id


@dataclass
class IndexStore:
    """The index of one database, and how far its change log was read. Shared between threads."""

    index: EventIndex | None = None
    position: int = 0
    refreshed_at: datetime.datetime | None = None
    seen: set[Change] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def refresh(self) -> EventIndex:
        """Return the index in the current state of the database."""
        with self.lock:
            position, now, changes = self._read_changes()
            if self.index is None or now - self.refreshed_at > MAX_REFRESH_GAP:
                self.index = _load_all()
            else:
                # New changes, and those that are no longer there: they were rolled back.
                self._apply(changes ^ self.seen)
            self.seen = {change for change in changes if change[1] >= position}
            self.position, self.refreshed_at = position, now
            return self.index

    def _read_changes(self) -> tuple[int, datetime.datetime, set[Change]]:
        with connection.cursor() as cursor:
            # Read the position first: what commits in between is read now and again next time.
            cursor.execute(POSITION_SQL)
            position, now = cursor.fetchone()
            if self.index is None:
                cursor.execute(DELETE_OLD_SQL)
            cursor.execute(CHANGES_SQL, [position if self.index is None else self.position])
            return position, now, set(cursor.fetchall())

    def _apply(self, changes: set[Change]) -> None:
        if not changes:
            return
        kinds = {change[2] for change in changes}
        ids = sorted({change[3] for change in changes if change[3] is not None})
        if IndexChange.Kind.EVERYTHING in kinds or len(ids) > MAX_CHANGED_EVENTS:
            self.index = _load_all()
            return
        try:
            event_index = _with_reloaded_tables(
                self.index, {name.value for name in TABLES if name in kinds}
            )
        except DeletedRowError:
            self.index = _load_all()
            return
        if ids:
            fresh = load_index(event_index.dictionary, ids)
            event_index = event_index.with_rows(fresh, np.array(ids, dtype=np.int64))
        # Always a new object: memoized results may depend on what has changed.
        self.index = replace(event_index)


def _load_all() -> EventIndex:
    return load_index(updated_dictionary(Dictionary(), {name.value for name in TABLES}))


def _with_reloaded_tables(event_index: EventIndex, names: set[str]) -> EventIndex:
    """Return the index with the named tables of its dictionary read again."""
    if not names:
        return event_index
    before, dictionary = event_index.dictionary, updated_dictionary(event_index.dictionary, names)
    # Postings cover the codes of new dictionary entries, too.
    resized = {
        name: replace(postings, code_count=len(getattr(dictionary, table)))
        for name, table in (
            ("platforms", "platforms"),
            ("subjects", "platforms"),
            ("platform_closure", "platforms"),
            ("tags", "tags"),
            ("sources", "sources"),
        )
        for postings in [getattr(event_index, name)]
    }
    if not np.array_equal(before.parents, dictionary.parents[: len(before.parents)]):
        resized["platform_closure"] = platform_closure(resized["platforms"], dictionary)
    return replace(event_index, dictionary=dictionary, **resized)


_stores: dict[str, IndexStore] = {}


def get_index() -> EventIndex:
    """Return the current index of the connected database, with one or two short queries.

    A process reads all events at its first call, afterwards only those that changed.
    """
    return _stores.setdefault(connection.settings_dict["NAME"], IndexStore()).refresh()
