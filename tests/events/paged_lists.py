"""Every list with pages: its order, its rows, and how to add one."""

import datetime
import random
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import QueryDict

from events.filters import orders
from events.filters.event_list import page_of_events
from events.filters.events import EventFilter
from events.filters.selection import Selection
from events.index import get_index
from events.models import Claim, Dispute, Event, Platform, PlatformLife, Proposal, Tag
from events.web.pagination import Order
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


def correction(chance):
    Proposal.objects.note_retractions([PlatformFactory()], by=None, reason="Wrong.")
    Proposal.objects.filter(pk=Proposal.objects.latest("pk").pk).update(
        decided_at=chance.choice(MOMENTS)
    )


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
    "corrections": Listed(
        orders.LATEST_DECISION_FIRST, ("-decided_at", "-pk"),
        "{row.decided_at:%Y-%m-%dT%H:%M:%S.%f}+00:00~{row.pk}~after",
        Proposal.objects.corrections, correction,
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


def ids(page):
    return [row.pk for row in page.rows]


def filled(listed, count=21):
    chance = random.Random(0)
    for _ in range(count):
        listed.add(chance)
    return chance
