"""Keep the index of a process up to date, from the change log (`events/models/change_log.py`)."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace

import numpy as np
from django.db import connection

from events.index.dictionary import Dictionary
from events.index.event_index import EventIndex
from events.index.loading import DeletedRowError, load_index, platform_closure, updated_dictionary
from events.models import IndexChange
from events.models.change_log import Change, Position

TABLES = {IndexChange.Kind.PLATFORMS, IndexChange.Kind.TAGS, IndexChange.Kind.SOURCES}
# Above this number of changed events it is faster to read all events again.
MAX_CHANGED_EVENTS = 20_000


@dataclass
class IndexStore:
    """The index of one database, and how far its change log was read. Shared between threads."""

    index: EventIndex | None = None
    position: Position = field(default_factory=Position)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def refresh(self) -> EventIndex:
        """Return the index in the current state of the database."""
        with self.lock:
            changes, position = self.position.read()
            if changes is None or self.index is None:
                self.index = _load_all()
            else:
                shown = {item for item in changes if item.what != IndexChange.Kind.OTHER}
                self.index = _updated(self.index, shown)
            # Only now: if reading the changed rows failed, the next refresh reads them.
            self.position = position
            return self.index


def _updated(event_index: EventIndex, changes: set[Change]) -> EventIndex:
    """Return the index with these changes read from the database; the same one if there is none."""
    if not changes:
        return event_index
    kinds = {change.what for change in changes}
    ids = sorted({change.event_id for change in changes if change.event_id is not None})
    if IndexChange.Kind.EVERYTHING in kinds or len(ids) > MAX_CHANGED_EVENTS:
        return _load_all()
    try:
        event_index = _with_reloaded_tables(
            event_index, {name.value for name in TABLES if name in kinds}
        )
    except DeletedRowError:
        return _load_all()
    if ids:
        fresh = load_index(event_index.dictionary, ids)
        event_index = event_index.with_rows(fresh, np.array(ids, dtype=np.int64))
    # Always a new object: memoized results may depend on what has changed.
    return replace(event_index)


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
    """Return the current index of the connected database, with one short query.

    A process reads all events at its first call, afterwards only those that changed.
    """
    return _stores.setdefault(connection.settings_dict["NAME"], IndexStore()).refresh()
