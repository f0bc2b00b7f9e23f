"""`script/bench aggregates`: the cost of facet counts in SQL and in the in-memory index.

Works on the database of the environment (KB_DATA_DIR or DATABASE_URL), filled by bench.generate, and
reverts its changes. docs/adr/0008-columns-in-memory.md has the results.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# One row per combination of platform (or one of its ancestors), kind, outcome, year and tag.
COUNTS = """
    WITH RECURSIVE above AS (
        SELECT id AS platform, id AS branch, parent_id FROM events_platform
        UNION ALL
        SELECT above.platform, part.id, part.parent_id
        FROM above JOIN events_platform part ON part.id = above.parent_id
    )
    SELECT branch, kind, outcome, extract(year FROM sort_on)::int AS year, tag_id,
        count(DISTINCT event.id) AS count
    FROM events_event event
    LEFT JOIN events_eventplatform link ON link.event_id = event.id
    LEFT JOIN above ON above.platform = link.platform_id
    LEFT JOIN events_tagged tagged ON tagged.object_id = event.id AND tagged.content_type_id = %(of_events)s
    WHERE state = 'published'
    GROUP BY 1, 2, 3, 4, 5
"""
KEYS = "branch, kind, outcome, year, tag_id"
# Keeps a table of these counts up to date when an event is published or retracted.
TRIGGER = f"""
    CREATE TABLE bench_counts AS SELECT * FROM bench_view;
    CREATE UNIQUE INDEX bench_counts_keys ON bench_counts ({KEYS}) NULLS NOT DISTINCT;
    CREATE FUNCTION bench_count() RETURNS trigger LANGUAGE plpgsql AS $body$
    BEGIN
        INSERT INTO bench_counts
        WITH RECURSIVE above AS (
            SELECT platform_id AS id FROM events_eventplatform WHERE event_id = NEW.id
            UNION
            SELECT part.parent_id FROM above JOIN events_platform part ON part.id = above.id
            WHERE part.parent_id IS NOT NULL
        )
        SELECT above.id, NEW.kind, NEW.outcome, extract(year FROM NEW.sort_on)::int, tag_id,
            CASE WHEN NEW.state = 'published' THEN 1 ELSE -1 END
        FROM (SELECT) one LEFT JOIN above ON true
        LEFT JOIN events_tagged tagged ON object_id = NEW.id AND content_type_id = %(of_events)s
        ON CONFLICT ({KEYS}) DO UPDATE SET count = bench_counts.count + excluded.count;
        RETURN NULL;
    END $body$;
    CREATE TRIGGER bench_count AFTER UPDATE OF state ON events_event FOR EACH ROW
    WHEN ((OLD.state = 'published') <> (NEW.state = 'published')) EXECUTE FUNCTION bench_count();
"""  # noqa: S608 - the names are constants of this module
QUERY = "platform={platform}&tag={tag}&since=2015&until=2019"
REPETITIONS = 9


def main() -> int:
    """Print the table of results; return 1 if the database has no events."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sql", action=argparse.BooleanOptionalAction, default=True)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings")
    import django

    django.setup()
    from events.models import Event

    if not Event.objects.exists():
        print("Failed: the database has no events. Create some with python -m bench.generate.")
        return 1
    for label, value in measurements(options.sql):
        print(f"{label:<78}{value:>14}", flush=True)
    return 0


def measurements(with_sql: bool) -> Iterator[tuple[str, str]]:
    """Yield (label, figure). Memory comes first, because other queries would increase it."""
    from events.models import Event

    yield "published events", f"{Event.objects.published().count():,}"
    yield from in_memory()
    if with_sql:
        yield from by_sql()


def in_memory() -> Iterator[tuple[str, str]]:
    """Measure the index: its first build, its update after one change, and facet counts."""
    from django.contrib.auth.models import AnonymousUser
    from django.http import QueryDict

    from events.filters.events import EventFilter
    from events.filters.facets import facets_of
    from events.filters.selection import Selection
    from events.index import get_index
    from events.models import Event

    memory_before, start, cpu_start = memory(), time.perf_counter(), time.process_time()
    get_index()
    yield "index: first build", seconds(time.perf_counter() - start)
    yield (
        "index: first build, CPU time of the process",
        seconds(time.process_time() - cpu_start),
    )
    yield "index: memory added to the process", f"{memory() - memory_before:,.0f} MB"
    yield "index: peak memory of the process during the build", f"{peak():,.0f} MB"
    yield "index: check for changes", milliseconds(median_time(get_index, REPETITIONS))
    event = Event.objects.published().first()

    def change() -> None:
        Event.objects.filter(pk=event.pk).update(importance=event.importance)

    yield (
        "index: update after one change",
        milliseconds(median_time(get_index, REPETITIONS, change)),
    )
    for name, query in (("no filter", ""), ("three filters", three_filters())):

        def count(query: str = query) -> None:
            filterset = EventFilter(QueryDict(query), user=AnonymousUser())
            facets_of(Selection(filterset, get_index()))

        # After a change the index has no memoized results, as for the first reader of a filter.
        yield (
            f"index: all nine facets, {name}",
            milliseconds(median_time(count, REPETITIONS, change_and_refresh(change))),
        )
        yield (
            f"index: all nine facets, {name}, repeated",
            milliseconds(median_time(count, REPETITIONS)),
        )


def change_and_refresh(change: Callable[[], None]) -> Callable[[], None]:
    """Return a function that makes the change and updates the index."""
    from events.index import get_index

    def run() -> None:
        change()
        get_index()

    return run


def by_sql() -> Iterator[tuple[str, str]]:
    """Measure the same counts in PostgreSQL: by query, materialized view, and trigger."""
    from django.contrib.auth.models import AnonymousUser
    from django.db import connection
    from django.db.models import Count
    from django.http import QueryDict

    from events.filters.events import EventFilter
    from events.models import Event

    filterset = EventFilter(QueryDict(three_filters()), user=AnonymousUser())

    def one_facet() -> None:
        list(filterset.qs.order_by().values("kind").annotate(count=Count("pk")))

    yield "SQL: one facet (kind), three filters", milliseconds(median_time(one_facet, REPETITIONS))
    published = Event.objects.published().order_by().values("kind").annotate(count=Count("pk"))
    yield (
        "SQL: one facet (kind), no filter",
        milliseconds(median_time(lambda: list(published.all()), 3)),
    )
    event = Event.objects.published().filter(tags__isnull=False, platforms__isnull=False).first()

    def publish() -> None:
        for state in ("retracted", "published"):
            Event.objects.filter(pk=event.pk).update(state=state)

    yield (
        "SQL: publish one event, without count triggers",
        milliseconds(median_time(publish, REPETITIONS) / 2),
    )
    with rolled_back() as cursor:
        start = time.perf_counter()
        cursor.execute(f"CREATE MATERIALIZED VIEW bench_view AS {COUNTS}", of_events())
        yield "SQL: create the materialized view of counts", seconds(time.perf_counter() - start)
        cursor.execute("SELECT count(*) FROM bench_view")
        yield "SQL: rows of the view", f"{cursor.fetchone()[0]:,}"
        refresh = lambda: cursor.execute("REFRESH MATERIALIZED VIEW bench_view")  # noqa: E731
        yield "SQL: refresh the view", seconds(median_time(refresh, 1))
        cursor.execute(TRIGGER, of_events())
        yield (
            "SQL: publish one event, with row triggers that update the counts",
            milliseconds(median_time(publish, REPETITIONS) / 2),
        )
        yield "SQL: update 1,000 events, without triggers", seconds(update_many(cursor, "DISABLE"))
        yield "SQL: update 1,000 events, with triggers", seconds(update_many(cursor, "ENABLE"))
    connection.close()


def update_many(cursor: object, action: str) -> float:
    """Return the seconds that retracting 1,000 events takes; publish them again afterwards.

    `action` is ENABLE or DISABLE, for the count trigger.
    """
    cursor.execute(f"ALTER TABLE events_event {action} TRIGGER bench_count")
    update = """
        UPDATE events_event SET state = %s
        WHERE id IN (SELECT id FROM events_event ORDER BY id LIMIT 1000)
    """
    start = time.perf_counter()
    cursor.execute(update, ["retracted"])
    elapsed = time.perf_counter() - start
    cursor.execute(update, ["published"])
    return elapsed


@contextmanager
def rolled_back() -> Iterator[object]:
    """Yield a cursor in a transaction that is rolled back at the end."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        # A table with pending deferred constraints cannot be altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        yield cursor
        transaction.set_rollback(True)


def three_filters() -> str:
    """Return a query string: the root platform with most children, the first tag, five years."""
    from django.db.models import Count

    from events.models import Platform, Tag

    top = Platform.objects.without_tree_fields().filter(parent=None)
    platform = top.annotate(part_count=Count("children")).order_by("-part_count", "pk").first()
    tag = Tag.objects.order_by("pk").first()
    return QUERY.format(platform=platform.slug, tag=tag.slug)


def of_events() -> dict[str, int]:
    """Return the SQL parameter `of_events`: the id of the events' content type."""
    from django.contrib.contenttypes.models import ContentType

    from events.models import Event

    return {"of_events": ContentType.objects.get_for_model(Event).pk}


def median_time(
    run: Callable[[], object], repetitions: int, prepare: Callable[[], None] | None = None
) -> float:
    """Return the median seconds of `run`; the time of `prepare` before each run is not counted."""
    times = []
    for _ in range(repetitions):
        if prepare:
            prepare()
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def memory() -> float:
    """Return the resident memory of this process in megabytes (Linux: /proc/self/statm)."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize() / 1e6


def peak() -> float:
    """Return the peak resident memory of this process in megabytes (Linux counts in KiB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def seconds(value: float) -> str:
    """Format seconds with their unit."""
    return f"{value:.2f} s"


def milliseconds(value: float) -> str:
    """Format seconds as milliseconds with their unit."""
    return f"{1000 * value:.1f} ms"


if __name__ == "__main__":
    sys.exit(main())
