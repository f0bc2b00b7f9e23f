"""Keyset pagination of the event list over the index: the rows of a page without a query."""

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
    """Return where the page at a cursor starts and ends in the list of `rows`.

    Positions are counted from the top of the list; the end is exclusive. `rows` are in
    chronological order, `newest_first` reverses the list.
    """
    if cursor is None:
        return 0, min(size, len(rows))
    earlier = int(np.searchsorted(rows, _row_of(event_index, cursor, side="left")))
    up_to_it = int(np.searchsorted(rows, _row_of(event_index, cursor, side="right")))
    # How many rows the list has above the cursor's event, without and with that event.
    above, with_it = (
        (len(rows) - up_to_it, len(rows) - earlier) if newest_first else (earlier, up_to_it)
    )
    if cursor.is_before:
        return max(above - size, 0), above
    start = above if cursor.is_at else with_it
    return start, min(start + size, len(rows))


def ids_in(
    event_index: EventIndex, rows: np.ndarray, span: tuple[int, int], newest_first: bool
) -> list:
    """Return the event ids of a span of the list, in list order."""
    start, end = span
    if newest_first:
        return event_index.pk[rows[len(rows) - end : len(rows) - start][::-1]].tolist()
    return event_index.pk[rows[start:end]].tolist()


def _row_of(event_index: EventIndex, cursor: Cursor, *, side: str) -> int:
    """Return how many events are earlier than the cursor's event; `side` "right" includes it."""
    day = cursor.day.toordinal()
    first = int(np.searchsorted(event_index.sort, day, side="left"))
    last = int(np.searchsorted(event_index.sort, day, side="right"))
    return first + int(np.searchsorted(event_index.pk[first:last], cursor.pk, side=side))
