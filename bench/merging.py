"""`script/bench merging`: the time of a merge and of its undoing, and what the triggers cost.

Works on the database of the environment (KB_DATA_DIR or DATABASE_URL), and reverts its changes.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

TRIGGERS = ("event_is_in_use", "platform_is_in_use")
"""Of the table of links between events and platforms: they refuse merged records."""


def main() -> int:
    """Print the table of results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, nargs="+", default=[100, 1000, 10_000])
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings")
    import django

    django.setup()
    for count in options.events:
        for label, value in measurements(count):
            print(f"{count:>7,} events  {label:<48}{value:>14}", flush=True)
    return 0


def measurements(count: int) -> Iterator[tuple[str, str]]:
    """Yield (label, figure) for a platform with this number of events; half are on another too."""
    import pghistory
    from django.db import transaction

    from events.editing.merging.actions import merge_preview, unmerge_preview
    from events.editing.merging.merge import merge
    from events.editing.merging.unmerge import unmerge
    from events.models import Event, Platform

    with transaction.atomic():
        record, other = platform("record"), platform("other")
        with pghistory.context(reason="bench"):
            rows, half = events(count), count // 2
            analyse()
            first = link(rows[:half], record)
            with without_triggers():
                without = link(rows[:half], other)
            second = link(rows[half:], record)
            yield "links to a platform inserted, a row", per_row(first + second, count)
            yield "the same without the triggers of merges", per_row(without, half)
        analyse()
        yield "indexed for search", timed(lambda: Event.objects.filter(platforms=record).index())
        yield "preview of the merge", timed(lambda: merge_preview(record, other))
        with pghistory.context(reason="bench"):
            yield "merge", timed(lambda: merge(Platform, record.pk, other.pk))
        merged = Platform.objects.get(pk=record.pk)
        yield "preview of the undoing", timed(lambda: unmerge_preview(merged))
        with pghistory.context(reason="bench"):
            yield "undoing", timed(lambda: unmerge(Platform, record.pk))
        transaction.set_rollback(True)


def analyse() -> None:
    """Let the planner know the new rows, as it does soon after they are committed."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def platform(name: str):
    """Create a platform that is not approved."""
    from events.models import Platform

    values = {"name_en": f"Bench {name}", "slug": f"bench-{name}", "kind": "product"}
    return Platform.objects.create(**values)


def events(count: int) -> list:
    """Create events."""
    from events.models import Event

    return Event.objects.bulk_create(
        Event(
            slug=f"bench-{number}",
            title_en=f"Bench event {number}",
            kind="launch",
            when="2020",
            sort_on="2020-01-01",
        )
        for number in range(count)
    )


def link(rows: list, record) -> float:
    """Link events to a platform, and return the seconds that it took."""
    from events.models import EventPlatform

    start = time.perf_counter()
    EventPlatform.objects.bulk_create(EventPlatform(event=row, platform=record) for row in rows)
    return time.perf_counter() - start


@contextmanager
def without_triggers() -> Iterator[None]:
    """Turn the triggers off that refuse merged records."""
    import pgtrigger

    names = [f"events.EventPlatform:{name}" for name in TRIGGERS]
    with pgtrigger.ignore(*names):
        yield


def timed(do: Callable[[], object]) -> str:
    """Return the seconds that a function takes."""
    start = time.perf_counter()
    do()
    return f"{time.perf_counter() - start:.2f} s"


def per_row(seconds: float, count: int) -> str:
    """Return the time of one row."""
    return f"{seconds / count * 1e6:.0f} µs"


if __name__ == "__main__":
    sys.exit(main())
