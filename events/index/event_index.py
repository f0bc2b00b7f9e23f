"""Columnar index of all events: one array per property, rows in the order of the list.

No database access.
"""

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
"""One event.

`sort`, `earliest` and `latest` are ordinals of `sort_on`, `earliest` and `latest` of the model.
An unknown `earliest` is OPEN_START, an unknown `latest` is OPEN_END.
`kind`, `outcome` and `state` are positions in the choices of the model, counted from 1; 0 is none.
"""

POSTINGS_FIELDS = ("platforms", "subjects", "platform_closure", "tags", "sources", "markets")


@dataclass(frozen=True, eq=False)
class EventIndex:
    """All events in all states, ordered by `sort`, then `pk`.

    Immutable: a change creates another index. `platforms` are the platforms linked to an event,
    `subjects` those it happened to (linked in the role of subject), and `platform_closure` all of
    `platforms` with their ancestors. Codes are positions in `dictionary`. Each column of ROW_DTYPE
    is an attribute. `version` is unique to this object: its holder can compare versions without
    keeping the index alive.
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
    _memo: OrderedDict = field(default_factory=OrderedDict, init=False, repr=False)

    def __len__(self) -> int:
        return len(self.rows)

    def __getattr__(self, name: str) -> np.ndarray:
        # Copy the column to a contiguous array once: reading a field of the records is strided.
        if name not in (ROW_DTYPE.names or ()):
            raise AttributeError(name)
        column = np.ascontiguousarray(self.rows[name])
        object.__setattr__(self, name, column)
        return column

    @cached_property
    def middle(self) -> np.ndarray:
        """Day at which each event is drawn: the middle of its bounds, or the only known bound."""
        first = np.where(self.earliest == OPEN_START, self.latest, self.earliest)
        last = np.where(self.latest == OPEN_END, self.earliest, self.latest)
        return (first + last) // 2

    @cached_property
    def by_pk(self) -> np.ndarray:
        """Rows in the order of the event ids."""
        return np.argsort(self.pk, kind="stable")

    def rows_with(self, ids: np.ndarray) -> np.ndarray:
        """Return the rows of these event ids (int32), sorted; unknown ids are left out."""
        keys = self.pk[self.by_pk]
        positions = np.searchsorted(keys, ids)
        positions[positions == len(keys)] = 0
        rows = self.by_pk[positions[keys[positions] == ids]] if len(keys) else positions[:0]
        return np.sort(rows).astype(np.int32)

    def memoize(self, key: Hashable, compute: Callable[[], T]) -> T:
        """Return the result of `compute`, called once per key and index.

        At most MAX_MEMOIZED results are kept; the least recently used is dropped first.
        """
        try:
            result = self._memo[key]
            self._memo.move_to_end(key)
            return result
        except KeyError:
            result = self._memo[key] = compute()
        while len(self._memo) > MAX_MEMOIZED:
            self._memo.popitem(last=False)
        return result

    def memoized(self, key: Hashable) -> object | None:
        """Return the memoized result of a key; None if there is none."""
        return self._memo.get(key)

    def with_rows(self, fresh: EventIndex, ids: np.ndarray) -> EventIndex:
        """Return a copy of this index in which the events `ids` are replaced by those of `fresh`.

        Events of `ids` that are not in `fresh` are removed.
        """
        is_replaced = np.isin(self.pk, ids)
        kept = self.rows[~is_replaced]
        positions = _insert_positions(kept, fresh.rows)
        count = len(kept) + len(fresh.rows)
        fresh_rows = positions + np.arange(len(fresh.rows))
        is_fresh = np.zeros(count, dtype=bool)
        is_fresh[fresh_rows] = True
        new_rows = np.full(len(self.rows), -1, dtype=np.int32)
        new_rows[~is_replaced] = np.flatnonzero(~is_fresh)
        changed = {
            name: getattr(self, name)
            .moved(new_rows, count)
            .merged(getattr(fresh, name).moved(fresh_rows.astype(np.int32), count))
            for name in POSTINGS_FIELDS
        }
        rows = np.insert(kept, positions, fresh.rows)
        return replace(self, rows=rows, dictionary=fresh.dictionary, **changed)


def _insert_positions(rows: np.ndarray, fresh: np.ndarray) -> np.ndarray:
    """Return the position in `rows` at which to insert each fresh row.

    Both are ordered by `sort`, then `pk`.
    """
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
