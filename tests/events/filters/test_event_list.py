"""Pages read from the index equal pages read by query, from every cursor."""

import random

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from events.filters.event_list import PAGE_SIZE, by_year, page_of_events
from events.filters.events import EventFilter
from events.filters.orders import NEWEST_FIRST, OLDEST_FIRST
from events.filters.selection import Selection
from events.index import get_index
from events.models import Event
from events.web.pagination import Side
from tests.factories import EventFactory, SourceFactory, published_event, snapshot_of

pytestmark = pytest.mark.django_db


def ids(page):
    return [event.pk for event in page.rows]


def selection_of(query=""):
    return Selection(EventFilter(QueryDict(query), user=AnonymousUser()), get_index())


@pytest.fixture
def events():
    """Return published events, several of them on one day; there is a draft too."""
    chance, snapshot = random.Random(0), snapshot_of(SourceFactory())
    EventFactory()
    return [
        published_event(
            when=chance.choice(
                ["2015", "2018-11", "2019", "2019-06-03", "2019-37", "2020/..", "../2019"]
            ),
            kind=chance.choice(["launch", "pilot", "bid"]),
            snapshot=snapshot,
        )
        for _ in range(25)
    ]


@pytest.mark.slow
@pytest.mark.parametrize("order", [NEWEST_FIRST, OLDEST_FIRST])
def test_page_at_any_event_equals_the_page_of_the_query(events, order):
    selection = selection_of("kind=launch&kind=pilot")
    # Also at events that do not match: the page then begins with the next event that does.
    for event in events:
        for side in Side:
            cursor = order.cursor(event, side)
            page = page_of_events(selection, cursor, 4, order=order)
            expected = order.page(selection.filter_set.qs, cursor, 4)
            assert ids(page) == ids(expected), cursor
            # The query does not know whether a row is on the other side of the cursor.
            for link, other in ((page.next, expected.next), (page.previous, expected.previous)):
                assert link == (other if other and rows_at(selection, order, other) else "")


def rows_at(selection, order, text):
    return page_of_events(selection, order.parse(text), order=order).rows


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("number", [0, 10**18 - 1])
@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("order", [NEWEST_FIRST, OLDEST_FIRST])
def test_cursor_beyond_either_end_gives_the_page_of_the_query(day, number, side, order):
    published_event()
    selection = selection_of()
    cursor = order.parse(f"{day}.{number}.{side}")
    page = page_of_events(selection, cursor, order=order)
    assert ids(page) == ids(order.page(selection.filter_set.qs, cursor, PAGE_SIZE))


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("", NEWEST_FIRST),
        ("sort=newest", NEWEST_FIRST),
        ("sort=oldest", OLDEST_FIRST),
        ("sort=x", NEWEST_FIRST),
    ],
)
def test_events_are_in_the_order_of_the_parameter_sort(query, order):
    published_event(when="2017")
    published_event(when="2018")
    selection = selection_of(query)
    assert selection.filter_set.order is order
    assert ids(page_of_events(selection)) == ids(order.page(Event.objects.all(), None, 2))


def test_event_deleted_after_the_index_was_read_is_left_out():
    first, second, third = (published_event(when=str(year)) for year in (2017, 2018, 2019))
    selection = selection_of()
    Event.objects.filter(pk=second.pk).delete()
    assert ids(page_of_events(selection, order=OLDEST_FIRST)) == [first.pk, third.pk]


@pytest.mark.slow
def test_events_are_grouped_by_the_year_of_their_sort_date():
    for when in ("2019-05", "2018", "2019", "../2018"):
        published_event(when=when)
    page = page_of_events(selection_of())
    assert [(year, len(events)) for year, events in by_year(page.rows)] == [(2019, 2), (2018, 2)]
    assert len(page.rows) <= PAGE_SIZE
