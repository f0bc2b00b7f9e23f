"""`script/bench timeline`: what a reader waits for, at a hundred events and at a million.

Each size has a database of its own below var/bench/, made when it is not there, and is served by the
project's own server with one worker. `bench/measuring/` says how each figure is taken.
"""

from __future__ import annotations

import argparse
import os
import sys
import time

from playwright.sync_api import Browser

from bench.measuring.attempts import attempt, stop_politely
from bench.measuring.browser import chromium
from bench.measuring.load import server_times
from bench.measuring.queries import query_rows
from bench.measuring.rate import rate_rows
from bench.measuring.rivals import rival_rows, throttled_rows
from bench.measuring.rows import Row, show
from bench.measuring.sites import Site, made, say, served
from bench.measuring.steps import step_rows
from bench.measuring.views import cost_rows, render_rows

SIZES = (100, 10_000, 1_000_000)
THROTTLED, RIVALLED = 1_000, 10_000


def main() -> int:
    """Print a table; the exit code says whether every goal was reached."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--largest", type=int, default=SIZES[-1], help="no more events than this")
    ask.add_argument("--quick", action="store_true", help="fewer runs, for a first look")
    said = ask.parse_args()
    sizes = [size for size in SIZES if size <= said.largest]
    if not sizes:
        ask.error(f"the smallest size is {SIZES[0]}")
    stop_politely()
    start = time.monotonic()
    busy = os.getloadavg()[0] / (os.cpu_count() or 1)
    rows = measured(sizes, runs=3 if said.quick else 5, requests=40 if said.quick else 200)
    code = show(rows)
    print(f"When it began, other programs took {busy:.0%} of the processors.")
    print(f"Took {(time.monotonic() - start) / 60:.0f} minutes.")
    return code


def measured(sizes: list[int], *, runs: int, requests: int) -> list[Row]:
    """The figures of every size. Each part that fails is a row that says so."""
    rows: list[Row] = []
    smallest: dict[str, float] = {}
    for size in sizes:
        made(size)
    with chromium() as browser:
        for size in sizes:
            with served(size) as site:
                say(f"Measuring {size:,} events")
                rows += attempt("renders", render_rows, browser, site, runs, smallest)
                rows += on_site(browser, site, runs, requests)
                if size == sizes[-1]:
                    rows += attempt("rate", rate_rows, site, 3 if requests < 200 else 8)
        if sizes[-1] >= THROTTLED:
            with served(THROTTLED) as site:
                say(f"Measuring {THROTTLED:,} events with a slower processor")
                rows += attempt("throttled", throttled_rows, browser, site, runs)
    return rows + attempt("queries", query_rows, sizes)


def on_site(browser: Browser, site: Site, runs: int, requests: int) -> list[Row]:
    """What is measured at every size beside the renders."""
    rows = attempt("costs", cost_rows, browser, site)
    rows += attempt("steps", step_rows, browser, site)
    if site.events == RIVALLED:
        rows += attempt("rivals", rival_rows, browser, site, runs)
    return rows + attempt("server times", server_times, site, requests)


if __name__ == "__main__":
    sys.exit(main())
