"""A page of the list of events that a filter finds."""

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
    """The events of the page at a cursor, and the cursors beside it.

    `complete` adds to the query what is to be shown of them: all that a list shows, unless told.
    """
    event_index, rows = selection.index, selection.rows()
    span = span_at(event_index, rows, newest_first=newest_first, cursor=cursor, size=size)
    ids = ids_in(event_index, rows, span, newest_first)
    by_id = {event.pk: event for event in complete(Event.objects.filter(pk__in=ids))}
    # An event may have gone since the columns were read.
    found = [by_id[pk] for pk in ids if pk in by_id]
    first, last = (found[0], found[-1]) if found else (None, None)
    return Slice(
        found,
        Cursor(first.sort_on, first.pk, is_before=True) if first and span[0] > 0 else None,
        Cursor(last.sort_on, last.pk) if last and span[1] < len(rows) else None,
    )


def by_year(events: Sequence[Event]) -> list[tuple[int, list[Event]]]:
    """Events in the order given, in groups of the year they stand in."""
    return [
        (year, list(group)) for year, group in groupby(events, key=lambda event: event.sort_on.year)
    ]
