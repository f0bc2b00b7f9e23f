"""One page of the list of filtered events."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from django.db.models import QuerySet

from events.filters.orders import NEWEST_FIRST
from events.filters.selection import Selection
from events.index.paging import page_ids
from events.models import Event
from events.web.pagination import Cursor, Order, Page

PAGE_SIZE = 18


def page_of_events(
    selection: Selection,
    cursor: Cursor | None = None,
    size: int = PAGE_SIZE,
    *,
    order: Order | None = None,
    complete: Callable[[QuerySet], QuerySet] = lambda rows: rows.for_listing(),
) -> Page:
    """Return the page of events at a cursor, the first page without one.

    `order` is NEWEST_FIRST or OLDEST_FIRST, by default the one that the filter set selects.
    `complete` adds to the query the related rows to show; the default adds those of a list.
    """
    order = order or selection.filter_set.order
    ids, has_previous, has_next = page_ids(
        selection.index,
        selection.rows(),
        newest_first=order is NEWEST_FIRST,
        cursor=cursor,
        size=size,
    )
    by_id = {event.pk: event for event in complete(Event.objects.filter(pk__in=ids))}
    # An event may have been deleted after the index was read.
    events = [by_id[pk] for pk in ids if pk in by_id]
    return order.page_of(events, has_previous=has_previous, has_next=has_next)


def by_year(events: Sequence[Event]) -> list[tuple[int, list[Event]]]:
    """Group consecutive events by the year of their sort date; keep the order."""
    return [
        (year, list(group)) for year, group in groupby(events, key=lambda event: event.sort_on.year)
    ]
