"""Cursors of every list: their format, and texts that are refused."""

import pytest

from events.web.pagination import CursorError
from tests.events.paged_lists import MOMENTS, ORDERS, each_list, filled, ids


@pytest.mark.slow
@each_list
@pytest.mark.django_db
def test_cursors_keep_the_format_of_stored_addresses(listed):
    filled(listed, 9)
    first = listed.page()
    assert first.next == listed.cursor.format(row=first.rows[-1])
    second = listed.page(first.next)
    assert ids(second) == listed.ids()[3:6]
    if not listed.order.forward_only:
        after = listed.cursor.format(row=second.rows[0])
        assert second.previous == f"{after.removesuffix('after')}before"


MALFORMED = [
    "", "x", ".", "..", ".after", "..after", "~", "1.beside", "1.AFTER", "²", "\x00.after",
    "\ud800.after", "a b.after", "a.b.c.after", "2019-04-01.57.beside", "2019-13-01.57.after",
    "2019-02-30.1.at", "9999-W52-7.1.after", "2019-04-01.57.after.more", "2019-04-01..after",
    "2019-04-01.5 7.after", "2019-04-01.\x00.after", "x.57.after", "x~5", "2019~5",
    "2019-04-01T10:00:00~5", "2019-04-01T10:00:00+00:00~x", "2019-04-01T10:00:00+00:00~5.after",
    "2019-04-01T10:00:00+00:00~", "2019-04-01." + "a" * 201 + ".after", "a" * 201 + ".after",
]  # fmt: skip
BAD_NUMBERS = ["a", "-5", "٣", "9" * 19, "9" * 5000]
WRONG = {
    "NEWEST_FIRST": ["57.after", *(f"2019-04-01.{number}.at" for number in BAD_NUMBERS)],
    "OLDEST_FIRST": ["57.after", *(f"2019-04-01.{number}.at" for number in BAD_NUMBERS)],
    "NEWEST_ARTICLE_FIRST": ["57.after", *(f"2019-04-01.{number}.at" for number in BAD_NUMBERS)],
    "NEWEST_ARTICLE_BY_SLUG": ["57.after", "a.after"],
    "BY_ID": ["2019-04-01.57.after", *(f"{number}.after" for number in BAD_NUMBERS)],
    "BY_NEWEST_ID": ["2019-04-01.57.after", *(f"{number}.after" for number in BAD_NUMBERS)],
    "BY_SLUG": ["2019-04-01.57.after"],
    "LATEST_DECISION_FIRST": [f"{MOMENTS[0].isoformat()}~{number}~after" for number in BAD_NUMBERS],
    "LATEST_CHANGE_FIRST": [f"{MOMENTS[0].isoformat()}~{number}" for number in BAD_NUMBERS],
}


@pytest.mark.parametrize("name", ORDERS)
def test_cursor_that_no_page_contains_is_refused(name):
    def is_accepted(text):
        try:
            return ORDERS[name].parse(text)
        except CursorError:
            return False

    assert list(filter(is_accepted, MALFORMED + WRONG[name])) == []
