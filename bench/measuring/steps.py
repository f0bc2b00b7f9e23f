"""Measurements of zooming and panning the chart by keyboard and wheel.

A step begins with the input event in the browser. It sends a request when the chart removes
`data-ready`, and ends when the chart sets it again. A step without a request within half a second
does not count for the time to the next window. Frame times are the intervals between animation
frames during all steps.
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
MAX_FRAME_MS, MAX_WINDOW_MS = 50, 150
REQUEST_TIMEOUT_MS = 500
IS_ASKED = "() => bench.steps.length > 0 && bench.steps.at(-1).asked"
IS_DRAWN = "() => bench.steps.at(-1).drawn > 0"


def step_rows(browser: Browser, site: Site) -> list[Row]:
    """Measure the longest frame, the time to the next window, and heap and elements afterwards."""
    size = f"{site.events:,}"
    try:
        with fresh_page(browser) as (page, devtools):
            if not loaded(page, f"{site.origin}/en/").has_chart:
                return [missing(f"{size}: zoom and pan, {name}") for name in ("frames", "windows")]
            take_steps(page)
            steps, frames = page.evaluate("() => [bench.steps, bench.frames]")
            heap, elements = heap_of(devtools), elements_of(page)
    except BrowserError as error:
        return [missing(f"{size}: zoom and pan ({str(error).splitlines()[0][:60]})")]
    times = [step["drawn"] - step["begun"] for step in steps if step["drawn"]]
    rows = [at_most(f"{size}: zoom and pan, longest frame", max(frames), MAX_FRAME_MS, "ms")]
    if times:
        label = f"{size}: zoom and pan, next window, median of {len(times)}"
        rows.append(at_most(label, median(times), MAX_WINDOW_MS, "ms"))
    else:
        rows.append(missing(f"{size}: zoom and pan, next window", f"≤ {MAX_WINDOW_MS} ms"))
    return [
        *rows,
        at_most(f"{size}: after zoom and pan, JavaScript heap", heap / MEGABYTE, 10, "MB", 1),
        at_most(f"{size}: after zoom and pan, elements", elements, 1500),
    ]


def take_steps(page: Page) -> None:
    """Press every key and turn the wheel, each time after the previous window is drawn."""
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
    """Wait until the window of the step is drawn; return if the step sends no request."""
    try:
        page.wait_for_function(IS_ASKED, timeout=REQUEST_TIMEOUT_MS)
        page.wait_for_function(IS_DRAWN, timeout=10_000)
    except BrowserError:
        return
