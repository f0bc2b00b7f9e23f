"""Keeping a process's columns as the database is, by the notes that its triggers leave.

Notes are read from the first transaction on that was still open at the last look: ids of
transactions come in the order in which they began, not committed. A note read twice costs one more
look at its event. A note that was seen and is gone was rolled back; its event is read again, too.
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
# Beyond this many events it is faster to read all of them again.
MOST_EVENTS = 20_000
# Notes older than two days are forgotten, so who has not looked for one reads all events again.
LONGEST_PAUSE = datetime.timedelta(days=1)

NOTES = """
    SELECT id, transaction, what, event_id FROM events_change WHERE transaction >= %s
"""
POSITION = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint, now()"
FORGET = "DELETE FROM events_change WHERE noted_at < now() - interval '2 days'"

Note = tuple[int, int, str, int | None]  # id, transaction, what, event


@dataclass
class IndexStore:
    """One database's columns, and how far its notes were read. Shared by the threads."""

    index: EventIndex | None = None
    position: int = 0
    refreshed_at: datetime.datetime | None = None
    seen: set[Note] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def refresh(self) -> EventIndex:
        """The columns as the database is now."""
        with self.lock:
            position, now, notes = self._notes()
            if self.index is None or now - self.refreshed_at > LONGEST_PAUSE:
                self.index = _everything()
            else:
                # What is no longer there was rolled back.
                self._follow(notes ^ self.seen)
            self.seen = {note for note in notes if note[1] >= position}
            self.position, self.refreshed_at = position, now
            return self.index

    def _notes(self) -> tuple[int, datetime.datetime, set[Note]]:
        with connection.cursor() as cursor:
            # The position first: what commits in between is read now and once more next time.
            cursor.execute(POSITION)
            position, now = cursor.fetchone()
            if self.index is None:
                cursor.execute(FORGET)
            cursor.execute(NOTES, [position if self.index is None else self.position])
            return position, now, set(cursor.fetchall())

    def _follow(self, notes: set[Note]) -> None:
        if not notes:
            return
        what = {note[2] for note in notes}
        ids = sorted({note[3] for note in notes if note[3] is not None})
        if IndexChange.Kind.EVERYTHING in what or len(ids) > MOST_EVENTS:
            self.index = _everything()
            return
        try:
            event_index = _with_tables(self.index, {name.value for name in TABLES if name in what})
        except DeletedRowError:
            self.index = _everything()
            return
        if ids:
            fresh = load_index(event_index.dictionary, ids)
            event_index = event_index.with_rows(fresh, np.array(ids, dtype=np.int64))
        # A new object in any case: what was remembered may rest on what has changed.
        self.index = replace(event_index)


def _everything() -> EventIndex:
    return load_index(updated_dictionary(Dictionary(), {name.value for name in TABLES}))


def _with_tables(event_index: EventIndex, names: set[str]) -> EventIndex:
    """The columns with these tables of the dictionary read anew."""
    if not names:
        return event_index
    before, dictionary = event_index.dictionary, updated_dictionary(event_index.dictionary, names)
    widened = {
        name: replace(links, code_count=len(getattr(dictionary, table)))
        for name, table in (
            ("platforms", "platforms"),
            ("subjects", "platforms"),
            ("platform_closure", "platforms"),
            ("tags", "tags"),
            ("sources", "sources"),
        )
        for links in [getattr(event_index, name)]
    }
    if not np.array_equal(before.parents, dictionary.parents[: len(before.parents)]):
        widened["platform_closure"] = platform_closure(widened["platforms"], dictionary)
    return replace(event_index, dictionary=dictionary, **widened)


_stores: dict[str, IndexStore] = {}


def get_index() -> EventIndex:
    """The columns of the database that is connected, as it is now: one or two short queries.

    A process reads all events at its first call; afterwards only those that changed.
    """
    return _stores.setdefault(connection.settings_dict["NAME"], IndexStore()).refresh()
