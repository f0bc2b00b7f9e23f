"""Two widely used timelines, with the same events, in the same browser, each on its own page.

vis-timeline counts as drawn after its event "changed", when its clusters are on the page; before
that it briefly shows all events unclustered. TimelineJS counts as drawn after its event "loaded",
when it has its markers. The time is taken one frame later, when that is painted, or at the largest
contentful paint if it is later. Their pages load only the library and the events.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from playwright.sync_api import Browser
from playwright.sync_api import Error as BrowserError

from bench.measuring.browser import Render, fresh_page, median_render
from bench.measuring.rows import Row, at_least, at_most, median, missing
from bench.measuring.sites import HOME, Site, database_of, python

PACKAGES = {
    "vis-timeline": "8.5.4",
    "vis-data": "8.0.6",
    "@knight-lab/timelinejs": "3.9.11",
}
FOLDER = HOME / "npm"
TIMEOUT = 60_000
"""Milliseconds after which a page counts as failed."""
RENDERED = "() => window.bench.rival > 0"


@dataclass(frozen=True)
class Rival:
    """A page in `rivals/`.

    Our page must be at least `min_ratio` times faster. `runs` is the number of loads; slow pages
    have fewer.
    """

    name: str
    page: str
    min_ratio: float
    runs: int


RIVALS = (
    Rival("vis-timeline clustered", "vis.html", 8, 3),
    Rival("TimelineJS", "timelinejs.html", 40, 1),
)


def install() -> bool:
    """Install the pinned packages in var/bench/npm; return whether they are installed."""
    installed = all((FOLDER / "node_modules" / name).is_dir() for name in PACKAGES)
    npm = shutil.which("npm")
    if not installed and npm:
        FOLDER.mkdir(parents=True, exist_ok=True)
        packages = [f"{name}@{version}" for name, version in PACKAGES.items()]
        # Their bundles are enough, so skip the dependencies from which they are built.
        flags = ["--no-audit", "--no-fund", "--ignore-scripts", "--legacy-peer-deps"]
        subprocess.run([npm, "install", *flags, *packages], cwd=FOLDER, check=False)
        installed = all((FOLDER / "node_modules" / name).is_dir() for name in PACKAGES)
    return installed


@contextmanager
def pages(events: int) -> Iterator[str]:
    """Serve the pages of the rivals with the events of one database; yield the origin."""
    for file in Path(__file__).with_name("rivals").iterdir():
        shutil.copy(file, FOLDER)
    (FOLDER / "events.json").write_text(
        python(database_of(events), "-m", "bench.measuring.listing")
    )
    handler = partial(Silent, directory=str(FOLDER))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class Silent(SimpleHTTPRequestHandler):
    """A file server that does not log requests."""

    def log_message(self, *_: object) -> None:
        """Write no log."""


def rival_renders(browser: Browser, origin: str, rival: Rival, slower: int = 1) -> Render | None:
    """Return the median of its loads; None if one takes longer than TIMEOUT."""
    renders = []
    for _ in range(rival.runs):
        with fresh_page(browser, slower=slower) as (page, _devtools):
            try:
                page.goto(f"{origin}/{rival.page}", wait_until="commit")
                page.wait_for_function(RENDERED, timeout=TIMEOUT, polling=50)
            except BrowserError:
                return None
            page.wait_for_timeout(500)
            full, stalls = page.evaluate(
                "() => [Math.max(bench.rival, bench.painted), bench.stalls]"
            )
            ends = [stall["start"] + stall["length"] for stall in stalls]
            lengths = sum(stall["length"] for stall in stalls)
            renders.append(Render(full, max([full, *ends]), lengths, has_chart=True))
    return Render(
        median([render.full for render in renders]),
        median([render.interactive for render in renders]),
        median([render.stalls for render in renders]),
        has_chart=True,
    )


def rival_rows(browser: Browser, site: Site, runs: int) -> list[Row]:
    """Compare the first full render of each rival with ours, for the same events."""
    if not install():
        return [missing(f"{site.events:,}: {rival.name} (npm is needed)") for rival in RIVALS]
    rows = []
    ours = median_render(browser, f"{site.origin}/en/", runs)
    with pages(site.events) as origin:
        for rival in RIVALS:
            theirs = rival_renders(browser, origin, rival)
            full = theirs.full if theirs else float(TIMEOUT)
            sign = "" if theirs else "> "
            rows.append(
                Row(f"{site.events:,}: {rival.name}, first full render", f"{sign}{full:,.0f} ms")
            )
            label = f"{site.events:,}: times faster than {rival.name}"
            rows.append(
                at_least(label, full / ours.full, rival.min_ratio) if ours else missing(label)
            )
    return rows


def throttled_rows(browser: Browser, site: Site, runs: int) -> list[Row]:
    """Measure the time until interactive with a CPU four times as slow: ours, then theirs."""
    label = f"{site.events:,}, CPU 4 × slower: %s interactive"
    ours = median_render(browser, f"{site.origin}/en/", runs, slower=4)
    rows = (
        [at_most(label % "timeline", ours.interactive, 1200, "ms")]
        if ours
        else [missing(label % "timeline")]
    )
    if ours and not ours.has_chart:
        rows.append(missing(label % "the chart"))
    if not install():
        return rows
    with pages(site.events) as origin:
        for rival in RIVALS:
            theirs = rival_renders(browser, origin, rival, slower=4)
            text = f"{theirs.interactive:,.0f} ms" if theirs else "> 60,000 ms"
            rows.append(Row(label % rival.name, text))
    return rows
