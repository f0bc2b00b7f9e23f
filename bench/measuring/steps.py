"""Zooming and panning the chart by keyboard and wheel, as a reader does.

A step begins with the browser's event. It asks the server when the chart takes `data-ready` off, and
is done when the chart puts it on again. A step that asks nothing within half a second is not counted
among the times to the next window. Frames are the distances between animation frames all the while.
"""

from __future__ import annotations

from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as BrowserError

from bench.measuring.browser import fresh_page, loaded
from bench.measuring.rows import Row, at_most, median, missing
from bench.measuring.sites import Site
from bench.measuring.views import MEGABYTE, elements_of, heap_of

KEYS = ["+"] * 5 + ["ArrowRight"] * 5 + ["ArrowLeft"] * 5 + ["-"] * 5
WHEELS = [-240] * 4 + [240] * 4
MOST_FRAME, MOST_WINDOW = 50, 150
PATIENCE = 500
IS_ASKED = "() => bench.steps.length > 0 && bench.steps.at(-1).asked"
IS_DRAWN = "() => bench.steps.at(-1).drawn > 0"


def step_rows(browser: Browser, site: Site) -> list[Row]:
    """Longest frame, time to the next window, and what heap and page have grown to."""
    size = f"{site.events:,}"
    try:
        with fresh_page(browser) as (page, devtools):
            if not loaded(page, f"{site.origin}/en/").has_chart:
                return [missing(f"{size}: zoom and pan, {what}") for what in ("frames", "windows")]
            walk(page)
            steps, frames = page.evaluate("() => [bench.steps, bench.frames]")
            heap, elements = heap_of(devtools), elements_of(page)
    except BrowserError as error:
        return [missing(f"{size}: zoom and pan ({str(error).splitlines()[0][:60]})")]
    times = [step["drawn"] - step["begun"] for step in steps if step["drawn"]]
    rows = [at_most(f"{size}: zoom and pan, longest frame", max(frames), MOST_FRAME, "ms")]
    if times:
        what = f"{size}: zoom and pan, next window, median of {len(times)}"
        rows.append(at_most(what, median(times), MOST_WINDOW, "ms"))
    else:
        rows.append(missing(f"{size}: zoom and pan, next window", f"≤ {MOST_WINDOW} ms"))
    return [
        *rows,
        at_most(f"{size}: after zoom and pan, JavaScript heap", heap / MEGABYTE, 10, "MB", 1),
        at_most(f"{size}: after zoom and pan, elements", elements, 1500),
    ]


def walk(page: Page) -> None:
    """Every key and every turn of the wheel, each after the last one's window was drawn."""
    chart = page.locator("timeline-chart")
    chart.scroll_into_view_if_needed()
    page.evaluate(
        """() => {
            const chart = document.querySelector('timeline-chart');
            const inside = chart.querySelector('[tabindex="0"]');
            (chart.tabIndex >= 0 ? chart : inside ?? chart).focus();
            bench.record();
        }"""
    )
    for key in KEYS:
        page.evaluate("() => bench.begin()")
        page.keyboard.press(key)
        settle(page)
    box = chart.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + min(box["height"] / 2, 200))
    page.keyboard.down("Control")
    for turn in WHEELS:
        page.evaluate("() => bench.begin()")
        page.mouse.wheel(0, turn)
        settle(page)
    page.keyboard.up("Control")


def settle(page: Page) -> None:
    """Until the step's window is drawn; at once if it asked for none."""
    try:
        page.wait_for_function(IS_ASKED, timeout=PATIENCE)
        page.wait_for_function(IS_DRAWN, timeout=10_000)
    except BrowserError:
        return
