"""Pages of the list by key, out of the columns: the rows of the page without a query."""

from __future__ import annotations

import numpy as np

from events.index.event_index import EventIndex
from events.web.keyset import Cursor


def span_at(
    event_index: EventIndex,
    rows: np.ndarray,
    *,
    newest_first: bool,
    cursor: Cursor | None,
    size: int,
) -> tuple[int, int]:
    """Where in the list of `rows` the page at a cursor begins and ends, counted from its top."""
    if cursor is None:
        return 0, min(size, len(rows))
    earlier = int(np.searchsorted(rows, _row_of(event_index, cursor, side="left")))
    so_far = int(np.searchsorted(rows, _row_of(event_index, cursor, side="right")))
    # In the list's own direction: how many stand above the cursor's event, without and with it.
    above, with_it = (
        (len(rows) - so_far, len(rows) - earlier) if newest_first else (earlier, so_far)
    )
    if cursor.is_before:
        return max(above - size, 0), above
    start = above if cursor.is_at else with_it
    return start, min(start + size, len(rows))


def ids_in(
    event_index: EventIndex, rows: np.ndarray, span: tuple[int, int], newest_first: bool
) -> list:
    """The ids of a part of the list, in its order."""
    start, end = span
    if newest_first:
        return event_index.pk[rows[len(rows) - end : len(rows) - start][::-1]].tolist()
    return event_index.pk[rows[start:end]].tolist()


def _row_of(event_index: EventIndex, cursor: Cursor, *, side: str) -> int:
    """How many events stand before the cursor's own in time ("left"), or with it ("right")."""
    day = cursor.day.toordinal()
    first = int(np.searchsorted(event_index.sort, day, side="left"))
    last = int(np.searchsorted(event_index.sort, day, side="right"))
    return first + int(np.searchsorted(event_index.pk[first:last], cursor.pk, side=side))
