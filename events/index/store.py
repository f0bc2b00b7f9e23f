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

from events.index.dictionary import Vocabulary
from events.index.event_index import Columns
from events.index.loading import GoneError, branches, read, vocabulary_after
from events.models import Change

TABLES = {Change.What.PLATFORMS, Change.What.TAGS, Change.What.SOURCES}
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
class Keeper:
    """One database's columns, and how far its notes were read. Shared by the threads."""

    columns: Columns | None = None
    position: int = 0
    looked_at: datetime.datetime | None = None
    seen: set[Note] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def look(self) -> Columns:
        """The columns as the database is now."""
        with self.lock:
            position, now, notes = self._notes()
            if self.columns is None or now - self.looked_at > LONGEST_PAUSE:
                self.columns = _everything()
            else:
                # What is no longer there was rolled back.
                self._follow(notes ^ self.seen)
            self.seen = {note for note in notes if note[1] >= position}
            self.position, self.looked_at = position, now
            return self.columns

    def _notes(self) -> tuple[int, datetime.datetime, set[Note]]:
        with connection.cursor() as cursor:
            # The position first: what commits in between is read now and once more next time.
            cursor.execute(POSITION)
            position, now = cursor.fetchone()
            if self.columns is None:
                cursor.execute(FORGET)
            cursor.execute(NOTES, [position if self.columns is None else self.position])
            return position, now, set(cursor.fetchall())

    def _follow(self, notes: set[Note]) -> None:
        if not notes:
            return
        what = {note[2] for note in notes}
        ids = sorted({note[3] for note in notes if note[3] is not None})
        if Change.What.EVERYTHING in what or len(ids) > MOST_EVENTS:
            self.columns = _everything()
            return
        try:
            columns = _with_tables(self.columns, {name.value for name in TABLES if name in what})
        except GoneError:
            self.columns = _everything()
            return
        if ids:
            fresh = read(columns.vocabulary, ids)
            columns = columns.with_rows(fresh, np.array(ids, dtype=np.int64))
        # A new object in any case: what was remembered may rest on what has changed.
        self.columns = replace(columns)


def _everything() -> Columns:
    return read(vocabulary_after(Vocabulary(), {name.value for name in TABLES}))


def _with_tables(columns: Columns, names: set[str]) -> Columns:
    """The columns with these tables of the vocabulary read anew."""
    if not names:
        return columns
    before, vocabulary = columns.vocabulary, vocabulary_after(columns.vocabulary, names)
    widened = {
        name: replace(links, code_count=len(getattr(vocabulary, table)))
        for name, table in (
            ("platforms", "platforms"),
            ("subjects", "platforms"),
            ("branches", "platforms"),
            ("tags", "tags"),
            ("sources", "sources"),
        )
        for links in [getattr(columns, name)]
    }
    if not np.array_equal(before.parents, vocabulary.parents[: len(before.parents)]):
        widened["branches"] = branches(widened["platforms"], vocabulary)
    return replace(columns, vocabulary=vocabulary, **widened)


_keepers: dict[str, Keeper] = {}


def current() -> Columns:
    """The columns of the database that is connected, as it is now: one or two short queries.

    A process reads all events at its first call; afterwards only those that changed.
    """
    return _keepers.setdefault(connection.settings_dict["NAME"], Keeper()).look()
