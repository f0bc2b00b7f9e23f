"""`script/bench timeline`: the waiting times of a reader, with a hundred to a million events.

Each size has its own database in var/bench/, created if it is missing, and is served by the
project's own server with one worker. The modules in `bench/measuring/` document each figure.
"""

from __future__ import annotations

import argparse
import os
import sys
import time

from playwright.sync_api import Browser

from bench.measuring.attempts import attempt, exit_on_sigterm
from bench.measuring.browser import chromium
from bench.measuring.load import server_times
from bench.measuring.queries import query_rows
from bench.measuring.rate import rate_rows
from bench.measuring.rivals import rival_rows, throttled_rows
from bench.measuring.rows import Row, show
from bench.measuring.sites import Site, database_of, log, served
from bench.measuring.steps import step_rows
from bench.measuring.views import cost_rows, render_rows

SIZES = (100, 10_000, 1_000_000)
THROTTLED_SIZE, RIVAL_SIZE = 1_000, 10_000


def main() -> int:
    """Print a table; return 0 if every goal is reached, else 1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--largest", type=int, default=SIZES[-1], help="maximum number of events")
    parser.add_argument("--quick", action="store_true", help="fewer runs, for a first impression")
    options = parser.parse_args()
    sizes = [size for size in SIZES if size <= options.largest]
    if not sizes:
        parser.error(f"the smallest size is {SIZES[0]}")
    exit_on_sigterm()
    start = time.monotonic()
    load = os.getloadavg()[0] / (os.cpu_count() or 1)
    runs, requests = (3, 40) if options.quick else (5, 200)
    rows = measure(sizes, runs=runs, requests=requests)
    code = show(rows)
    print(f"At the start other programs used {load:.0%} of the CPUs.")
    print(f"Took {(time.monotonic() - start) / 60:.0f} minutes.")
    return code


def measure(sizes: list[int], *, runs: int, requests: int) -> list[Row]:
    """Return the rows of every size; a part that fails gives one row that says so."""
    rows: list[Row] = []
    smallest: dict[str, float] = {}
    for size in sizes:
        database_of(size)
    with chromium() as browser:
        for size in sizes:
            with served(size) as site:
                log(f"Measuring {size:,} events")
                rows += attempt("renders", render_rows, browser, site, runs, smallest)
                rows += site_rows(browser, site, runs, requests)
                if size == sizes[-1]:
                    rows += attempt("rate", rate_rows, site, 3 if requests < 200 else 8)
        if sizes[-1] >= THROTTLED_SIZE:
            with served(THROTTLED_SIZE) as site:
                log(f"Measuring {THROTTLED_SIZE:,} events with a slower CPU")
                rows += attempt("throttled", throttled_rows, browser, site, runs)
    return rows + attempt("queries", query_rows, sizes)


def site_rows(browser: Browser, site: Site, runs: int, requests: int) -> list[Row]:
    """Measure costs, steps and server times; at one size also the rivals."""
    rows = attempt("costs", cost_rows, browser, site)
    rows += attempt("steps", step_rows, browser, site)
    if site.events == RIVAL_SIZE:
        rows += attempt("rivals", rival_rows, browser, site, runs)
    return rows + attempt("server times", server_times, site, requests)


if __name__ == "__main__":
    sys.exit(main())
