"""Loading decodes what the database holds, and late commits are not missed."""

import datetime
import threading

import numpy as np
import pytest
from django.db import connection, transaction

from events.index import OPEN_END, OPEN_START, get_index
from events.index.dictionary import Dictionary
from events.index.event_index import ROW_DTYPE
from events.index.loading import DeletedRowError, copy_to_array, load_index, updated_dictionary
from events.index.store import IndexStore
from events.models import Event, EventPlatform, Tag
from tests.factories import (
    EventFactory,
    PlatformFactory,
    TagFactory,
    evidence_for,
    published_event,
    restore_roles,
)

NAMES = {"platforms", "tags", "sources"}


def load_all():
    return load_index(updated_dictionary(Dictionary(), NAMES))


@pytest.mark.django_db
@pytest.mark.parametrize("number", [0, 1, -1, 2**15 - 1, -(2**15), 2**31 - 1, 2**63 - 1, -(2**63)])
def test_integers_of_any_width_are_decoded(number):
    for dtype, sql in ((np.int16, "int2"), (np.int32, "int4"), (np.int64, "int8")):
        if np.iinfo(dtype).min <= number <= np.iinfo(dtype).max:
            shape = np.dtype([("a", dtype), ("b", np.int64)])
            result = copy_to_array(
                f"SELECT (%(number)s)::{sql}, 7::int8 FROM generate_series(1, 3)",
                {"number": number},
                shape,
            )
            assert result["a"].tolist() == [number] * 3
            assert result["b"].tolist() == [7] * 3


@pytest.mark.django_db
def test_result_without_rows_is_an_empty_array():
    assert len(copy_to_array("SELECT 1::int8 WHERE false", {}, np.dtype([("a", np.int64)]))) == 0
    assert len(load_all()) == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("when", "earliest", "latest"),
    [
        ("0001-01-01", 1, 1),
        ("9999-12-31", 3_652_059, 3_652_059),
        ("2019-02", datetime.date(2019, 2, 1).toordinal(), datetime.date(2019, 2, 28).toordinal()),
        ("2019/..", datetime.date(2019, 1, 1).toordinal(), OPEN_END),
        ("../2019", OPEN_START, datetime.date(2019, 12, 31).toordinal()),
    ],
)
def test_dates_are_ordinals_and_open_bounds_are_sentinels(when, earliest, latest):
    event = EventFactory(when=when, kind="shutdown", outcome="shelved", importance=5)
    event_index = load_all()
    assert (event_index.earliest[0], event_index.latest[0]) == (earliest, latest)
    assert event_index.sort[0] == event.sort_on.toordinal()
    assert event_index.pk[0] == event.pk
    assert Event.Kind.values[event_index.kind[0] - 1] == "shutdown"
    assert Event.Outcome.values[event_index.outcome[0] - 1] == "shelved"
    assert event_index.importance[0] == 5
    assert event_index.rows.dtype == ROW_DTYPE


@pytest.mark.django_db
def test_rows_are_in_list_order():
    for when in ("2019", "2015", "2019", "../2017", "2018/.."):
        EventFactory(when=when)
    ids = list(Event.objects.order_by("sort_on", "pk").values_list("pk", flat=True))
    assert load_all().pk.tolist() == ids


@pytest.mark.django_db
def test_postings_of_an_event_with_duplicate_values():
    company = PlatformFactory()
    part = PlatformFactory(parent=company)
    event = published_event(
        platforms=[company, part], tags=[TagFactory()], markets=["US", "GB", "US"]
    )
    evidence_for(event, event.evidence.get().snapshot, "Nobody used it")
    EventPlatform.objects.filter(platform=part).update(role="acquirer")
    event_index = load_all()
    for name, count in (
        ("platforms", 2),
        ("platform_closure", 2),
        ("subjects", 1),
        ("tags", 1),
        ("sources", 1),
        ("markets", 2),
    ):
        assert len(getattr(event_index, name).rows) == count, name
    assert event_index.subjects.codes.tolist() == [
        event_index.dictionary.platform_codes[company.pk]
    ]


@pytest.mark.django_db
def test_dictionary_keeps_codes_and_raises_for_a_deleted_row():
    first = TagFactory()
    before = updated_dictionary(Dictionary(), NAMES)
    second = TagFactory()
    after = updated_dictionary(before, NAMES)
    assert [tag.pk for tag in after.tags] == [first.pk, second.pk]
    Tag.objects.filter(pk=first.pk).delete()
    with pytest.raises(DeletedRowError):
        updated_dictionary(after, {"tags"})


@pytest.mark.django_db
def test_postings_leave_out_rows_unknown_to_the_dictionary():
    dictionary = updated_dictionary(Dictionary(), NAMES)
    event = published_event(platforms=[PlatformFactory()], tags=[TagFactory()])
    event_index = load_index(dictionary, [event.pk])
    assert len(event_index) == 1
    assert len(event_index.platforms.rows) == len(event_index.tags.rows) == 0


def in_thread(function):
    """Call a function in a thread with a separate connection; collect what it raises."""
    failed = []

    def run():
        try:
            function()
        except BaseException as error:  # noqa: BLE001 - passed on below
            failed.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, failed


def join(thread, failed):
    thread.join(20)
    assert not thread.is_alive()
    if failed:
        raise failed[0]


@pytest.fixture
def store(transactional_db):
    """Yield the store of a database in which concurrent transactions commit."""
    yield IndexStore()
    restore_roles()


@pytest.mark.slow
def test_refresh_sees_a_transaction_that_began_first_and_commits_last(store):
    early, late = (EventFactory(importance=1) for _ in range(2))
    store.refresh()
    wrote, may_commit = threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            Event.objects.filter(pk=early.pk).update(importance=5)
            wrote.set()
            assert may_commit.wait(20)

    running = in_thread(slow)
    assert wrote.wait(20)
    # Begins later, commits earlier; the store refreshes while the first one is still open.
    Event.objects.filter(pk=late.pk).update(importance=4)
    assert importances(store) == {early.pk: 1, late.pk: 4}
    Event.objects.filter(pk=late.pk).update(importance=3)
    assert importances(store) == {early.pk: 1, late.pk: 3}
    may_commit.set()
    join(*running)
    assert importances(store) == {early.pk: 5, late.pk: 3}


@pytest.mark.slow
def test_refresh_sees_a_transaction_that_was_open_at_the_first_refresh(store):
    event = EventFactory(importance=1)
    wrote, may_commit = threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            Event.objects.filter(pk=event.pk).update(importance=5)
            wrote.set()
            assert may_commit.wait(20)

    running = in_thread(slow)
    assert wrote.wait(20)
    assert importances(store) == {event.pk: 1}
    may_commit.set()
    join(*running)
    assert importances(store) == {event.pk: 5}


@pytest.mark.slow
def test_index_is_current_after_threads_write_and_refresh(store):
    events = [EventFactory(importance=1) for _ in range(4)]
    store.refresh()

    def write(event):
        for importance in (2, 3, 4, 5):
            with transaction.atomic():
                Event.objects.filter(pk=event.pk).update(importance=importance)
                event.tags.set([])
            store.refresh()

    for running in [in_thread(lambda event=event: write(event)) for event in events]:
        join(*running)
    assert importances(store) == dict(Event.objects.values_list("pk", "importance"))


def importances(store):
    event_index = store.refresh()
    return dict(zip(event_index.pk.tolist(), event_index.importance.tolist(), strict=True))


@pytest.mark.django_db
def test_index_is_shared_between_calls():
    published_event()
    assert get_index() is get_index()
