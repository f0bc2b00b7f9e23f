"""`script/bench ingest`: how fast documents are read and stored, and how memory behaves."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.pages import SHAPES, page, write

GOALS = {"html fragment": 60.0, "text dump": 40.0, "repaired dump": 5.0}
CHILD = """
import resource, sys
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.db import connection
from sources.intake.ingest import ingest
import time
start, spent = time.perf_counter(), time.process_time()
run = ingest([sys.argv[1]])
took, spent = time.perf_counter() - start, time.process_time() - spent
failed = run.items.failed().count()
print(took, spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, failed)
"""


def main() -> int:
    """Print a table; the exit code says whether every goal was reached."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--documents", type=int, default=10_000, help="for the larger memory run")
    ask.add_argument("--seconds", type=float, default=4.0, help="for each measured shape")
    said = ask.parse_args()
    rows = [*reading(said.seconds), *storing(said.documents)]
    print(f"{'what':<58}{'measured':>12}{'goal':>12}  ")
    for what, value, goal, is_reached in rows:
        print(f"{what:<58}{value:>12}{goal:>12}  {'' if is_reached else 'MISSED'}")
    return 0 if all(row[3] for row in rows) else 1


def reading(seconds: float) -> list[tuple[str, str, str, bool]]:
    """Documents a second through `adapters.read`, each shape, beside the bare library on pages."""
    from sources import adapters

    rows = []
    for name, goal in GOALS.items():
        texts = [SHAPES[name](number) for number in range(40)]
        (speed,) = rates([lambda text: adapters.read(text.encode())], texts, seconds)
        rows.append((f"{name}, documents a second", f"{speed:.0f}", f"{goal:.0f}", speed >= goal))
    return rows + beside_the_libraries(seconds)


def beside_the_libraries(seconds: float) -> list[tuple[str, str, str, bool]]:
    """Full pages, read by us and by each extraction library alone, turn by turn."""
    import trafilatura
    from readability import Document

    from sources import adapters

    works = {
        "ours": lambda text: adapters.read(text.encode()),
        "readability-lxml": lambda text: Document(text).summary(),
        "trafilatura": lambda text: trafilatura.bare_extraction(text, with_metadata=True),
    }
    texts = [page(number) for number in range(40)]
    own, *bare = rates(list(works.values()), texts, seconds)
    rows = [("html page, documents a second", f"{own:.0f}", "", True)]
    for library, speed in zip(list(works)[1:], bare, strict=True):
        share = own / speed
        what = f"html page, against bare {library} ({speed:.0f}/s)"
        rows.append((what, f"{share:.2f}", "0.50", share >= 0.5))
    return rows


def rates(works: list[Callable[[str], object]], texts: list[str], seconds: float) -> list[float]:
    """How often in a second of processor time each work is done.

    The works take turns on every text, and processor time is counted, so that another program on
    the machine slows all of them alike or none.
    """
    spent = [0.0] * len(works)
    done = 0
    for work in works:
        work(texts[0])
    while done < len(texts) or sum(spent) < seconds * len(works):
        for number, work in enumerate(works):
            start = time.process_time()
            work(texts[done % len(texts)])
            spent[number] += time.process_time() - start
        done += 1
    return [done / took for took in spent]


def storing(documents: int) -> list[tuple[str, str, str, bool]]:
    """Whole ingest into an embedded database of its own, and the process's peak memory."""
    peaks, rows = {}, []
    for count in (documents // 10, documents):
        took, spent, peak, failed = ingest_in_child(count)
        peaks[count] = peak
        rows.append((f"{count} documents stored, a second", f"{count / took:.0f}", "", failed == 0))
        what = f"{count} documents stored, a second of processor time"
        rows.append((what, f"{count / spent:.0f}", "", True))
        rows.append((f"{count} documents, peak memory", f"{peak / 1024:.0f} MB", "", True))
    share = peaks[documents] / peaks[documents // 10]
    rows.append(("peak memory, larger over smaller", f"{share:.2f}", "1.30", share <= 1.3))
    return rows


def ingest_in_child(count: int) -> tuple[float, float, int, int]:
    """Seconds, processor seconds, peak kilobytes and failed items of a fresh process that ingests `count` documents."""
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
        told = subprocess.run(
            [sys.executable, "-c", CHILD, str(documents)],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    if told.returncode:
        raise SystemExit(told.stderr)
    took, spent, peak, failed = told.stdout.split()[-4:]
    return float(took), float(spent), int(peak), int(failed)


if __name__ == "__main__":
    sys.exit(main())
