"""`python -m bench.generate --events N`: a knowledge base of N made-up published events.

Works on the database of the environment (KB_DATA_DIR or DATABASE_URL), migrated and without events.
The rows are the same for the same seed. Triggers do not fire, so that no history is written;
lives, which triggers keep, are told at the end. Processes that run meanwhile must start afresh.
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
"""Counted up when other rows come out: databases of an older version are made anew."""


class NotEmptyError(Exception):
    """The database already holds events, which made-up ones must never be mixed with."""


def generate(*, events: int, seed: int = 1) -> None:
    """Fill the database with `events` events, a fifth as many claims, and all they need.

    All or nothing. Raises NotEmptyError.
    """
    from django.db import connection, transaction

    from bench.synthetic import tables
    from events.models import Event

    if Event.objects.exists():
        raise NotEmptyError("The database already holds events: made-up ones need an empty one.")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        with tables.without_indexes(cursor):
            fill(cursor, events, random.Random(seed))
        tables.set_sequences(cursor)
        # What triggers would have kept: the lives of platforms.
        cursor.execute("SELECT events_tell_lives(ARRAY(SELECT id FROM events_platform))")
        # Tests go on in this transaction, with triggers again.
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def fill(cursor: object, events: int, chance: random.Random) -> None:
    """Write all rows; while one thread waits for the database, this one makes the next lines."""
    from bench.synthetic import assertions, tables

    with ThreadPoolExecutor(1) as writer:
        before = None
        for lines in batches(events, chance):
            if before:
                before.result()
            before = writer.submit(tables.copy, cursor, lines)
        if before:
            before.result()
    assertions.disputes(chance, claims=events // 5, events=events)


def batches(events: int, chance: random.Random) -> Iterator[dict[str, list[str]]]:
    """The lines of events and claims, ten thousand at a time."""
    from django.contrib.contenttypes.models import ContentType

    from bench.synthetic import assertions, happenings, world
    from events.models import Event

    made = world.make(chance, ContentType.objects.get_for_model(Event).pk)
    for numbers in chunks(events):
        yield happenings.events(chance, made, numbers)
    for numbers in chunks(events // 5):
        yield assertions.claims(chance, made, numbers, events)


def chunks(count: int) -> Iterator[range]:
    """The ids from 1 to `count`, in runs."""
    for first in range(1, count + 1, CHUNK):
        yield range(first, min(first + CHUNK, count + 1))


def settle() -> None:
    """Do now what the server would do by itself a minute later, in the middle of a measurement."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def main() -> int:
    """Fill the database and say how long it took."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--events", type=int, default=10_000)
    ask.add_argument("--seed", type=int, default=1)
    said = ask.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings")
    import django

    django.setup()
    start = time.monotonic()
    try:
        generate(events=said.events, seed=said.seed)
    except NotEmptyError as error:
        print(f"Failed: {error}", file=sys.stderr)
        return 1
    settle()
    print(f"{said.events} events in {time.monotonic() - start:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
