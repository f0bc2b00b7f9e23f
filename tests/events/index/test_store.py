"""The index equals counts of plain queries after any edits."""

import random
from collections import Counter
from dataclasses import replace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.http import QueryDict

from events.filters.events import EventFilter
from events.filters.selection import Selection, everything
from events.index import get_index
from events.index.store import IndexStore
from events.models import Dispute, Event, EventPlatform, IndexChange, Platform, State, Tag
from sources.models import Outlet, Source
from tests.factories import (
    DisputeFactory,
    EventFactory,
    PlatformFactory,
    PositionFactory,
    SourceFactory,
    TagFactory,
    evidence_for,
    published_event,
    snapshot_of,
)

pytestmark = pytest.mark.django_db


def from_database():
    """Count the published events by plain queries."""
    rows = list(
        Event.objects.published()
        .order_by("sort_on", "pk")
        .prefetch_related("platforms", "tags", "evidence__snapshot")
    )
    parents = dict(Platform.objects.values_list("pk", "parent_id"))

    def branch(pk):
        return {pk, *branch(parents[pk])} if pk else set()

    return {
        "ids": [row.pk for row in rows],
        "kinds": Counter(row.kind for row in rows),
        "platforms": Counter(
            pk
            for row in rows
            for pk in set().union(*(branch(part.pk) for part in row.platforms.all()))
        ),
        "tags": Counter(tag.pk for row in rows for tag in row.tags.all()),
        "sources": Counter(
            pk for row in rows for pk in {item.snapshot.source_id for item in row.evidence.all()}
        ),
        "markets": Counter(market for row in rows for market in set(row.markets)),
        "bounds": [(row.earliest, row.latest) for row in rows],
    }


def from_index():
    """Count the same from the index."""
    selection = everything()
    event_index, rows = selection.index, selection.rows()
    dictionary = event_index.dictionary

    def counted(postings, names):
        counts = postings.counts_in(rows).tolist()
        return Counter(dict(zip(names, counts, strict=False))) - Counter()

    return {
        "ids": event_index.pk[rows].tolist(),
        "kinds": Counter(Event.Kind.values[code - 1] for code in event_index.kind[rows].tolist()),
        "platforms": counted(
            event_index.platform_closure, [row.pk for row in dictionary.platforms]
        ),
        "tags": counted(event_index.tags, [row.pk for row in dictionary.tags]),
        "sources": counted(event_index.sources, [row.pk for row in dictionary.sources]),
        "markets": counted(event_index.markets, dictionary.markets),
        "bounds": [
            (day(first, 0), day(last, 3_652_060))
            for first, last in zip(
                event_index.earliest[rows].tolist(), event_index.latest[rows].tolist(), strict=True
            )
        ],
    }


def day(ordinal, unknown):
    import datetime

    return None if ordinal == unknown else datetime.date.fromordinal(ordinal)


@pytest.fixture
def world():
    rng = random.Random(5)
    platforms = [PlatformFactory()]
    for _ in range(5):
        platforms.append(PlatformFactory(parent=rng.choice([None, *platforms])))
    tags = [TagFactory() for _ in range(3)]
    snapshots = [snapshot_of(SourceFactory()) for _ in range(2)]
    for _ in range(8):
        published_event(
            when=rng.choice(["2019", "2019-06", "2020-02-03", "../2018", "2021/.."]),
            kind=rng.choice(Event.Kind.values),
            platforms=rng.sample(platforms, rng.randint(0, 2)),
            tags=rng.sample(tags, rng.randint(0, 2)),
            markets=rng.choice([[], ["US"], ["GB", "europe"]]),
            snapshot=rng.choice(snapshots),
        )
    return platforms, tags, snapshots


def random_event(rng):
    return rng.choice(list(Event.objects.all()))


def move(rng, world):
    event = random_event(rng)
    event.when = rng.choice(["2015", "2022-11-05", "../2010", "2019-06"])
    event.save()


def turn(rng, world):
    Event.objects.filter(pk=random_event(rng).pk).update(
        state=rng.choice([State.DRAFT, State.PUBLISHED]), markets=["CN", "US"]
    )


def in_raw_sql(rng, world):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE events_event SET kind = 'bid', outcome = 'failed' WHERE id = %s",
            [random_event(rng).pk],
        )


def tie(rng, world):
    EventPlatform.objects.get_or_create(event=random_event(rng), platform=rng.choice(world[0]))


def untie(rng, world):
    EventPlatform.objects.filter(event=random_event(rng)).delete()


def tag(rng, world):
    random_event(rng).tags.set(rng.sample(world[1], 2))


def add(rng, world):
    published_event(platforms=[rng.choice(world[0])], snapshot=rng.choice(world[2]))


def remove(rng, world):
    event = random_event(rng)
    event.tags.clear()
    event.delete()


def support(rng, world):
    event = random_event(rng)
    if not event.evidence.filter(quotation="Nobody used it").exists():
        evidence_for(event, words="Nobody used it")


def graft(rng, world):
    Platform.objects.filter(pk=world[0][-1].pk).update(parent=rng.choice([None, world[0][0]]))


def name_one_more(rng, world):
    world[0].insert(0, PlatformFactory())
    world[1].append(TagFactory())
    tie(rng, world)


def roll_back(rng, world):
    with transaction.atomic():
        move(rng, world)
        add(rng, world)
        untie(rng, world)
        get_index()  # Sees changes that are then rolled back.
        transaction.set_rollback(True)


EDITS = [
    move, turn, in_raw_sql, tie, untie, tag, add, remove, support, graft, name_one_more, roll_back,
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_index_is_current_after_any_edits(world, seed):
    rng = random.Random(seed)
    get_index()
    for edit in rng.choices(EDITS, k=25):
        edit(rng, world)
        assert from_index() == from_database(), edit.__name__


@pytest.mark.slow
def test_index_is_the_same_object_until_something_changes(world):
    event_index = get_index()
    assert get_index() is event_index
    Event.objects.update(importance=4)
    assert get_index() is not event_index


@pytest.mark.slow
def test_index_version_changes_with_a_dispute_so_cached_pages_expire(world):
    before = get_index().version
    position = PositionFactory(dispute=DisputeFactory())
    between = get_index().version
    position.events.add(Event.objects.first())
    after = get_index().version
    Dispute.objects.update(state="open")
    assert len({id(item) for item in (before, between, after, get_index().version)}) == 4


@pytest.mark.slow
def test_index_after_a_tag_and_a_platform_are_deleted(world):
    get_index()
    tag, platform = Tag.objects.first(), PlatformFactory()
    get_index()
    tag.items.all().delete()
    tag.delete()
    platform.delete()
    assert from_index() == from_database()
    assert tag.pk not in get_index().dictionary.tag_codes


@pytest.mark.slow
def test_source_that_is_renamed_or_rejected_is_read_again(world):
    source = Source.objects.first()
    for event in Event.objects.from_sources([source]):
        evidence_for(event)  # other support, without which the article could not be rejected
    assert get_index().dictionary.accepted.all()
    Source.objects.filter(pk=source.pk).update(state="rejected", title="Other")
    dictionary = get_index().dictionary
    assert dictionary.sources[dictionary.source_codes[source.pk]].title == "Other"
    assert not dictionary.accepted[dictionary.source_codes[source.pk]]


@pytest.mark.slow
def test_statement_on_more_than_10000_events_writes_one_change():
    IndexChange.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO events_event (slug, title_en, title_zh, summary_en, summary_zh, kind, "
            'outcome, markets, importance, "when", earliest, latest, sort_on, date_note_en, '
            "date_note_zh, state, version, created_at, updated_at) SELECT 'e' || n, 'E', '', '', "
            "'', 'launch', '', '{}', 3, '2019', '2019-01-01', '2019-12-31', '2019-01-01', '', '', "
            "'draft', 1, now(), now() FROM generate_series(1, 10001) n"
        )
    assert list(IndexChange.objects.values_list("what", "event_id")) == [("everything", None)]
    assert len(get_index()) == Event.objects.count() == 10_001


@pytest.mark.slow
def test_store_reads_everything_after_a_long_gap(world):
    store = IndexStore()
    store.refresh()
    store.position = position = replace(store.position, seen=frozenset())
    Event.objects.update(importance=5)
    IndexChange.objects.all().delete()
    assert not (store.refresh().importance == 5).all()
    store.position = replace(position, read_at=position.read_at.replace(year=2000))
    assert (store.refresh().importance == 5).all()


@pytest.mark.slow
def test_change_that_the_index_does_not_hold_keeps_what_is_memoized(world):
    event_index = get_index()
    Outlet.objects.update(name_en="Other")
    assert get_index() is event_index


@pytest.mark.slow
def test_change_is_read_again_if_reading_its_events_failed(world, monkeypatch):
    store = IndexStore()
    store.refresh()
    Event.objects.update(importance=5)
    with monkeypatch.context() as patch:
        patch.setattr("events.index.store.load_index", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            store.refresh()
    assert (store.refresh().importance == 5).all()


QUERIES = [
    "", "kind=launch&kind=bid", "outcome=failure", "outcome=shut_down", "since=2019", "until=2019-06",
    "since=2019&until=2019&dates=certain", "since=2018&until=2021", "market=US&market=europe",
    "platform=p0", "platform=p1&platform=p3", "tag=t0", "tag=t1&tag=t2", "source=s0", "q=harbour",
    "q=nowhere", "alive=2019", "alive=2020-01-01&kind=launch", "platform=p0&tag=t0&since=2015&q=event",
]  # fmt: skip


@pytest.fixture
def varied_events():
    rng = random.Random(8)
    platforms = [PlatformFactory(slug="p0")]
    for number in range(1, 6):
        platforms.append(PlatformFactory(slug=f"p{number}", parent=rng.choice(platforms)))
    tags = [TagFactory(slug=f"t{number}") for number in range(4)]
    snapshots = [snapshot_of(SourceFactory(slug=f"s{number}")) for number in range(3)]
    whens = ["2015", "2018-11", "2019", "2019-06-03", "2019-37", "2020/..", "../2019", "2021?"]
    for _ in range(60):
        published_event(
            title_en=rng.choice(["Harbour opens", "An event", "Something"]),
            when=rng.choice(whens),
            kind=rng.choice(Event.Kind.values),
            outcome=rng.choice(["", "ongoing", "shut_down", "failed"]),
            markets=rng.choice([[], ["US"], ["GB", "europe"], ["CN"]]),
            platforms=rng.sample(platforms, rng.randint(0, 3)),
            tags=rng.sample(tags, rng.randint(0, 2)),
            snapshot=rng.choice(snapshots),
        )
    EventFactory()


@pytest.mark.slow
def test_selection_equals_the_queryset_of_the_filter(varied_events):
    for query in QUERIES:
        chosen = EventFilter(QueryDict(query), user=AnonymousUser())
        assert not chosen.problems, query
        selection = Selection(chosen, get_index())
        ids = get_index().pk[selection.rows()].tolist()
        assert ids == list(chosen.qs.order_by("sort_on", "pk").values_list("pk", flat=True)), query


@pytest.mark.slow
def test_selection_of_an_editor_has_the_requested_states(varied_events, editor_user):
    for query in ("", "state=draft", "state=draft&state=published"):
        chosen = EventFilter(QueryDict(query), user=editor_user)
        ids = get_index().pk[Selection(chosen, get_index()).rows()].tolist()
        assert sorted(ids) == sorted(chosen.qs.values_list("pk", flat=True)), query
