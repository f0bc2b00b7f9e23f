"""The change log: every table that readers see is noted, and the version follows every commit."""

import re
from dataclasses import replace

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.models import Claimant, Proposal, Succession
from events.models.change_log import DataVersion, Position, data_version
from sources.models import Figure
from tests.factories import (
    DisputeFactory,
    EventFactory,
    PlatformFactory,
    PositionFactory,
    SourceFactory,
    TagFactory,
    published_claim,
    published_event,
    restore_roles,
    snapshot_of,
)

# A table that readers see has triggers that note each change (migrations 0005 and 0011 of events).
# Each other table is named here with the reason why it needs none.
NOT_NOTED = {
    "events_change": "is the change log itself",
    "events_platformlife": "written by triggers of events_event and events_eventplatform",
    "events_seedrecord": "only the loader of seeds reads it",
    "events_trashedrecord": "only the admin shows it",
    "sources_band": "only ingest uses it, to find near-copies",
    "sources_ingestrun": "only the admin shows it",
    "sources_ingestitem": "only the admin shows it",
    "django_content_type": "changes with the code alone",
}
HISTORY = "written by the triggers of the tables whose history it is"
OTHER_APPS = ("auth_", "django_", "axes_", "taggit_", "pghistory_")
ACCOUNTS = "read only for a request with a session"


def reason_not_noted(table):
    if table in NOT_NOTED:
        return NOT_NOTED[table]
    if table.endswith("history") and table.startswith(("events_", "sources_")):
        return HISTORY
    return ACCOUNTS if table.startswith(OTHER_APPS) else ""


def all_tables():
    models = apps.get_models(include_auto_created=True)
    return sorted({model._meta.db_table for model in models})


NOTED = [table for table in all_tables() if not reason_not_noted(table)]


@pytest.fixture
def world(db):
    """Create at least one row in every table that is noted; return the addresses of all pages."""
    source = SourceFactory(slug="main")
    snapshot_of(source, "A digest.\n\nOf two blocks.", "digest")
    snapshot = snapshot_of(source)
    Figure.objects.create(snapshot=snapshot, number=1, after=0, address="/a", address_as_served="a")
    platform, tag = PlatformFactory(slug="main"), TagFactory(slug="main")
    platform.aliases.create(text="main name")
    Succession.objects.create(
        predecessor=platform, successor=PlatformFactory(), kind=Succession.Kind.values[0]
    )
    event = published_event(
        slug="main", platforms=[platform], tags=[tag], snapshot=snapshot, outcome="failed"
    )
    claim = published_claim(platforms=[platform], snapshot=snapshot)
    claim.events.add(event)
    claim.tags.add(tag)
    dispute = DisputeFactory(slug="main")
    position = PositionFactory(dispute=dispute)
    position.claims.add(claim)
    position.events.add(event)
    Proposal.objects.note_retractions([event], by=None, reason="Wrong.")
    lists = ("timeline", "platforms", "failures", "claims", "disputes", "tags", "sources")
    lists += ("corrections",)
    records = ("event", "platform", "tag", "source", "dispute")
    return [
        *map(reverse, lists),
        *(reverse(name, args=["main"]) for name in records),
        reverse("claim", args=[claim.pk]),
        reverse("search") + "?q=main",
        reverse("timeline") + "?platform=main&tag=main&source=main&q=event",
    ]


def is_noted(statement):
    before = data_version()
    with connection.cursor() as cursor:
        cursor.execute(statement)
    return data_version() is not before


def operations_not_noted(table):
    """Return the operations on a table after which the version is the same."""
    key = next(m for m in apps.get_models(True) if m._meta.db_table == table)._meta.pk.column
    statements = {
        "truncate": f"TRUNCATE {table} CASCADE",
        "insert": f"INSERT INTO {table} SELECT * FROM copied",
        "update": f"UPDATE {table} SET {key} = {key}",
        "delete": f"DELETE FROM {table}",
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        # Only the triggers that note a change: others forbid some, or write to other tables.
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal"
            " AND tgname NOT LIKE '%%noted'",
            [table],
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DISABLE TRIGGER "{name}"')
        cursor.execute(f"CREATE TEMPORARY TABLE copied ON COMMIT DROP AS TABLE {table}")
        cursor.execute("SELECT count(*) FROM copied")
        assert cursor.fetchone()[0], f"the fixture has no row of {table}"
        missing = [name for name, statement in statements.items() if not is_noted(statement)]
        transaction.set_rollback(True)
    return missing


@pytest.mark.slow
@pytest.mark.parametrize("table", NOTED)
def test_every_change_of_a_table_that_readers_see_is_noted(world, table):
    assert operations_not_noted(table) == []


@pytest.mark.slow
def test_pages_read_no_table_whose_changes_are_not_noted(world, reader):
    allowed = {*NOTED, "events_change", "events_platformlife", "django_content_type"}
    # The history of claims is shown; the other rows tell the index of names about changes.
    allowed |= {table for table in all_tables() if table.endswith("history")}
    # The editor and the reason of a change, for editors.
    allowed.add("pghistory_context")
    all_read = set()
    for address in world:
        with CaptureQueriesContext(connection) as queries:
            assert reader.get(address).status_code == 200
        statements = " ".join(query["sql"] for query in queries)
        read = set(re.findall(r'(?:FROM|JOIN) "?(\w+)"?', statements)) & set(all_tables())
        assert read <= allowed, address
        all_read |= read
    assert {"events_event", "events_claim", "sources_source"} <= all_read


def test_version_is_the_same_until_something_changes(db):
    claimant = Claimant.objects.create(slug="a", name_en="A", kind="person")
    version = data_version()
    assert data_version() is version
    Claimant.objects.filter(pk=claimant.pk).update(name_en="B")
    assert data_version() is not version


def test_version_after_a_rollback_differs_from_the_one_within(db):
    event = EventFactory(importance=1)
    with transaction.atomic():
        type(event).objects.update(importance=2)
        within = data_version()
        transaction.set_rollback(True)
    assert data_version() is not within


def test_changes_are_unknown_at_first_and_after_a_long_gap(db):
    changes, position = Position().read()
    assert changes is None
    EventFactory()
    assert position.read()[0]
    assert replace(position, read_at=position.read_at.replace(year=2000)).read()[0] is None


def test_version_is_read_again_after_its_maximum_age(db, monkeypatch):
    from events.models import change_log

    seconds = [0.0]
    monkeypatch.setattr(change_log, "time", type("Clock", (), {"monotonic": lambda: seconds[0]}))
    version = DataVersion()
    first = version.current(1)
    EventFactory()
    seconds[0] = 0.9
    assert version.current(1) is first
    seconds[0] = 1.0
    assert version.current(1) is not first


@pytest.fixture
def connections_to(transactional_db):
    """Return a function that opens another connection, to this database or to another one."""
    opened = []

    def connect(name=None):
        params = connection.get_connection_params()
        opened.append(connection.get_new_connection(params | ({"dbname": name} if name else {})))
        return opened[-1]

    yield connect
    for item in opened:
        item.close()
    restore_roles()


WRITERS = 2
# Each step is of one writer: an idle one begins and writes, one that wrote commits or rolls back.
STEPS = st.lists(st.tuples(st.integers(0, WRITERS), st.sampled_from(["commit", "rollback"])))


@pytest.mark.slow
def test_version_changes_exactly_with_commits_in_any_order(connections_to):
    """Transactions of two writers, and of one in another database, overlap in any way."""
    events = [EventFactory(importance=1) for _ in range(WRITERS)]
    writers = [*(connections_to() for _ in events), connections_to("postgres")]

    def write(number):
        with writers[number].cursor() as cursor:
            if number == WRITERS:
                cursor.execute("SELECT pg_current_xact_id()")
            else:
                statement = "UPDATE events_event SET importance = 1 WHERE id = %s"
                cursor.execute(statement, [events[number].pk])

    @given(steps=STEPS)
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    def check(steps):
        version, is_open = DataVersion(), [False] * len(writers)
        before = version.current(0)
        for number, end in steps:
            is_commit = is_open[number] and end == "commit" and number < WRITERS
            getattr(writers[number], end)() if is_open[number] else write(number)
            is_open[number] = not is_open[number]
            after = version.current(0)
            assert (after is not before) == is_commit
            before = after
        for writer in writers:
            writer.rollback()

    check()


@pytest.mark.slow
def test_writes_to_another_database_do_not_change_the_version(connections_to):
    other = connections_to("postgres")
    version = data_version()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()")
        assert data_version() is version
        other.commit()
    assert data_version() is version
