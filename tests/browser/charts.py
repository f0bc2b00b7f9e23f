"""The chart of the timeline as a test sees and moves it."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

CHART = "timeline-chart[data-ready]"


def ready(page: Page) -> Locator:
    """The chart, once what it asked for has been drawn."""
    page.wait_for_selector(CHART)
    return page.locator("timeline-chart")


def opened(page: Page, query: str = "") -> Locator:
    page.goto(f"/en/{query}")
    return ready(page)


def window(page: Page) -> tuple[float, float]:
    """The first and the last day looked at, as ordinals."""
    found = page.evaluate(
        "(() => { const c = document.querySelector('timeline-chart'); return [c.first, c.last]; })()"
    )
    return found[0], found[1]


def parameters(page: Page) -> dict[str, Any]:
    script = "Object.fromEntries(new URL(location.href).searchParams)"
    return page.evaluate(script)


def settled(page: Page) -> None:
    """Wait until the window stands in the address."""
    page.wait_for_url(re.compile(r"[?&]from="))
    ready(page)


def day_at(page: Page, x: float) -> float:
    return page.evaluate("x => document.querySelector('timeline-chart').dayAt(x)", x)


def middle(locator: Locator) -> tuple[float, float]:
    box = locator.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def seen(page: Page, selector: str) -> list[Locator]:
    """Those of the chart's things whose shape lies within what is looked at."""
    plot = page.locator(".chart__plot").bounding_box()
    assert plot
    found = []
    for item in page.locator(f".chart__plot {selector}").all():
        x, _ = middle(item.locator("use, path").first)
        within = plot["x"] + 10 < x < plot["x"] + plot["width"] - 10
        if within and item.evaluate(ON_TOP):
            found.append(item)
    return found


ON_TOP = """item => {
  const shape = item.querySelector("use, path");
  shape.scrollIntoView({ block: "center" });
  const box = shape.getBoundingClientRect();
  return item.contains(document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2));
}"""


def names(page: Page) -> list[str]:
    return page.locator(".lane__name").all_inner_texts()


def on_plot(page: Page, share: float = 0.5) -> tuple[int, int]:
    """A point of the plot, so far from its left edge, near its top, where nothing is drawn."""
    box = page.locator(".chart__plot").bounding_box()
    assert box
    return round(box["x"] + box["width"] * share), round(box["y"] + 8)


def until_moved(page: Page, before: tuple[float, float]) -> tuple[float, float]:
    page.wait_for_function(
        "([a, b]) => { const c = document.querySelector('timeline-chart'); return (c.first !== a || c.last !== b) && 'ready' in c.dataset; }",
        arg=list(before),
    )
    expect(page.locator("timeline-chart")).to_have_attribute("data-ready", "")
    return window(page)
