"""`script/bench exports`: whether an export's memory depends on how many rows it has."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

FORMATS = ("csv", "jsonl", "jsonld", "ics")
GOAL = 1.10
"""The larger export's peak memory over the smaller's."""
MAKE = """
import sys
import django; django.setup()
from django.core.management import call_command
from events.models import Event
call_command("migrate", verbosity=0)
if not Event.objects.exists():
    from bench.generate import generate
    generate(events=int(sys.argv[1]))
"""
# The same pieces that the view puts together, without the server around them.
CHILD = """
import json, resource, sys, time
import django; django.setup()
from events.outputs.exports import EVENT_FORMATS, About
from events.outputs.exports.rows import event_rows
from events.outputs.exports.stream import blocks, in_chunks
from events.models import Event
from events.web.absolute_urls import Site
form, rows = EVENT_FORMATS[sys.argv[1]], int(sys.argv[2])
site = Site("https://harbour.example")
metadata = About(site, "en", "Events", site.root + "/a", site.root + "/b")
ids = Event.objects.published().order_by("-sort_on", "-pk")[:rows]
start, first, sent = time.monotonic(), None, 0
for block in blocks(form(metadata).write(in_chunks(ids, event_rows)), language="en"):
    first = first or time.monotonic() - start
    sent += len(block)
print(json.dumps({
    "rows": ids.count(), "first": first, "seconds": time.monotonic() - start,
    "spent": time.process_time(), "bytes": sent,
    "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
}))
"""


def main() -> int:
    """Print a table; the exit code says whether every goal was reached."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--rows", type=int, default=200_000, help="of the larger export")
    ask.add_argument("--few", type=int, default=10_000, help="of the smaller export")
    ask.add_argument("--data-dir", type=Path, help="an installation that holds as many events")
    said = ask.parse_args()
    folder = (said.data_dir or Path("var") / f"bench-exports-{said.rows}").resolve()
    environment = {
        **os.environ,
        "KB_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "kb.settings",
    }
    if not said.data_dir:
        run(MAKE, str(said.rows), environment=environment)
    print(f"{'export':<8}{'rows':>10}{'MB':>7}{'first, s':>10}{'rows/s':>9}{'rows/cpu s':>12}"
          f"{'peak MB':>9}{'ratio':>7}{'goal':>6}")  # fmt: skip
    reached = [measured(form, said, environment) for form in FORMATS]
    return 0 if all(reached) else 1


def measured(form: str, said: argparse.Namespace, environment: dict[str, str]) -> bool:
    """Print one format's two lines; whether its goal was reached."""
    few, many = (
        json.loads(run(CHILD, form, str(rows), environment=environment))
        for rows in (said.few, said.rows)
    )
    ratio = many["peak"] / few["peak"]
    is_reached = ratio <= GOAL
    for found, ending in ((few, ""), (many, f"{ratio:7.2f}{GOAL:6.2f}")):
        print(f"{form:<8}{found['rows']:>10}{found['bytes'] / 1e6:>7.0f}{found['first']:>10.2f}"
              f"{found['rows'] / found['seconds']:>9.0f}{found['rows'] / found['spent']:>12.0f}"
              f"{found['peak'] / 1024:>9.1f}{ending}", flush=True)  # fmt: skip
    if not is_reached:
        print(f"{form}: MISSED")
    return is_reached


def run(program: str, *arguments: str, environment: dict[str, str]) -> str:
    """What a fresh Python prints: memory is measured from nothing each time."""
    command = [sys.executable, "-W", "ignore", "-c", program, *arguments]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
