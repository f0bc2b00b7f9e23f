"""`python -m bench.generate --events N`: fill a database with N synthetic published events.

Works on the database of the environment (KB_DATA_DIR or DATABASE_URL), migrated and without events.
The same seed gives the same rows. Triggers do not fire, so no history is written; the life cycles
of platforms, which triggers maintain, are computed at the end. Restart processes that use the
database meanwhile: their in-memory index is not notified.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

CHUNK = 10_000
VERSION = 3
"""Increase it when the generated rows change: databases of an older version are re-created."""


class NotEmptyError(Exception):
    """The database already has events, which must never be mixed with synthetic ones."""


def generate(*, events: int, seed: int = 1) -> None:
    """Fill the database with `events` events, a fifth as many claims, and the rows they refer to.

    Runs in one transaction. Raises NotEmptyError.
    """
    from django.db import connection, transaction

    from bench.synthetic import tables
    from events.models import Event

    if Event.objects.exists():
        raise NotEmptyError(
            "The database already holds events; synthetic events need an empty one."
        )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        with tables.without_indexes(cursor):
            fill(cursor, events, random.Random(seed))
        tables.set_sequences(cursor)
        # Triggers were off, so compute the life cycles of platforms here.
        cursor.execute("SELECT events_tell_lives(ARRAY(SELECT id FROM events_platform))")
        # Tests continue in this transaction and need the triggers.
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def fill(cursor: object, events: int, chance: random.Random) -> None:
    """Write all rows; one thread writes a batch while this one creates the next batch."""
    from bench.synthetic import assertions, tables

    with ThreadPoolExecutor(1) as writer:
        pending = None
        for lines in batches(events, chance):
            if pending:
                pending.result()
            pending = writer.submit(tables.copy, cursor, lines)
        if pending:
            pending.result()
    assertions.disputes(chance, claims=events // 5, events=events)


def batches(events: int, chance: random.Random) -> Iterator[dict[str, list[str]]]:
    """Yield the COPY lines of events, then of claims, 10,000 at a time."""
    from django.contrib.contenttypes.models import ContentType

    from bench.synthetic import assertions, happenings, world
    from events.models import Event

    context = world.make(chance, ContentType.objects.get_for_model(Event).pk)
    for numbers in chunks(events):
        yield happenings.events(chance, context, numbers)
    for numbers in chunks(events // 5):
        yield assertions.claims(chance, context, numbers, events)


def chunks(count: int) -> Iterator[range]:
    """Yield the ids from 1 to `count` as ranges of at most CHUNK."""
    for first in range(1, count + 1, CHUNK):
        yield range(first, min(first + CHUNK, count + 1))


def settle() -> None:
    """Vacuum and analyze now, so that autovacuum does not start during a measurement."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def main() -> int:
    """Fill the database and print the time it took; return 1 if it already has events."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings")
    import django

    django.setup()
    start = time.monotonic()
    try:
        generate(events=options.events, seed=options.seed)
    except NotEmptyError as error:
        print(f"Failed: {error}", file=sys.stderr)
        return 1
    settle()
    print(f"{options.events} events in {time.monotonic() - start:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
