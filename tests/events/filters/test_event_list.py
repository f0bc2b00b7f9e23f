"""Pages read from the index equal pages read by query, from every cursor."""

import random

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from events.filters.event_list import PAGE_SIZE, by_year, page_of_events
from events.filters.events import EventFilter
from events.filters.selection import Selection
from events.index import get_index
from events.models import Event
from events.web.keyset import Cursor, page_of
from tests.factories import EventFactory, published_event

pytestmark = pytest.mark.django_db


def ids(page):
    return [event.pk for event in page.rows]


def round_trip(cursor):
    """Return the cursor after a round trip through a URL."""
    return Cursor.parse(str(cursor)) if cursor else None


def selection_of(query=""):
    return Selection(EventFilter(QueryDict(query), user=AnonymousUser()), get_index())


@pytest.fixture(params=range(3))
def chance(request):
    chance = random.Random(request.param)
    for _ in range(chance.randint(20, 45)):
        # Several events on one day, so that the order within a day matters too.
        when = chance.choice(
            ["2015", "2018-11", "2019", "2019-06-03", "2019-37", "2020/..", "../2019"]
        )
        published_event(when=when, kind=chance.choice(["launch", "pilot", "bid"]))
    EventFactory()
    return chance


@pytest.mark.parametrize("newest_first", [True, False])
@pytest.mark.parametrize("query", ["", "kind=launch&kind=pilot", "kind=merger"])
def test_pages_forward_and_backward_have_the_order_of_the_query(chance, newest_first, query):
    selection, size = selection_of(query), chance.randint(1, 7)
    order = ("-sort_on", "-pk") if newest_first else ("sort_on", "pk")
    expected = list(selection.chosen.qs.order_by(*order).values_list("pk", flat=True))
    cursor, pages = None, []
    while True:
        page = page_of_events(selection, newest_first=newest_first, cursor=cursor, size=size)
        pages.append(ids(page))
        cursor = round_trip(page.next)
        if cursor is None:
            break
    assert [pk for page_ids in pages for pk in page_ids] == expected
    back = [pages[-1]]
    while page.previous:
        page = page_of_events(
            selection, newest_first=newest_first, cursor=round_trip(page.previous), size=size
        )
        back.insert(0, ids(page))
        assert page.next
    assert [pk for page_ids in back for pk in page_ids] == expected
    assert all(len(page_ids) == size for page_ids in back[1:-1])


@pytest.mark.parametrize("newest_first", [True, False])
def test_page_at_any_event_equals_the_page_of_the_query(chance, newest_first):
    selection = selection_of("kind=launch&kind=pilot")
    # Also at events that do not match: the page then begins with the next event that does.
    for event in Event.objects.published():
        for more in ({}, {"is_at": True}, {"is_before": True}):
            cursor = Cursor(event.sort_on, event.pk, **more)
            options = {"newest_first": newest_first, "cursor": cursor, "size": 4}
            page, expected = (
                page_of_events(selection, **options),
                page_of(selection.chosen.qs, **options),
            )
            assert ids(page) == ids(expected), cursor
            assert bool(page.next) == bool(
                expected.next
                and page_of_events(selection, newest_first=newest_first, cursor=expected.next).rows
            )


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("side", ["before", "after", "at"])
@pytest.mark.parametrize("newest_first", [True, False])
def test_cursor_beyond_either_end_gives_the_page_of_the_query(day, side, newest_first):
    published_event()
    selection = selection_of()
    cursor = Cursor.parse(f"{day}.5.{side}")
    page = page_of_events(selection, newest_first=newest_first, cursor=cursor)
    assert ids(page) == ids(page_of(selection.chosen.qs, newest_first=newest_first, cursor=cursor))


def test_event_deleted_after_the_index_was_read_is_left_out():
    first, second, third = (published_event(when=str(year)) for year in (2017, 2018, 2019))
    selection = selection_of()
    Event.objects.filter(pk=second.pk).delete()
    assert ids(page_of_events(selection, newest_first=False, cursor=None)) == [first.pk, third.pk]


def test_empty_list_has_no_neighbour_pages():
    page = page_of_events(selection_of(), newest_first=True, cursor=None)
    assert (list(page.rows), page.previous, page.next) == ([], None, None)


def test_events_are_grouped_by_the_year_of_their_sort_date():
    for when in ("2019-05", "2018", "2019", "../2018"):
        published_event(when=when)
    page = page_of_events(selection_of(), newest_first=True, cursor=None)
    assert [(year, len(events)) for year, events in by_year(page.rows)] == [(2019, 2), (2018, 2)]
    assert len(page.rows) <= PAGE_SIZE
