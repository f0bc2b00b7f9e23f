"""`script/bench ingest`: the speed of reading and storing documents, and peak memory."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.pages import FORMATS, page, write

GOALS = {"html fragment": 60.0, "text dump": 40.0, "repaired dump": 5.0}
CHILD = """
import resource, sys
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.db import connection
from sources.intake.ingest import ingest
import time
start, cpu_start = time.perf_counter(), time.process_time()
run = ingest([sys.argv[1]])
elapsed, cpu = time.perf_counter() - start, time.process_time() - cpu_start
failed = run.items.failed().count()
print(elapsed, cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, failed)
"""


def main() -> int:
    """Print a table; return 0 if every goal is reached, else 1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000, help="for the larger memory run")
    parser.add_argument("--seconds", type=float, default=4.0, help="for each measured format")
    options = parser.parse_args()
    rows = [*reading_rows(options.seconds), *storing_rows(options.documents)]
    print(f"{'figure':<58}{'measured':>12}{'goal':>12}  ")
    for label, value, goal, is_reached in rows:
        print(f"{label:<58}{value:>12}{goal:>12}  {'' if is_reached else 'MISSED'}")
    return 0 if all(row[3] for row in rows) else 1


def reading_rows(seconds: float) -> list[tuple[str, str, str, bool]]:
    """Measure documents per second through `adapters.read`, for each format.

    HTML pages are compared with the extraction libraries alone.
    """
    from sources import adapters

    rows = []
    for name, goal in GOALS.items():
        texts = [FORMATS[name](number) for number in range(40)]
        (speed,) = rates([lambda text: adapters.read(text.encode())], texts, seconds)
        rows.append((f"{name}, documents per second", f"{speed:.0f}", f"{goal:.0f}", speed >= goal))
    return rows + library_rows(seconds)


def library_rows(seconds: float) -> list[tuple[str, str, str, bool]]:
    """Compare our reader with each extraction library alone, on full pages, in turn."""
    import trafilatura
    from readability import Document

    from sources import adapters

    readers = {
        "ours": lambda text: adapters.read(text.encode()),
        "readability-lxml": lambda text: Document(text).summary(),
        "trafilatura": lambda text: trafilatura.bare_extraction(text, with_metadata=True),
    }
    texts = [page(number) for number in range(40)]
    own, *bare = rates(list(readers.values()), texts, seconds)
    rows = [("html page, documents per second", f"{own:.0f}", "", True)]
    for library, speed in zip(list(readers)[1:], bare, strict=True):
        share = own / speed
        label = f"html page, ratio to {library} alone ({speed:.0f}/s)"
        rows.append((label, f"{share:.2f}", "0.50", share >= 0.5))
    return rows


def rates(readers: list[Callable[[str], object]], texts: list[str], seconds: float) -> list[float]:
    """Return the calls per second of CPU time of each function.

    The functions take turns on each text and only CPU time is counted, so that another program on
    the machine slows all of them equally or not at all.
    """
    cpu_times = [0.0] * len(readers)
    calls = 0
    for read in readers:
        read(texts[0])
    while calls < len(texts) or sum(cpu_times) < seconds * len(readers):
        for number, read in enumerate(readers):
            start = time.process_time()
            read(texts[calls % len(texts)])
            cpu_times[number] += time.process_time() - start
        calls += 1
    return [calls / cpu for cpu in cpu_times]


def storing_rows(documents: int) -> list[tuple[str, str, str, bool]]:
    """Measure a complete ingest into its own embedded database, and the peak memory."""
    peaks, rows = {}, []
    for count in (documents // 10, documents):
        elapsed, cpu, peak, failed = ingest_in_child(count)
        peaks[count] = peak
        label = f"{count} documents stored, per second"
        rows.append((label, f"{count / elapsed:.0f}", "", failed == 0))
        label = f"{count} documents stored, per second of CPU time"
        rows.append((label, f"{count / cpu:.0f}", "", True))
        rows.append((f"{count} documents, peak memory", f"{peak / 1024:.0f} MB", "", True))
    share = peaks[documents] / peaks[documents // 10]
    rows.append(("peak memory, ratio of larger to smaller", f"{share:.2f}", "1.30", share <= 1.3))
    return rows


def ingest_in_child(count: int) -> tuple[float, float, int, int]:
    """Ingest `count` documents in a new process.

    Return its seconds, CPU seconds, peak memory in kilobytes, and number of failed items.
    """
    with tempfile.TemporaryDirectory() as folder:
        documents = Path(folder) / "documents"
        documents.mkdir()
        write(documents, count)
        environment = {
            **os.environ,
            "KB_DATA_DIR": f"{folder}/var",
            "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "kb.settings",
        }
        result = subprocess.run(
            [sys.executable, "-c", CHILD, str(documents)],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    if result.returncode:
        raise SystemExit(result.stderr)
    elapsed, cpu, peak, failed = result.stdout.split()[-4:]
    return float(elapsed), float(cpu), int(peak), int(failed)


if __name__ == "__main__":
    sys.exit(main())
