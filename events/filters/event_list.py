"""One page of the list of filtered events."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from django.db.models import QuerySet

from events.filters.selection import Selection
from events.index.paging import ids_in, span_at
from events.models import Event
from events.web.keyset import Cursor, Slice

PAGE_SIZE = 18


def page_of_events(
    selection: Selection,
    *,
    newest_first: bool,
    cursor: Cursor | None,
    size: int = PAGE_SIZE,
    complete: Callable[[QuerySet], QuerySet] = lambda rows: rows.for_listing(),
) -> Slice:
    """Return the events of the page at a cursor, with the cursors of its neighbours.

    `complete` adds to the query the related rows to show; the default adds those of a list.
    """
    event_index, rows = selection.index, selection.rows()
    span = span_at(event_index, rows, newest_first=newest_first, cursor=cursor, size=size)
    ids = ids_in(event_index, rows, span, newest_first)
    by_id = {event.pk: event for event in complete(Event.objects.filter(pk__in=ids))}
    # An event may have been deleted after the index was read.
    events = [by_id[pk] for pk in ids if pk in by_id]
    first, last = (events[0], events[-1]) if events else (None, None)
    return Slice(
        events,
        Cursor(first.sort_on, first.pk, is_before=True) if first and span[0] > 0 else None,
        Cursor(last.sort_on, last.pk) if last and span[1] < len(rows) else None,
    )


def by_year(events: Sequence[Event]) -> list[tuple[int, list[Event]]]:
    """Group consecutive events by the year of their sort date; keep the order."""
    return [
        (year, list(group)) for year, group in groupby(events, key=lambda event: event.sort_on.year)
    ]
