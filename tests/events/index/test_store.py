"""The columns are what the database says, whatever was done to it: compared with plain counts."""

import random
from collections import Counter

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.http import QueryDict

from events.filters.events import EventFilter
from events.filters.selection import Selection, everything
from events.index import get_index
from events.index.store import IndexStore
from events.models import Dispute, Event, EventPlatform, IndexChange, Platform, State, Tag
from sources.models import Source
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


def plain():
    """What the database says of published events, by plain queries."""
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


def kept():
    """The same out of the columns."""
    selection = everything()
    event_index, rows, words = selection.index, selection.rows(), selection.index.dictionary

    def counted(links, names):
        return Counter(dict(zip(names, links.counts_in(rows).tolist(), strict=False))) - Counter()

    return {
        "ids": event_index.pk[rows].tolist(),
        "kinds": Counter(Event.Kind.values[code - 1] for code in event_index.kind[rows].tolist()),
        "platforms": counted(event_index.platform_closure, [row.pk for row in words.platforms]),
        "tags": counted(event_index.tags, [row.pk for row in words.tags]),
        "sources": counted(event_index.sources, [row.pk for row in words.sources]),
        "markets": counted(event_index.markets, words.markets),
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
    chance = random.Random(5)
    platforms = [PlatformFactory()]
    for _ in range(5):
        platforms.append(PlatformFactory(parent=chance.choice([None, *platforms])))
    tags = [TagFactory() for _ in range(3)]
    snapshots = [snapshot_of(SourceFactory()) for _ in range(2)]
    for _ in range(8):
        published_event(
            when=chance.choice(["2019", "2019-06", "2020-02-03", "../2018", "2021/.."]),
            kind=chance.choice(Event.Kind.values),
            platforms=chance.sample(platforms, chance.randint(0, 2)),
            tags=chance.sample(tags, chance.randint(0, 2)),
            markets=chance.choice([[], ["US"], ["GB", "europe"]]),
            snapshot=chance.choice(snapshots),
        )
    return platforms, tags, snapshots


def some(chance):
    return chance.choice(list(Event.objects.all()))


def move(chance, world):
    event = some(chance)
    event.when = chance.choice(["2015", "2022-11-05", "../2010", "2019-06"])
    event.save()


def turn(chance, world):
    Event.objects.filter(pk=some(chance).pk).update(
        state=chance.choice([State.DRAFT, State.PUBLISHED]), markets=["CN", "US"]
    )


def in_raw_sql(chance, world):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE events_event SET kind = 'bid', outcome = 'failed' WHERE id = %s",
            [some(chance).pk],
        )


def tie(chance, world):
    EventPlatform.objects.get_or_create(event=some(chance), platform=chance.choice(world[0]))


def untie(chance, world):
    EventPlatform.objects.filter(event=some(chance)).delete()


def tag(chance, world):
    some(chance).tags.set(chance.sample(world[1], 2))


def add(chance, world):
    published_event(platforms=[chance.choice(world[0])], snapshot=chance.choice(world[2]))


def remove(chance, world):
    event = some(chance)
    event.tags.clear()
    event.delete()


def support(chance, world):
    event = some(chance)
    if not event.evidence.filter(quotation="Nobody used it").exists():
        evidence_for(event, words="Nobody used it")


def graft(chance, world):
    Platform.objects.filter(pk=world[0][-1].pk).update(parent=chance.choice([None, world[0][0]]))


def name_one_more(chance, world):
    world[0].insert(0, PlatformFactory())
    world[1].append(TagFactory())
    tie(chance, world)


def roll_back(chance, world):
    with transaction.atomic():
        move(chance, world)
        add(chance, world)
        untie(chance, world)
        get_index()  # Sees what will not have been.
        transaction.set_rollback(True)


EDITS = [
    move, turn, in_raw_sql, tie, untie, tag, add, remove, support, graft, name_one_more, roll_back,
]  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_columns_are_right_after_any_edits(world, seed):
    chance = random.Random(seed)
    get_index()
    for edit in chance.choices(EDITS, k=25):
        edit(chance, world)
        assert kept() == plain(), edit.__name__


def test_columns_are_the_same_object_until_something_changes(world):
    event_index = get_index()
    assert get_index() is event_index
    Event.objects.update(importance=4)
    assert get_index() is not event_index


def test_columns_are_new_after_a_dispute_so_that_kept_pages_are(world):
    before = get_index().version
    position = PositionFactory(dispute=DisputeFactory())
    between = get_index().version
    position.events.add(Event.objects.first())
    after = get_index().version
    Dispute.objects.update(state="open")
    assert len({id(item) for item in (before, between, after, get_index().version)}) == 4


def test_columns_after_a_tag_or_platform_was_deleted(world):
    get_index()
    tag, platform = Tag.objects.first(), PlatformFactory()
    get_index()
    tag.items.all().delete()
    tag.delete()
    platform.delete()
    assert kept() == plain()
    assert tag.pk not in get_index().dictionary.tag_codes


def test_source_that_is_renamed_or_accepted_is_read_again(world):
    source = Source.objects.first()
    assert get_index().dictionary.accepted.all()
    Source.objects.filter(pk=source.pk).update(state="rejected", title="Other")
    words = get_index().dictionary
    assert words.sources[words.source_codes[source.pk]].title == "Other"
    assert not words.accepted[words.source_codes[source.pk]]


def test_statement_about_very_many_events_leaves_one_note():
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


def test_keeper_that_has_not_looked_for_long_reads_everything(world):
    keeper = IndexStore()
    keeper.refresh()
    Event.objects.update(importance=5)
    IndexChange.objects.all().delete()
    keeper.seen.clear()
    assert not (keeper.refresh().importance == 5).all()
    keeper.refreshed_at = keeper.refreshed_at.replace(year=2000)
    assert (keeper.refresh().importance == 5).all()


QUERIES = [
    "", "kind=launch&kind=bid", "outcome=failure", "outcome=shut_down", "since=2019", "until=2019-06",
    "since=2019&until=2019&dates=certain", "since=2018&until=2021", "market=US&market=europe",
    "platform=p0", "platform=p1&platform=p3", "tag=t0", "tag=t1&tag=t2", "source=s0", "q=harbour",
    "q=nowhere", "alive=2019", "alive=2020-01-01&kind=launch", "platform=p0&tag=t0&since=2015&q=event",
]  # fmt: skip


@pytest.fixture
def mixture():
    chance = random.Random(8)
    platforms = [PlatformFactory(slug="p0")]
    for number in range(1, 6):
        platforms.append(PlatformFactory(slug=f"p{number}", parent=chance.choice(platforms)))
    tags = [TagFactory(slug=f"t{number}") for number in range(4)]
    snapshots = [snapshot_of(SourceFactory(slug=f"s{number}")) for number in range(3)]
    whens = ["2015", "2018-11", "2019", "2019-06-03", "2019-37", "2020/..", "../2019", "2021?"]
    for _ in range(60):
        published_event(
            title_en=chance.choice(["Harbour opens", "An event", "Something"]),
            when=chance.choice(whens),
            kind=chance.choice(Event.Kind.values),
            outcome=chance.choice(["", "ongoing", "shut_down", "failed"]),
            markets=chance.choice([[], ["US"], ["GB", "europe"], ["CN"]]),
            platforms=chance.sample(platforms, chance.randint(0, 3)),
            tags=chance.sample(tags, chance.randint(0, 2)),
            snapshot=chance.choice(snapshots),
        )
    EventFactory()


def test_selection_finds_what_the_filters_query_finds(mixture):
    for query in QUERIES:
        chosen = EventFilter(QueryDict(query), user=AnonymousUser())
        assert not chosen.problems, query
        selection = Selection(chosen, get_index())
        found = get_index().pk[selection.rows()].tolist()
        assert found == list(chosen.qs.order_by("sort_on", "pk").values_list("pk", flat=True)), (
            query
        )


def test_selection_of_an_editor_finds_states_asked_for(mixture, editor_user):
    for query in ("", "state=draft", "state=draft&state=published"):
        chosen = EventFilter(QueryDict(query), user=editor_user)
        found = get_index().pk[Selection(chosen, get_index()).rows()].tolist()
        assert sorted(found) == sorted(chosen.qs.values_list("pk", flat=True)), query
