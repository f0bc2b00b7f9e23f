"""`script/bench exports`: check that the memory of an export does not grow with its rows."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

FORMATS = ("csv", "jsonl", "jsonld", "ics")
GOAL = 1.10
"""Maximum ratio of the peak memory of the larger export to that of the smaller one."""
CREATE_EVENTS = """
import sys
import django; django.setup()
from django.core.management import call_command
from events.models import Event
call_command("migrate", verbosity=0)
if not Event.objects.exists():
    from bench.generate import generate
    generate(events=int(sys.argv[1]))
"""
# Runs the same parts as the export view, without a server.
EXPORT = """
import json, resource, sys, time
import django; django.setup()
from events.outputs.exports import EVENT_FORMATS, ExportMetadata
from events.outputs.exports.rows import event_rows
from events.outputs.exports.stream import blocks, in_chunks
from events.models import Event
from events.web.absolute_urls import Site
export_format, rows = EVENT_FORMATS[sys.argv[1]], int(sys.argv[2])
site = Site("https://harbour.example")
metadata = ExportMetadata(site, "en", "Events", site.root + "/a", site.root + "/b")
ids = Event.objects.published().order_by("-sort_on", "-pk")[:rows]
start, first, sent = time.monotonic(), None, 0
for block in blocks(export_format(metadata).write(in_chunks(ids, event_rows)), language="en"):
    first = first or time.monotonic() - start
    sent += len(block)
print(json.dumps({
    "rows": ids.count(), "first": first, "seconds": time.monotonic() - start,
    "cpu": time.process_time(), "bytes": sent,
    "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
}))
"""


def main() -> int:
    """Print a table of the formats; return 0 if every goal is reached, else 1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000, help="rows of the larger export")
    parser.add_argument("--few", type=int, default=10_000, help="rows of the smaller export")
    parser.add_argument("--data-dir", type=Path, help="data folder with at least --rows events")
    options = parser.parse_args()
    folder = (options.data_dir or Path("var") / f"bench-exports-{options.rows}").resolve()
    environment = {
        **os.environ,
        "KB_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "kb.settings",
    }
    if not options.data_dir:
        run(CREATE_EVENTS, str(options.rows), environment=environment)
    print(f"{'export':<8}{'rows':>10}{'MB':>7}{'first, s':>10}{'rows/s':>9}{'rows/cpu s':>12}"
          f"{'peak MB':>9}{'ratio':>7}{'goal':>6}")  # fmt: skip
    reached = [measure_format(name, options, environment) for name in FORMATS]
    return 0 if all(reached) else 1


def measure_format(name: str, options: argparse.Namespace, environment: dict[str, str]) -> bool:
    """Print the two lines of one format; return whether it reaches the goal."""
    few, many = (
        json.loads(run(EXPORT, name, str(rows), environment=environment))
        for rows in (options.few, options.rows)
    )
    ratio = many["peak"] / few["peak"]
    is_reached = ratio <= GOAL
    for result, ending in ((few, ""), (many, f"{ratio:7.2f}{GOAL:6.2f}")):
        print(f"{name:<8}{result['rows']:>10}{result['bytes'] / 1e6:>7.0f}{result['first']:>10.2f}"
              f"{result['rows'] / result['seconds']:>9.0f}{result['rows'] / result['cpu']:>12.0f}"
              f"{result['peak'] / 1024:>9.1f}{ending}", flush=True)  # fmt: skip
    if not is_reached:
        print(f"{name}: MISSED")
    return is_reached


def run(program: str, *arguments: str, environment: dict[str, str]) -> str:
    """Run a program in a new Python process, so that its peak memory is its own; return its output."""
    command = [sys.executable, "-W", "ignore", "-c", program, *arguments]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
