"""Debian's Chromium, and how long a page takes in it to its first full render.

A render is full when the last of these has come: the first contentful paint, the largest contentful
paint, and, on a page with a `<timeline-chart>`, the attribute `data-ready`, which that element sets
once it has drawn what it shows. Each time is the browser's own, counted from the beginning of the
navigation; each run has a context of its own, so that nothing is in its cache. The server is warm:
somebody has asked for the page before.
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
"""After which a slow page is loaded no more often."""
QUIET = 300
"""Milliseconds after everything is there in which a larger paint may still come."""
SETTLING = 700
"""Milliseconds a new window is left alone: Chromium draws its own frame and menus in a process of
their own meanwhile, which a reader, whose window is open, does not wait for."""
IS_DRAWN = """() => bench.painted > 0
    && (!document.querySelector('timeline-chart') || bench.ready > 0)"""


@dataclass(frozen=True)
class Render:
    """One loading of a page. `interactive` is the full render or the last long task's end."""

    full: float
    interactive: float
    stalls: float
    has_chart: bool


@contextmanager
def chromium() -> Iterator[Browser]:
    given = os.environ.get("KB_CHROMIUM") or (str(CHROMIUM) if CHROMIUM.exists() else None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=given, headless=True, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def fresh_page(browser: Browser, *, slower: int = 1) -> Iterator[tuple[Page, CDPSession]]:
    """A page that is watched, in a context of its own, with the processor `slower` times as slow."""
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
    """Load a page of the site until its first full render."""
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
    """The median of several loadings of each figure; None if the page never got there."""
    return median_renders(browser, [address], runs, slower=slower)[0]


def median_renders(
    browser: Browser, addresses: Sequence[str], runs: int, *, slower: int = 1
) -> list[Render | None]:
    """The same of several pages that take turns; None for each that never got there.

    The first loading, which warms the server and the browser, counts only where it took so long that
    there is no time for more.
    """
    renders: list[list[Render]] = [[] for _ in addresses]
    lost: set[int] = set()
    end = time.monotonic() + SECONDS * len(addresses)
    while len(renders[0]) <= runs and (not renders[0] or time.monotonic() < end):
        for number, address in enumerate(addresses):
            try:
                with fresh_page(browser, slower=slower) as (page, _):
                    renders[number].append(loaded(page, address))
            except BrowserError:
                lost.add(number)
        if lost:
            break
    return [
        None if number in lost else _median(found[1:] or found)
        for number, found in enumerate(renders)
    ]


def _median(renders: Sequence[Render]) -> Render:
    return Render(
        median([one.full for one in renders]),
        median([one.interactive for one in renders]),
        median([one.stalls for one in renders]),
        renders[0].has_chart,
    )
