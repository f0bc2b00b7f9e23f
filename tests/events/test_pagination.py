"""Every list with pages: its order, its cursors, and walks through its pages in both directions."""

import datetime
import random
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import QuerySet
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.filters import event_list, orders
from events.filters.event_list import page_of_events
from events.filters.events import EventFilter
from events.filters.selection import Selection
from events.index import get_index
from events.models import Claim, Dispute, Event, Platform, PlatformLife, Tag
from events.platforms.failure_views import FAILURES_SHOWN
from events.records.views.claims import CLAIMS_SHOWN
from events.records.views.disputes import DISPUTES_SHOWN
from events.records.views.sources import SOURCES_SHOWN
from events.web.pagination import CursorError, Order
from sources.models import Snapshot, Source
from tests.factories import (
    DisputeFactory,
    PlatformFactory,
    PositionFactory,
    SourceFactory,
    TagFactory,
    published_claim,
    published_event,
    snapshot_of,
)

# Few, so that many rows have the same first column; also with the years of open bounds.
DATES = ["2015", "2018-11", "2019-06-03", "2019", "2020/..", "../2019"]
MOMENTS = [datetime.datetime(2020, 1, 1, 12, 0, 0, ms, datetime.UTC) for ms in (0, 500, 501)]


def event(chance, **fields):
    snapshot = Snapshot.objects.first() or snapshot_of(SourceFactory())
    row = published_event(when=chance.choice(DATES), snapshot=snapshot, **fields)
    Event.objects.filter(pk=row.pk).update(updated_at=chance.choice(MOMENTS))


def claim(chance):
    published_claim(snapshot=Snapshot.objects.first() or snapshot_of(SourceFactory()))


def failure(chance):
    event(chance, platforms=[PlatformFactory()], kind="shutdown", outcome="shut_down")


def article(chance):
    SourceFactory(published=chance.choice(["", "2020", "2020-12", "2020-12-31"]), slug=slug(chance))


def dispute(chance):
    PositionFactory(dispute=DisputeFactory(slug=slug(chance)))


def slug(chance):
    """Return a slug; the order of its characters depends on the collation."""
    return f"{chance.choice('ab-_')}{chance.choice('Z9z-_')}{chance.randrange(10**9)}"


@dataclass(frozen=True)
class Listed:
    """One list: its order, the same as arguments of `order_by`, its rows, and how to add one.

    `cursor` is the format of the cursors in the addresses that readers store.
    """

    order: Order
    names: tuple[str, ...]
    cursor: str
    rows: Callable[[], QuerySet]
    add: Callable
    is_indexed: bool = False

    def ids(self):
        return list(self.rows().order_by(*self.names).values_list("pk", flat=True))

    def page(self, text="", size=3):
        cursor = self.order.parse(text) if text else None
        if self.is_indexed:
            filter_set = EventFilter(QueryDict(), user=AnonymousUser())
            selection = Selection(filter_set, get_index())
            return page_of_events(selection, cursor, size, order=self.order)
        return self.order.page(self.rows(), cursor, size)


def lives():
    return PlatformLife.objects.everywhere().failures()


def platforms():
    return Platform.objects.without_tree_fields()


def articles():
    return Source.objects.for_readers().with_list_place()


def keys_by_change():
    return Event.objects.published().values_list("updated_at", "pk", named=True)


def events():
    return Event.objects.published()


def platform(chance):
    PlatformFactory(slug=slug(chance))


def tag(chance):
    TagFactory(slug=f"{slug(chance)}{chance.choice('需é')}")


NEWEST, OLDEST = ("-sort_on", "-pk"), ("sort_on", "pk")
DATED, NUMBERED, NAMED = "{row.sort_on}.{row.pk}.after", "{row.pk}.after", "{row.slug}.after"
LISTS = {
    "timeline newest": Listed(orders.NEWEST_FIRST, NEWEST, DATED, events, event, is_indexed=True),
    "timeline oldest": Listed(orders.OLDEST_FIRST, OLDEST, DATED, events, event, is_indexed=True),
    "events newest": Listed(orders.NEWEST_FIRST, NEWEST, DATED, events, event),
    "events oldest": Listed(orders.OLDEST_FIRST, OLDEST, DATED, events, event),
    "failures": Listed(orders.NEWEST_FIRST, NEWEST, DATED, lives, failure),
    "claims": Listed(orders.BY_NEWEST_ID, ("-pk",), NUMBERED, Claim.objects.published, claim),
    "disputes": Listed(orders.BY_ID, ("pk",), NUMBERED, Dispute.objects.all, dispute),
    "articles": Listed(
        orders.NEWEST_ARTICLE_FIRST, ("-listed_on", "-pk"), "{row.listed_on}.{row.pk}.after",
        articles, article,
    ),
    "API articles": Listed(
        orders.NEWEST_ARTICLE_BY_SLUG, ("-listed_on", "slug"), "{row.listed_on}.{row.slug}.after",
        articles, article,
    ),
    "API platforms": Listed(orders.BY_SLUG, ("slug",), NAMED, platforms, platform),
    "API tags": Listed(orders.BY_SLUG, ("slug",), NAMED, Tag.objects.all, tag),
    "API disputes": Listed(orders.BY_SLUG, ("slug",), NAMED, Dispute.objects.all, dispute),
    "feed": Listed(
        orders.LATEST_CHANGE_FIRST, ("-updated_at", "-pk"),
        "{row.updated_at:%Y-%m-%dT%H:%M:%S.%f}+00:00~{row.pk}", keys_by_change, event,
    ),
}  # fmt: skip
ORDERS = {name: value for name, value in vars(orders).items() if isinstance(value, Order)}
each_list = pytest.mark.parametrize("listed", LISTS.values(), ids=LISTS)
WALKS = [
    (name, step)
    for name, listed in LISTS.items()
    for step in (["next"] if listed.order.forward_only else ["next", "previous"])
]


def ids(page):
    return [row.pk for row in page.rows]


def filled(listed, count=21):
    chance = random.Random(0)
    for _ in range(count):
        listed.add(chance)
    return chance


def test_every_order_is_tested_here():
    assert {id(order) for order in ORDERS.values()} == {
        id(listed.order) for listed in LISTS.values()
    }


@pytest.mark.slow
@each_list
@pytest.mark.django_db
def test_pages_forward_and_back_have_the_order_of_the_query(listed):
    filled(listed)
    expected = listed.ids()
    assert len(expected) == 21
    for size in (1, 3, 4, 20, 21, 50):
        pages = [listed.page(size=size)]
        while pages[-1].next:
            pages.append(listed.page(pages[-1].next, size))
        assert [ids(page) for page in pages] == [
            expected[start : start + size] for start in range(0, 21, size)
        ]
        assert pages[0].previous == ""
        if listed.order.forward_only:
            assert {page.previous for page in pages} == {""}
            continue
        back = [pages[-1]]
        while back[0].previous:
            back.insert(0, listed.page(back[0].previous, size))
            assert ids(listed.page(back[0].next, size)) == ids(back[1])
        assert [ids(page) for page in back] == [ids(page) for page in pages]


@each_list
@pytest.mark.django_db
def test_empty_list_is_one_page(listed):
    page = listed.page()
    assert (ids(page), page.previous, page.next) == ([], "", "")


def walk_while_written(listed, chance, text, step):
    """Return the ids on the way from a page to the end of the list in one direction.

    After each page, the row that its cursor names and another row are removed; after the first
    three, three rows are added.
    """
    seen = []
    for turn in range(30):
        page = listed.page(text)
        seen += ids(page) if step == "next" else ids(page)[::-1]
        text = getattr(page, step)
        if not text:
            return seen
        removed = [seen[-1], chance.choice(listed.ids())]
        listed.rows().model.objects.filter(pk__in=removed).delete()
        for _ in range(3 if turn < 3 else 0):
            listed.add(chance)
    raise AssertionError("The walk does not end.")


@pytest.mark.slow
@pytest.mark.parametrize(("name", "step"), WALKS)
@pytest.mark.django_db
def test_rows_written_during_a_walk_repeat_and_hide_no_row(name, step):
    listed = LISTS[name]
    chance = filled(listed)
    at_start, text = listed.ids(), ""
    if step == "previous":
        text = listed.page(listed.page(size=20).next).previous
        at_start = at_start[:20]
    seen = walk_while_written(listed, chance, text, step)
    at_end = listed.ids()[:: 1 if step == "next" else -1]
    assert len(set(seen)) == len(seen)
    assert [pk for pk in seen if pk in at_end] == [pk for pk in at_end if pk in seen]
    assert set(at_start) & set(at_end) <= set(seen)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name, step in WALKS if step == "previous"])
@pytest.mark.django_db
def test_each_side_of_a_row_is_a_page(name):
    listed = LISTS[name]
    filled(listed, 9)
    expected, page = listed.ids(), listed.page(size=1)
    for position in range(len(expected) - 1):
        row = page.next.removesuffix("after")
        at, before = listed.page(f"{row}at"), listed.page(f"{row}before")
        assert ids(at) == expected[position : position + 3]
        assert ids(before) == expected[max(position - 3, 0) : position]
        assert bool(before.previous) == (position > 3)
        page = listed.page(page.next, size=1)


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


PAGES = {
    "timeline": (event, event_list.PAGE_SIZE),
    "failures": (failure, FAILURES_SHOWN),
    "claims": (claim, CLAIMS_SHOWN),
    "disputes": (dispute, DISPUTES_SHOWN),
    "sources": (article, SOURCES_SHOWN),
}
API = ["events", "platforms", "claims", "sources", "tags", "disputes"]
OUTPUTS = ["/feeds/events.atom", *(f"/api/v1/{name}/" for name in API)]


def shown(response):
    """Return the ids of the rows of a page with a list."""
    context = response.context
    if "groups" in context:
        return [row.pk for _year, rows in context["groups"] for row in rows]
    names = ("ended", "claims", "disputes", "sources")
    rows = next(context[name] for name in names if name in context)
    return [getattr(row, "platform", row).pk for row in rows]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.django_db
def test_page_with_a_bad_cursor_shows_a_message_and_the_first_page(reader, name):
    add, _size = PAGES[name]
    add(random.Random(0))
    first = shown(reader.get(reverse(name)))
    assert first
    for text in ("x", "1.beside", "²", "2019-13-01.57.after", "\x00"):
        response = reader.get(reverse(name), {"cursor": text})
        assert response.status_code == 200
        assert "Invalid position in the list" in response.content.decode()
        assert shown(response) == first


@pytest.mark.parametrize("address", OUTPUTS)
@pytest.mark.django_db
def test_output_with_a_bad_cursor_is_a_bad_request(reader, address):
    for text in ("x", "1.beside", "²", "2019-13-01.57.after", "\x00"):
        assert reader.get(address, {"cursor": text}).status_code == 400


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.django_db
def test_links_of_a_page_visit_every_row_once_in_both_directions(reader, name):
    add, size = PAGES[name]
    chance = random.Random(0)
    for _ in range(size + 2):
        add(chance)
    response = reader.get(reverse(name))
    pages = [shown(response)]
    while query := response.context["next_query"]:
        response = reader.get(f"{reverse(name)}?{query}")
        pages.append(shown(response))
    back = [pages[-1]]
    while query := response.context["previous_query"]:
        response = reader.get(f"{reverse(name)}?{query}")
        back.insert(0, shown(response))
    visited = [pk for page in pages for pk in page]
    assert len(visited) == len(set(visited)) == size + 2
    assert len(pages) == 2
    assert back == pages


def page_sql(listed, text):
    with CaptureQueriesContext(connection) as queries:
        listed.page(text)
    [query] = queries
    return query["sql"]


@pytest.mark.parametrize(
    "listed",
    [listed for listed in LISTS.values() if not listed.is_indexed],
    ids=[name for name, listed in LISTS.items() if not listed.is_indexed],
)
@pytest.mark.django_db
def test_page_is_one_query_that_neither_counts_nor_skips_rows(listed):
    filled(listed, 5)
    for text in ("", listed.page().next):
        sql = page_sql(listed, text)
        assert sql.endswith("LIMIT 4")
        assert "OFFSET" not in sql
        assert "COUNT(" not in sql


@pytest.mark.parametrize(
    ("name", "condition"),
    [
        ("events newest", "(sort_on <= "),
        ("events oldest", "(sort_on >= "),
        ("claims", "(id < "),
        ("disputes", "(id > "),
        ("feed", "(updated_at <= "),
    ],
)
@pytest.mark.django_db
def test_index_scan_starts_at_the_cursor(name, condition):
    listed = LISTS[name]
    filled(listed, 5)
    sql = page_sql(listed, listed.page().next)
    with connection.cursor() as cursor:
        # A few rows are read faster without an index.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off;"
                       "SET LOCAL enable_sort = off")  # fmt: skip
        cursor.execute(f"EXPLAIN {sql}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert f"Index Cond: {condition}" in plan or f"AND {condition}" in plan, plan
