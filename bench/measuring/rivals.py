"""The timelines people use today, with the same events, in the same browser, on a page of their own.

vis-timeline is drawn when it says "changed" and its clusters are on the page: what it shows before is
a pile of every event, which is gone a moment later. TimelineJS is drawn when it says "loaded" and has
its markers. Both one frame later, when that is painted, or at the largest contentful paint if that
comes after. Their pages load nothing but themselves and the events.
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
from bench.measuring.sites import HOME, Site, made, python

PACKAGES = {
    "vis-timeline": "8.5.4",
    "vis-data": "8.0.6",
    "@knight-lab/timelinejs": "3.9.11",
}
FOLDER = HOME / "npm"
PATIENCE = 60_000
"""Milliseconds after which a page is given up."""
RENDERED = "() => window.bench.rival > 0"


@dataclass(frozen=True)
class Rival:
    """A page of `rivals/`; `runs` is how often it is loaded, for it may be slow."""

    name: str
    page: str
    least: float
    runs: int


RIVALS = (
    Rival("vis-timeline clustered", "vis.html", 8, 3),
    Rival("TimelineJS", "timelinejs.html", 40, 1),
)


def install() -> bool:
    """Have the pinned packages in var/bench/npm; whether they are there."""
    there = all((FOLDER / "node_modules" / name).is_dir() for name in PACKAGES)
    npm = shutil.which("npm")
    if not there and npm:
        FOLDER.mkdir(parents=True, exist_ok=True)
        wanted = [f"{name}@{version}" for name, version in PACKAGES.items()]
        # Their ready-made bundles are enough: what they are built from is not fetched.
        flags = ["--no-audit", "--no-fund", "--ignore-scripts", "--legacy-peer-deps"]
        subprocess.run([npm, "install", *flags, *wanted], cwd=FOLDER, check=False)
        there = all((FOLDER / "node_modules" / name).is_dir() for name in PACKAGES)
    return there


@contextmanager
def pages(events: int) -> Iterator[str]:
    """Serve the rivals' pages with the events of one database; the address they are below."""
    for file in Path(__file__).with_name("rivals").iterdir():
        shutil.copy(file, FOLDER)
    (FOLDER / "events.json").write_text(python(made(events), "-m", "bench.measuring.listing"))
    handler = partial(Silent, directory=str(FOLDER))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class Silent(SimpleHTTPRequestHandler):
    """Serves files without telling about each."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def rival_renders(browser: Browser, origin: str, rival: Rival, slower: int = 1) -> Render | None:
    """The median of its loadings; None if one took longer than a minute."""
    renders = []
    for _ in range(rival.runs):
        with fresh_page(browser, slower=slower) as (page, _devtools):
            try:
                page.goto(f"{origin}/{rival.page}", wait_until="commit")
                page.wait_for_function(RENDERED, timeout=PATIENCE, polling=50)
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
        median([one.full for one in renders]),
        median([one.interactive for one in renders]),
        median([one.stalls for one in renders]),
        has_chart=True,
    )


def rival_rows(browser: Browser, site: Site, runs: int) -> list[Row]:
    """Side by side: theirs, then ours, with the same events."""
    if not install():
        return [missing(f"{site.events:,}: {rival.name} (npm is needed)") for rival in RIVALS]
    rows = []
    ours = median_render(browser, f"{site.origin}/en/", runs)
    with pages(site.events) as origin:
        for rival in RIVALS:
            theirs = rival_renders(browser, origin, rival)
            full = theirs.full if theirs else float(PATIENCE)
            sign = "" if theirs else "> "
            rows.append(
                Row(f"{site.events:,}: {rival.name}, first full render", f"{sign}{full:,.0f} ms")
            )
            what = f"{site.events:,}: times faster than {rival.name}"
            rows.append(at_least(what, full / ours.full, rival.least) if ours else missing(what))
    return rows


def throttled_rows(browser: Browser, site: Site, runs: int) -> list[Row]:
    """Interactive with a processor four times as slow: ours, then theirs."""
    what = f"{site.events:,}, processor 4 × slower: %s interactive"
    ours = median_render(browser, f"{site.origin}/en/", runs, slower=4)
    rows = (
        [at_most(what % "timeline", ours.interactive, 1200, "ms")]
        if ours
        else [missing(what % "timeline")]
    )
    if ours and not ours.has_chart:
        rows.append(missing(what % "the chart"))
    if not install():
        return rows
    with pages(site.events) as origin:
        for rival in RIVALS:
            theirs = rival_renders(browser, origin, rival, slower=4)
            said = f"{theirs.interactive:,.0f} ms" if theirs else "> 60,000 ms"
            rows.append(Row(what % rival.name, said))
    return rows
