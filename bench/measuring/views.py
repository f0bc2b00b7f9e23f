"""The timeline's first view: how soon it is there, and what it costs the reader's machine."""

from __future__ import annotations

from playwright.sync_api import Browser, CDPSession, Page

from bench.measuring.browser import Render, fresh_page, loaded, median_render, median_renders
from bench.measuring.filters import FILTERS, address
from bench.measuring.rows import Row, at_most, median, missing
from bench.measuring.sites import Site

MOST_TO_PLAIN, MOST_TO_SMALLEST = 2.0, 1.5
MEGABYTE, KILOBYTE = 1e6, 1e3
ELEMENTS = "() => document.querySelectorAll('*').length"


def render_rows(browser: Browser, site: Site, runs: int, smallest: dict[str, float]) -> list[Row]:
    """Time to the first full render under each filter, beside the plain list and the smallest size.

    The two pages take turns, so that a machine that is busy for a while slows both.
    `smallest` holds that size's times by filter; while it is empty, this size is the smallest.
    """
    size, rows, times, plains = f"{site.events:,}", [], {}, []
    for name, chosen in FILTERS.items():
        what = f"{size}: timeline, {name}"
        address_of_page = site.origin + address("/en/", chosen)
        plain, render = median_renders(
            browser, [f"{site.origin}/bench/plain/", address_of_page], runs
        )
        if plain is None or render is None:
            rows.append(missing(f"{what}, first full render"))
            continue
        plains.append(plain.full)
        times[name] = render.full
        rows.append(Row(f"{what}, first full render", f"{render.full:,.0f} ms"))
        ratio = render.full / plain.full
        rows.append(at_most(f"{what}, over the plain list", ratio, MOST_TO_PLAIN, digits=2))
        if name in smallest:
            ratio = render.full / smallest[name]
            rows.append(at_most(f"{what}, over its own at 100", ratio, MOST_TO_SMALLEST, digits=2))
        rows += stall_rows(what, render)
    if not smallest:
        smallest.update(times)
    plain_list = f"{size}: plain list"
    if not plains:
        return [missing(plain_list), *rows]
    listed = Row(f"{plain_list}, first full render", f"{median(plains):,.0f} ms")
    return [_without_chart(browser, site, runs), listed, *rows]


def _without_chart(browser: Browser, site: Site, runs: int) -> Row:
    """What a page of the site takes that is a list and no more."""
    what = f"{site.events:,}: the site's list of claims, first full render"
    render = median_render(browser, f"{site.origin}/en/claims/", runs)
    return Row(what, f"{render.full:,.0f} ms") if render else missing(what)


def stall_rows(what: str, render: Render) -> list[Row]:
    rows = [at_most(f"{what}, long tasks at load", render.stalls, 100, "ms")]
    if not render.has_chart:
        rows.append(missing(f"{what}, the chart"))
    return rows


def cost_rows(browser: Browser, site: Site) -> list[Row]:
    """Heap, elements and bytes of the first view without a filter."""
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
    """Bytes of JavaScript's heap in use after everything unused was collected."""
    devtools.send("HeapProfiler.collectGarbage")
    devtools.send("Performance.enable")
    metrics = devtools.send("Performance.getMetrics")["metrics"]
    return next(metric["value"] for metric in metrics if metric["name"] == "JSHeapUsedSize")


class Traffic:
    """Bytes over the wire as the browser counts them: headers and compressed bodies."""

    def __init__(self, devtools: CDPSession) -> None:
        self.kinds: dict[str, str] = {}
        self.bytes: dict[str, float] = {}
        devtools.on("Network.responseReceived", self._answered)
        devtools.on("Network.loadingFinished", self._finished)
        devtools.send("Network.enable")

    def _answered(self, event: dict) -> None:
        self.kinds[event["requestId"]] = event["type"]

    def _finished(self, event: dict) -> None:
        self.bytes[event["requestId"]] = event["encodedDataLength"]

    @property
    def total(self) -> float:
        return sum(self.bytes.values())

    @property
    def scripts(self) -> float:
        return sum(size for key, size in self.bytes.items() if self.kinds.get(key) == "Script")


def elements_of(page: Page) -> int:
    return page.evaluate(ELEMENTS)
