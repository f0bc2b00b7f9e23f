"""Pages of the list out of the columns are those of the query, wherever one begins."""

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


def again(cursor):
    """A cursor as an address brings it back."""
    return Cursor.parse(str(cursor)) if cursor else None


def selection_of(query=""):
    return Selection(EventFilter(QueryDict(query), user=AnonymousUser()), get_index())


@pytest.fixture(params=range(3))
def chance(request):
    chance = random.Random(request.param)
    for _ in range(chance.randint(20, 45)):
        # Many on one day, so that the order within a day matters, too.
        when = chance.choice(
            ["2015", "2018-11", "2019", "2019-06-03", "2019-37", "2020/..", "../2019"]
        )
        published_event(when=when, kind=chance.choice(["launch", "pilot", "bid"]))
    EventFactory()
    return chance


@pytest.mark.parametrize("newest_first", [True, False])
@pytest.mark.parametrize("query", ["", "kind=launch&kind=pilot", "kind=merger"])
def test_walk_there_and_back_is_the_order_of_the_query(chance, newest_first, query):
    selection, size = selection_of(query), chance.randint(1, 7)
    order = ("-sort_on", "-pk") if newest_first else ("sort_on", "pk")
    expected = list(selection.chosen.qs.order_by(*order).values_list("pk", flat=True))
    cursor, pages = None, []
    while True:
        page = page_of_events(selection, newest_first=newest_first, cursor=cursor, size=size)
        pages.append(ids(page))
        cursor = again(page.next)
        if cursor is None:
            break
    assert [pk for found in pages for pk in found] == expected
    back = [pages[-1]]
    while page.previous:
        page = page_of_events(
            selection, newest_first=newest_first, cursor=again(page.previous), size=size
        )
        back.insert(0, ids(page))
        assert page.next
    assert [pk for found in back for pk in found] == expected
    assert all(len(found) == size for found in back[1:-1])


@pytest.mark.parametrize("newest_first", [True, False])
def test_page_at_any_event_is_that_of_the_query(chance, newest_first):
    selection = selection_of("kind=launch&kind=pilot")
    # Also of events that the filter does not find: the page begins with the next that it does.
    for event in Event.objects.published():
        for more in ({}, {"is_at": True}, {"is_before": True}):
            cursor = Cursor(event.sort_on, event.pk, **more)
            given = {"newest_first": newest_first, "cursor": cursor, "size": 4}
            told, expected = (
                page_of_events(selection, **given),
                page_of(selection.chosen.qs, **given),
            )
            assert ids(told) == ids(expected), cursor
            assert bool(told.next) == bool(
                expected.next
                and page_of_events(selection, newest_first=newest_first, cursor=expected.next).rows
            )


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("side", ["before", "after", "at"])
@pytest.mark.parametrize("newest_first", [True, False])
def test_cursor_beyond_either_end_is_an_end(day, side, newest_first):
    published_event()
    selection = selection_of()
    cursor = Cursor.parse(f"{day}.5.{side}")
    page = page_of_events(selection, newest_first=newest_first, cursor=cursor)
    assert ids(page) == ids(page_of(selection.chosen.qs, newest_first=newest_first, cursor=cursor))


def test_event_that_went_since_the_columns_were_read_is_left_out():
    first, second, third = (published_event(when=str(year)) for year in (2017, 2018, 2019))
    selection = selection_of()
    Event.objects.filter(pk=second.pk).delete()
    assert ids(page_of_events(selection, newest_first=False, cursor=None)) == [first.pk, third.pk]


def test_list_of_nothing_has_no_neighbours():
    page = page_of_events(selection_of(), newest_first=True, cursor=None)
    assert (list(page.rows), page.previous, page.next) == ([], None, None)


def test_events_stand_below_the_year_of_their_place_in_the_list():
    for when in ("2019-05", "2018", "2019", "../2018"):
        published_event(when=when)
    page = page_of_events(selection_of(), newest_first=True, cursor=None)
    assert [(year, len(events)) for year, events in by_year(page.rows)] == [(2019, 2), (2018, 2)]
    assert len(page.rows) <= PAGE_SIZE
