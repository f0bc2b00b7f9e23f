"""All events as columns: one array a property, rows in the order of the list. Pure."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import TypeVar

import numpy as np

from events.index.dictionary import Dictionary
from events.index.postings import Postings

T = TypeVar("T")

# Days are proleptic Gregorian ordinals, as date.toordinal() gives them: 1 is 0001-01-01.
OPEN_START, OPEN_END = 0, 3_652_060
MAX_MEMOIZED = 64

ROW_DTYPE = np.dtype(
    [
        ("pk", np.int64),
        ("sort", np.int32),
        ("earliest", np.int32),
        ("latest", np.int32),
        ("kind", np.int16),
        ("outcome", np.int16),
        ("importance", np.int16),
        ("state", np.int16),
    ]
)
"""One event. `earliest` is OPEN_START and `latest` OPEN_END where that bound is not known.
`kind`, `outcome` and `state` count the choices of the model from 1; 0 is none."""

POSTINGS_FIELDS = ("platforms", "subjects", "platform_closure", "tags", "sources", "markets")


@dataclass(frozen=True, eq=False)
class EventIndex:
    """Every event in every state, in the order of `sort`, then `pk`. Never changed: a change makes
    another.

    `platforms` are the platforms an event names, `subjects` those it happened to, and
    `platform_closure` those and everything they are part of. Codes are positions in `dictionary`.
    `version` is unique to this object: its holder can compare versions without keeping the index
    alive.
    """

    rows: np.ndarray
    dictionary: Dictionary
    platforms: Postings
    subjects: Postings
    platform_closure: Postings
    tags: Postings
    sources: Postings
    markets: Postings
    version: object = field(default_factory=object, init=False, repr=False)
    _remembered: OrderedDict = field(default_factory=OrderedDict, init=False, repr=False)

    def __len__(self) -> int:
        return len(self.rows)

    def __getattr__(self, name: str) -> np.ndarray:
        # A column, made contiguous once: a field of the records is read in strides.
        if name not in ROW_DTYPE.names:
            raise AttributeError(name)
        column = np.ascontiguousarray(self.rows[name])
        object.__setattr__(self, name, column)
        return column

    @cached_property
    def middle(self) -> np.ndarray:
        """The day an event is drawn at: the middle of what it may mean, or the bound there is."""
        first = np.where(self.earliest == OPEN_START, self.latest, self.earliest)
        last = np.where(self.latest == OPEN_END, self.earliest, self.latest)
        return (first + last) // 2

    @cached_property
    def by_pk(self) -> np.ndarray:
        """The rows in the order of their ids."""
        return np.argsort(self.pk, kind="stable")

    def rows_with(self, ids: np.ndarray) -> np.ndarray:
        """The rows of these ids, in order; ids that are not there are left out."""
        keys = self.pk[self.by_pk]
        at = np.searchsorted(keys, ids)
        at[at == len(keys)] = 0
        found = self.by_pk[at[keys[at] == ids]] if len(keys) else at[:0]
        return np.sort(found).astype(np.int32)

    def memoize(self, key: Hashable, work: Callable[[], T]) -> T:
        """What `work` gives, done once for these columns; the least used is forgotten first."""
        try:
            found = self._remembered[key]
            self._remembered.move_to_end(key)
            return found
        except KeyError:
            found = self._remembered[key] = work()
        while len(self._remembered) > MAX_MEMOIZED:
            self._remembered.popitem(last=False)
        return found

    def memoized(self, key: Hashable) -> object | None:
        """What is remembered under a key; None if nothing is."""
        return self._remembered.get(key)

    def with_rows(self, fresh: EventIndex, ids: np.ndarray) -> EventIndex:
        """These columns with the events of `ids` as they are in `fresh`, or gone."""
        gone = np.isin(self.pk, ids)
        kept = self.rows[~gone]
        at = _places(kept, fresh.rows)
        count = len(kept) + len(fresh.rows)
        place_of_fresh = at + np.arange(len(fresh.rows))
        is_fresh = np.zeros(count, dtype=bool)
        is_fresh[place_of_fresh] = True
        places = np.full(len(self.rows), -1, dtype=np.int32)
        places[~gone] = np.flatnonzero(~is_fresh)
        changed = {
            name: getattr(self, name)
            .moved(places, count)
            .merged(getattr(fresh, name).moved(place_of_fresh.astype(np.int32), count))
            for name in POSTINGS_FIELDS
        }
        rows = np.insert(kept, at, fresh.rows)
        return replace(self, rows=rows, dictionary=fresh.dictionary, **changed)


def _places(rows: np.ndarray, fresh: np.ndarray) -> np.ndarray:
    """Where in `rows` each fresh row belongs, both in the order of `sort`, then `pk`."""
    first = np.searchsorted(rows["sort"], fresh["sort"], side="left")
    last = np.searchsorted(rows["sort"], fresh["sort"], side="right")
    return np.array(
        [
            start + np.searchsorted(rows["pk"][start:end], pk)
            for start, end, pk in zip(first, last, fresh["pk"], strict=True)
        ],
        dtype=np.int64,
    )


assert {"rows", "dictionary", *POSTINGS_FIELDS} <= {item.name for item in fields(EventIndex)}
