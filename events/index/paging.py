"""Keyset pagination of the event list over the index: the ids of a page without a query."""

from __future__ import annotations

import datetime
from typing import Literal, cast

import numpy as np

from events.index.event_index import EventIndex
from events.web.pagination import Cursor, Side


def page_ids(
    event_index: EventIndex,
    rows: np.ndarray,
    *,
    newest_first: bool,
    cursor: Cursor | None,
    size: int,
) -> tuple[list[int], bool, bool]:
    """Return the event ids of the page at a cursor, and whether rows are before and after it.

    `rows` are in chronological order, `newest_first` reverses the list.
    """
    start, end = _span(event_index, rows, newest_first, cursor, size)
    shown = rows[::-1][start:end] if newest_first else rows[start:end]
    return event_index.pk[shown].tolist(), start > 0, end < len(rows)


def _span(
    event_index: EventIndex, rows: np.ndarray, newest_first: bool, cursor: Cursor | None, size: int
) -> tuple[int, int]:
    """Return where the page starts and ends, counted from the top of the list."""
    if cursor is None:
        return 0, min(size, len(rows))
    earlier = int(np.searchsorted(rows, _row_of(event_index, cursor, side="left")))
    up_to_it = int(np.searchsorted(rows, _row_of(event_index, cursor, side="right")))
    # How many rows the list has above the cursor's event, without and with that event.
    above, with_it = (
        (len(rows) - up_to_it, len(rows) - earlier) if newest_first else (earlier, up_to_it)
    )
    if cursor.side == Side.BEFORE:
        return max(above - size, 0), above
    start = above if cursor.side == Side.AT else with_it
    return start, min(start + size, len(rows))


def _row_of(event_index: EventIndex, cursor: Cursor, *, side: Literal["left", "right"]) -> int:
    """Return how many events are earlier than the cursor's event; `side` "right" includes it."""
    day, pk = cast("tuple[datetime.date, int]", cursor.values)
    first = int(np.searchsorted(event_index.sort, day.toordinal(), side="left"))
    last = int(np.searchsorted(event_index.sort, day.toordinal(), side="right"))
    return first + int(np.searchsorted(event_index.pk[first:last], pk, side=side))
