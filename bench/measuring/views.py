"""The first view of the timeline: its render time, and its cost in memory and bytes."""

from __future__ import annotations

from playwright.sync_api import Browser, CDPSession, Page

from bench.measuring.browser import Render, fresh_page, loaded, median_render, median_renders
from bench.measuring.filters import FILTERS, address
from bench.measuring.rows import Row, at_most, median, missing
from bench.measuring.sites import Site

MAX_RATIO_TO_PLAIN, MAX_RATIO_TO_SMALLEST = 2.0, 1.5
MEGABYTE, KILOBYTE = 1e6, 1e3
ELEMENTS = "() => document.querySelectorAll('*').length"


def render_rows(browser: Browser, site: Site, runs: int, smallest: dict[str, float]) -> list[Row]:
    """Measure the first full render with each filter, and its ratio to the plain list.

    The two pages take turns, so that a temporarily busy machine slows both. `smallest` has the times
    of the smallest size by filter, to compare with; if it is empty, this size fills it.
    """
    size, rows, times, plain_times = f"{site.events:,}", [], {}, []
    for name, parameters in FILTERS.items():
        label = f"{size}: timeline, {name}"
        page_url = site.origin + address("/en/", parameters)
        plain, render = median_renders(browser, [f"{site.origin}/bench/plain/", page_url], runs)
        if plain is None or render is None:
            rows.append(missing(f"{label}, first full render"))
            continue
        plain_times.append(plain.full)
        times[name] = render.full
        rows.append(Row(f"{label}, first full render", f"{render.full:,.0f} ms"))
        ratio = render.full / plain.full
        rows.append(
            at_most(f"{label}, ratio to the plain list", ratio, MAX_RATIO_TO_PLAIN, digits=2)
        )
        if name in smallest:
            ratio = render.full / smallest[name]
            rows.append(
                at_most(f"{label}, ratio to 100 events", ratio, MAX_RATIO_TO_SMALLEST, digits=2)
            )
        rows += stall_rows(label, render)
    if not smallest:
        smallest.update(times)
    plain_list = f"{size}: plain list"
    if not plain_times:
        return [missing(plain_list), *rows]
    listed = Row(f"{plain_list}, first full render", f"{median(plain_times):,.0f} ms")
    return [_claims_row(browser, site, runs), listed, *rows]


def _claims_row(browser: Browser, site: Site, runs: int) -> Row:
    """Measure a page of the site that has a list but no chart."""
    label = f"{site.events:,}: the site's list of claims, first full render"
    render = median_render(browser, f"{site.origin}/en/claims/", runs)
    return Row(label, f"{render.full:,.0f} ms") if render else missing(label)


def stall_rows(label: str, render: Render) -> list[Row]:
    """Return the row of long tasks, and a missed row if the page has no chart."""
    rows = [at_most(f"{label}, long tasks at load", render.stalls, 100, "ms")]
    if not render.has_chart:
        rows.append(missing(f"{label}, the chart"))
    return rows


def cost_rows(browser: Browser, site: Site) -> list[Row]:
    """Measure heap, elements and bytes of the first view without a filter."""
    with fresh_page(browser) as (page, devtools):
        traffic = Traffic(devtools)
        loaded(page, f"{site.origin}/en/")
        heap = heap_of(devtools)
        elements = page.evaluate(ELEMENTS)
    size = f"{site.events:,}"
    return [
        at_most(f"{size}: first view, JavaScript heap", heap / MEGABYTE, 10, "MB", 1),
        at_most(f"{size}: first view, elements", elements, 1500),
        at_most(f"{size}: first view, over the wire", traffic.total / KILOBYTE, 80, "kB", 1),
        at_most(f"{size}: first view, scripts", traffic.scripts / KILOBYTE, 35, "kB", 1),
    ]


def heap_of(devtools: CDPSession) -> float:
    """Return the bytes of the JavaScript heap in use after a garbage collection."""
    devtools.send("HeapProfiler.collectGarbage")
    devtools.send("Performance.enable")
    metrics = devtools.send("Performance.getMetrics")["metrics"]
    return next(metric["value"] for metric in metrics if metric["name"] == "JSHeapUsedSize")


class Traffic:
    """Bytes over the network as the browser counts them: headers and compressed bodies."""

    def __init__(self, devtools: CDPSession) -> None:
        self.kinds: dict[str, str] = {}
        self.bytes: dict[str, float] = {}
        devtools.on("Network.responseReceived", self._received)
        devtools.on("Network.loadingFinished", self._finished)
        devtools.send("Network.enable")

    def _received(self, event: dict) -> None:
        self.kinds[event["requestId"]] = event["type"]

    def _finished(self, event: dict) -> None:
        self.bytes[event["requestId"]] = event["encodedDataLength"]

    @property
    def total(self) -> float:
        """Bytes of all responses."""
        return sum(self.bytes.values())

    @property
    def scripts(self) -> float:
        """Bytes of the scripts."""
        return sum(size for key, size in self.bytes.items() if self.kinds.get(key) == "Script")


def elements_of(page: Page) -> int:
    """Return the number of elements in the document."""
    return page.evaluate(ELEMENTS)
