"""Helpers for tests of the timeline chart: open it, read its window, find its items."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

CHART = "timeline-chart[data-ready]"


def ready(page: Page) -> Locator:
    """Wait until the requested window is drawn; return the chart."""
    page.wait_for_selector(CHART)
    return page.locator("timeline-chart")


def opened(page: Page, query: str = "") -> Locator:
    page.goto(f"/en/{query}")
    return ready(page)


def window(page: Page) -> tuple[float, float]:
    """Return the first and last day of the visible window, as ordinals."""
    days = page.evaluate(
        "(() => { const c = document.querySelector('timeline-chart'); return [c.first, c.last]; })()"
    )
    return days[0], days[1]


def parameters(page: Page) -> dict[str, Any]:
    script = "Object.fromEntries(new URL(location.href).searchParams)"
    return page.evaluate(script)


def settled(page: Page) -> None:
    """Wait until the URL contains the window."""
    page.wait_for_url(re.compile(r"[?&]from="))
    ready(page)


def day_at(page: Page, x: float) -> float:
    return page.evaluate("x => document.querySelector('timeline-chart').dayAt(x)", x)


def middle(locator: Locator) -> tuple[float, float]:
    box = locator.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def visible_items(page: Page, selector: str) -> list[Locator]:
    """Return the items of the chart whose shape is in the plot and not covered."""
    plot = page.locator(".chart__plot").bounding_box()
    assert plot
    items = []
    for item in page.locator(f".chart__plot {selector}").all():
        x, _ = middle(item.locator("use, path").first)
        within = plot["x"] + 10 < x < plot["x"] + plot["width"] - 10
        if within and item.evaluate(ON_TOP):
            items.append(item)
    return items


ON_TOP = """item => {
  const shape = item.querySelector("use, path");
  shape.scrollIntoView({ block: "center" });
  const box = shape.getBoundingClientRect();
  return item.contains(document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2));
}"""


def lane_names(page: Page) -> list[str]:
    return page.locator(".lane__name").all_inner_texts()


def on_plot(page: Page, share: float = 0.5) -> tuple[int, int]:
    """Return a point of the plot without items, near its top.

    `share` is its distance from the left edge, as a share of the width.
    """
    box = page.locator(".chart__plot").bounding_box()
    assert box
    return round(box["x"] + box["width"] * share), round(box["y"] + 8)


def wait_until_moved(page: Page, before: tuple[float, float]) -> tuple[float, float]:
    page.wait_for_function(
        "([a, b]) => { const c = document.querySelector('timeline-chart'); return (c.first !== a || c.last !== b) && 'ready' in c.dataset; }",
        arg=list(before),
    )
    expect(page.locator("timeline-chart")).to_have_attribute("data-ready", "")
    return window(page)
