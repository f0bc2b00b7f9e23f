"""`script/bench aggregates`: what facets and chart cost by SQL, and by columns in memory.

Works on the database of the environment (KB_DATA_DIR or DATABASE_URL), filled by bench.generate. What
it changes it takes back. The figures stand in docs/adr/0008-columns-in-memory.md.
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

# One row for each platform (its parents included), kind, outcome, year and tag that occur together.
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
# Keeps that table as it is when an event is published or taken back.
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
"""  # noqa: S608 - the names are this bench's own
QUERY = "platform={platform}&tag={tag}&since=2015&until=2019"
TURNS = 9


def main() -> int:
    """Print a table."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--sql", action=argparse.BooleanOptionalAction, default=True)
    said = ask.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings")
    import django

    django.setup()
    from events.models import Event

    if not Event.objects.exists():
        print("Failed: the database holds no events; python -m bench.generate makes some.")
        return 1
    for what, value in measured(said.sql):
        print(f"{what:<78}{value:>14}", flush=True)
    return 0


def measured(with_sql: bool) -> Iterator[tuple[str, str]]:
    """Each figure with what it is of. Memory first: whatever else was read would count with it."""
    from events.models import Event

    yield "published events", f"{Event.objects.published().count():,}"
    yield from in_memory()
    if with_sql:
        yield from by_sql()


def in_memory() -> Iterator[tuple[str, str]]:
    """The columns: read once, following one change, and counted under a filter."""
    from django.contrib.auth.models import AnonymousUser
    from django.http import QueryDict

    from events.filters.events import EventFilter
    from events.filters.facets import facets_of
    from events.filters.selection import Selection
    from events.index import get_index
    from events.models import Event

    before, start, spent = memory(), time.perf_counter(), time.process_time()
    get_index()
    yield "columns: first reading", seconds(time.perf_counter() - start)
    yield (
        "columns: first reading, processor time of the process",
        seconds(time.process_time() - spent),
    )
    yield "columns: memory of the process more than before", f"{memory() - before:,.0f} MB"
    yield "columns: peak memory of the process while reading", f"{peak():,.0f} MB"
    yield "columns: asking whether anything changed", milliseconds(timed(get_index, TURNS))
    event = Event.objects.published().first()

    def change() -> None:
        Event.objects.filter(pk=event.pk).update(importance=event.importance)

    yield "columns: following one change", milliseconds(timed(get_index, TURNS, change))
    for name, query in (("no filter", ""), ("three filters", three_filters())):

        def count(query: str = query) -> None:
            chosen = EventFilter(QueryDict(query), user=AnonymousUser())
            facets_of(Selection(chosen, get_index()))

        # After a change nothing is remembered, as for the first reader of each filter.
        yield (
            f"columns: all nine facets, {name}",
            milliseconds(timed(count, TURNS, change_seen(change))),
        )
        yield (
            f"columns: all nine facets, {name}, asked for again",
            milliseconds(timed(count, TURNS)),
        )


def change_seen(change: Callable[[], None]) -> Callable[[], None]:
    from events.index import get_index

    def work() -> None:
        change()
        get_index()

    return work


def by_sql() -> Iterator[tuple[str, str]]:
    """The same by PostgreSQL: counted on demand, refreshed, or kept by a trigger."""
    from django.contrib.auth.models import AnonymousUser
    from django.db import connection
    from django.db.models import Count
    from django.http import QueryDict

    from events.filters.events import EventFilter
    from events.models import Event

    chosen = EventFilter(QueryDict(three_filters()), user=AnonymousUser())

    def one_facet() -> None:
        list(chosen.rows_without("kind").order_by().values("kind").annotate(count=Count("pk")))

    yield "SQL: one facet (kind), three filters", milliseconds(timed(one_facet, TURNS))
    published = Event.objects.published().order_by().values("kind").annotate(count=Count("pk"))
    yield "SQL: one facet (kind), no filter", milliseconds(timed(lambda: list(published.all()), 3))
    event = Event.objects.published().filter(tags__isnull=False, platforms__isnull=False).first()

    def publish() -> None:
        for state in ("retracted", "published"):
            Event.objects.filter(pk=event.pk).update(state=state)

    yield "SQL: one publish, as it is", milliseconds(timed(publish, TURNS) / 2)
    with rolled_back() as cursor:
        start = time.perf_counter()
        cursor.execute(f"CREATE MATERIALIZED VIEW bench_view AS {COUNTS}", of_events())
        yield "SQL: materialized view of counts, made", seconds(time.perf_counter() - start)
        cursor.execute("SELECT count(*) FROM bench_view")
        yield "SQL: its rows", f"{cursor.fetchone()[0]:,}"
        refresh = lambda: cursor.execute("REFRESH MATERIALIZED VIEW bench_view")  # noqa: E731
        yield "SQL: refreshed", seconds(timed(refresh, 1))
        cursor.execute(TRIGGER, of_events())
        yield (
            "SQL: one publish, with row triggers that keep such a table",
            milliseconds(timed(publish, TURNS) / 2),
        )
        yield "SQL: a thousand published at once, without them", seconds(many(cursor, "DISABLE"))
        yield "SQL: a thousand published at once, with them", seconds(many(cursor, "ENABLE"))
    connection.close()


def many(cursor: object, how: str) -> float:
    """Seconds that retracting a thousand events takes; they are published again afterwards."""
    cursor.execute(f"ALTER TABLE events_event {how} TRIGGER bench_count")
    taken = """
        UPDATE events_event SET state = %s
        WHERE id IN (SELECT id FROM events_event ORDER BY id LIMIT 1000)
    """
    start = time.perf_counter()
    cursor.execute(taken, ["retracted"])
    took = time.perf_counter() - start
    cursor.execute(taken, ["published"])
    return took


@contextmanager
def rolled_back() -> Iterator[object]:
    """A cursor in a transaction of which nothing stays."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        # What waits for the end of a transaction keeps a table from being altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        yield cursor
        transaction.set_rollback(True)


def three_filters() -> str:
    """The platform, with its parts, and the tag that most events carry, and five years."""
    from django.db.models import Count

    from events.models import Platform, Tag

    top = Platform.objects.without_tree_fields().filter(parent=None)
    platform = top.annotate(parts=Count("children")).order_by("-parts", "pk").first()
    tag = Tag.objects.order_by("pk").first()
    return QUERY.format(platform=platform.slug, tag=tag.slug)


def of_events() -> dict[str, int]:
    from django.contrib.contenttypes.models import ContentType

    from events.models import Event

    return {"of_events": ContentType.objects.get_for_model(Event).pk}


def timed(
    work: Callable[[], object], turns: int, before: Callable[[], None] | None = None
) -> float:
    """The median seconds of some turns; what is done `before` each is not counted."""
    took = []
    for _ in range(turns):
        if before:
            before()
        start = time.perf_counter()
        work()
        took.append(time.perf_counter() - start)
    return statistics.median(took)


def memory() -> float:
    """Megabytes that this process has in memory now (Linux: /proc/self/statm)."""
    with open("/proc/self/statm") as told:
        return int(told.read().split()[1]) * resource.getpagesize() / 1e6


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def seconds(took: float) -> str:
    return f"{took:.2f} s"


def milliseconds(took: float) -> str:
    return f"{1000 * took:.1f} ms"


if __name__ == "__main__":
    sys.exit(main())
