"""Keyset pagination."""

import datetime
import random

import pytest

from events.models import Event
from events.web.keyset import Cursor, CursorError, page_of
from tests.factories import EventFactory


def all_pages(rows, *, newest_first, size, turn=lambda: False):
    """Return the ids of every page from the first to the last, and the last page.

    If `turn` returns true, go back one page and forward again.
    """
    pages, cursor = [], None
    while True:
        page = page_of(rows, newest_first=newest_first, cursor=cursor, size=size)
        pages.append([row.pk for row in page.rows])
        if page.previous and turn():
            back = page_of(rows, newest_first=newest_first, cursor=page.previous, size=size)
            assert [row.pk for row in back.rows] == pages[-2]
            again = page_of(rows, newest_first=newest_first, cursor=back.next, size=size)
            assert [row.pk for row in again.rows] == pages[-1]
        if page.next is None:
            return pages, page
        cursor = Cursor.parse(str(page.next))


@pytest.mark.django_db
@pytest.mark.parametrize("newest_first", [True, False])
@pytest.mark.parametrize("seed", range(4))
def test_pages_have_every_row_once_in_order(newest_first, seed):
    chance = random.Random(seed)
    days = [
        f"20{chance.randint(15, 18)}-0{chance.randint(1, 3)}" for _ in range(chance.randint(0, 60))
    ]
    for day in days:
        EventFactory(when=day)
    rows = Event.objects.all()
    order = ("-sort_on", "-pk") if newest_first else ("sort_on", "pk")
    expected = list(rows.order_by(*order).values_list("pk", flat=True))
    size = chance.randint(1, 9)
    pages, last = all_pages(
        rows, newest_first=newest_first, size=size, turn=lambda: chance.random() < 0.3
    )
    assert [pk for page in pages for pk in page] == expected

    backwards, page = [pages[-1]], last
    while page.previous:
        page = page_of(rows, newest_first=newest_first, cursor=page.previous, size=size)
        backwards.insert(0, [row.pk for row in page.rows])
    assert backwards == pages


@pytest.mark.django_db
def test_rows_of_one_day_are_ordered_by_id():
    keys = [EventFactory(when="2019-06").pk for _ in range(7)]
    pages, _last = all_pages(Event.objects.all(), newest_first=True, size=3)
    assert pages == [keys[6:3:-1], keys[3:0:-1], keys[:1]]


@pytest.mark.django_db
def test_first_page_has_no_previous_and_a_full_last_page_no_next():
    for _ in range(4):
        EventFactory()
    first = page_of(Event.objects.all(), newest_first=True, cursor=None, size=2)
    last = page_of(Event.objects.all(), newest_first=True, cursor=first.next, size=2)
    assert (first.previous, last.next) == (None, None)
    back = page_of(Event.objects.all(), newest_first=True, cursor=last.previous, size=2)
    assert (back.previous, back.rows) == (None, first.rows)


@pytest.mark.django_db
def test_cursor_of_a_deleted_row_keeps_its_position():
    rows = [EventFactory(when="2019-06") for _ in range(5)]
    page = page_of(Event.objects.all(), newest_first=False, cursor=None, size=2)
    rows[1].delete()
    page = page_of(Event.objects.all(), newest_first=False, cursor=page.next, size=2)
    assert list(page.rows) == rows[2:4]


@pytest.mark.parametrize(
    "cursor",
    [
        Cursor(datetime.date(2019, 4, 1), 57),
        Cursor(datetime.date(1, 1, 1), 0, is_before=True),
        Cursor(datetime.date(9999, 12, 31), 10**18 - 1),
    ],
)
def test_cursor_round_trip(cursor):
    assert Cursor.parse(str(cursor)) == cursor


@pytest.mark.parametrize(
    "text",
    [
        "", "2019-04-01", "2019-04-01.57", "2019-04-01.57.beside", "2019-13-01.57.after",
        "2019-04-01.-5.after", "2019-04-01.٣.after", "2019-04-01..after", "x.57.after",
        "2019-04-01.57.after.more", "2019-04-01.5 7.after", "\x00",
    ],
)  # fmt: skip
def test_malformed_cursor_is_refused(text):
    with pytest.raises(CursorError):
        Cursor.parse(text)


@pytest.mark.django_db
def test_cursor_with_a_huge_id_gives_a_page():
    EventFactory(when="2019-06")
    cursor = Cursor.parse("2019-06-01." + "9" * 40 + ".after")
    assert len(page_of(Event.objects.all(), newest_first=True, cursor=cursor).rows) == 1
