"""Chromium, and the time of a page to its first full render in it.

A render is full after the last of these: the first contentful paint, the largest contentful paint,
and, on a page with a `<timeline-chart>`, the attribute `data-ready`, which that element sets when it
has drawn its window. The browser measures all times, from the start of the navigation. Each run has
its own context, so its cache is empty. The server is warm: the page was requested before.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright
from playwright.sync_api import Error as BrowserError

from bench.measuring.rows import median

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-first-run"),
]
WATCH = Path(__file__).with_name("watch.js").read_text(encoding="utf-8")
SECONDS = 30.0
"""Time limit per page for all its runs."""
QUIET = 300
"""Milliseconds to wait after the render for a larger contentful paint."""
SETTLING = 700
"""Milliseconds to wait in a new window while Chromium draws its own user interface in another
process. Readers, whose window is already open, do not wait for that."""
IS_DRAWN = """() => bench.painted > 0
    && (!document.querySelector('timeline-chart') || bench.ready > 0)"""


@dataclass(frozen=True)
class Render:
    """Times of one page load in milliseconds from the start of the navigation.

    `interactive` is the full render or the end of the last long task, whichever is later. `stalls`
    is the total length of long tasks.
    """

    full: float
    interactive: float
    stalls: float
    has_chart: bool


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium: that of KB_CHROMIUM, or else Debian's, or else Playwright's."""
    executable = os.environ.get("KB_CHROMIUM") or (str(CHROMIUM) if CHROMIUM.exists() else None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, headless=True, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def fresh_page(browser: Browser, *, slower: int = 1) -> Iterator[tuple[Page, CDPSession]]:
    """Open a page with watch.js in a new context, with the CPU slowed down by factor `slower`."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    try:
        context.add_init_script(WATCH)
        page = context.new_page()
        page.wait_for_timeout(SETTLING)
        devtools = context.new_cdp_session(page)
        if slower > 1:
            devtools.send("Emulation.setCPUThrottlingRate", {"rate": slower})
        yield page, devtools
    finally:
        context.close()


def loaded(page: Page, address: str) -> Render:
    """Load a page of the site; return the times of its first full render."""
    page.goto(address, wait_until="load", timeout=120_000)
    has_chart = page.evaluate("() => document.querySelector('timeline-chart') !== null")
    page.wait_for_function(IS_DRAWN, timeout=30_000)
    page.wait_for_timeout(QUIET)
    return Render(
        page.evaluate("() => Math.max(bench.painted, bench.ready)"),
        page.evaluate(
            "() => Math.max(bench.painted, bench.ready, ...bench.stalls.map(s => s.start + s.length))"
        ),
        page.evaluate("() => bench.stalls.reduce((sum, stall) => sum + stall.length, 0)"),
        has_chart,
    )


def median_render(browser: Browser, address: str, runs: int, *, slower: int = 1) -> Render | None:
    """Return the median of each figure over several loads; None if the page never renders fully."""
    return median_renders(browser, [address], runs, slower=slower)[0]


def median_renders(
    browser: Browser, addresses: Sequence[str], runs: int, *, slower: int = 1
) -> list[Render | None]:
    """Return the medians of several pages that are loaded in turn.

    A page that never renders fully gives None. The first load, which warms up the server and the
    browser, counts only if there is no time for a second one.
    """
    renders: list[list[Render]] = [[] for _ in addresses]
    failed: set[int] = set()
    end = time.monotonic() + SECONDS * len(addresses)
    while len(renders[0]) <= runs and (not renders[0] or time.monotonic() < end):
        for number, address in enumerate(addresses):
            try:
                with fresh_page(browser, slower=slower) as (page, _):
                    renders[number].append(loaded(page, address))
            except BrowserError:
                failed.add(number)
        if failed:
            break
    return [
        None if number in failed else _median(loads[1:] or loads)
        for number, loads in enumerate(renders)
    ]


def _median(renders: Sequence[Render]) -> Render:
    return Render(
        median([render.full for render in renders]),
        median([render.interactive for render in renders]),
        median([render.stalls for render in renders]),
        renders[0].has_chart,
    )
