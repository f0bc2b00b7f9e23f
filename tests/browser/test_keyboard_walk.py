"""The keyboard walk of docs/keyboard.md: find when Spark closed, and the evidence, without a mouse."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.addresses import ARTICLE, EVENT
from tests.browser.charts import opened, ready, wait_until_moved, window

pytestmark = pytest.mark.browser

FOCUSED = "document.activeElement"
MAX_PRESSES = 80


def label(page: Page) -> str:
    return page.evaluate(f"{FOCUSED}.getAttribute('aria-label') || {FOCUSED}.textContent") or ""


def tab_until(page: Page, selector: str) -> None:
    for _ in range(MAX_PRESSES):
        page.keyboard.press("Tab")
        if page.evaluate(f"selector => {FOCUSED}.matches(selector)", selector):
            return
    pytest.fail(f"Not reached by pressing Tab {MAX_PRESSES} times: {selector}")


def focused_lane(page: Page) -> int:
    return int(page.evaluate(f"{FOCUSED}.dataset.lane"))


def test_walk_from_the_top_of_the_page_to_the_passage(page: Page) -> None:
    opened(page)
    tab_until(page, ".chart__plot")
    spark = page.locator(".lane__name").all_inner_texts().index("Amazon Spark")
    # Move to the events, and down to the lane of Spark.
    page.keyboard.press("ArrowDown")
    for _ in range(30):
        if focused_lane(page) == spark:
            break
        page.keyboard.press("ArrowDown")
    assert focused_lane(page) == spark
    # Events grouped in a band are separated by zooming in around it.
    page.keyboard.press("End")
    for _ in range(12):
        if "Amazon closes Spark" in label(page):
            break
        before = window(page)
        if "event" in label(page) and page.evaluate(f"{FOCUSED}.matches('.band')"):
            page.keyboard.press("+")
            wait_until_moved(page, before)
            go_to_lane(page, spark)
        else:
            page.keyboard.press("ArrowLeft")
    assert re.search(r"2019.*shutdown: Amazon closes Spark", label(page))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"/events/{EVENT}/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Amazon closes Spark")
    tab_until(page, ".evidence__link")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"/sources/{ARTICLE}/#evidence-"))
    expect(page.locator("mark:target, mark:has(:target)").first).to_be_in_viewport()


def go_to_lane(page: Page, target: int) -> None:
    """Move to the last event of the lane, from the chart or from an event."""
    if not page.evaluate(f"{FOCUSED}.matches('.mark, .band')"):
        page.keyboard.press("ArrowDown")
    for _ in range(30):
        if focused_lane(page) >= target:
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("End")


def test_keys_on_the_chart_move_and_zoom_it(page: Page) -> None:
    opened(page, "?from=2014-01-01&to=2020-12-31")
    page.locator(".chart__plot").focus()
    days = window(page)[1] - window(page)[0] + 1
    for key, shift, length in (
        ("ArrowRight", 0.2, 1),
        ("ArrowLeft", -0.2, 1),
        ("+", 0.25, 0.5),
        ("-", -0.25, 1),
    ):
        before = window(page)
        page.keyboard.press(key)
        after = wait_until_moved(page, before)
        assert after[0] - before[0] == pytest.approx(shift * days, abs=3), key
        assert after[1] - after[0] + 1 == pytest.approx(length * days, abs=3), key
    before = window(page)
    page.keyboard.press("Home")
    wait_until_moved(page, before)
    page.wait_for_url(lambda url: "from=" not in url)
    expect(page.locator(".chart__plot")).to_be_focused()


def test_keys_on_an_event_move_to_its_neighbours_and_back(page: Page) -> None:
    opened(page)
    tab_until(page, ".chart__plot")
    page.keyboard.press("Tab")
    assert page.evaluate(f"{FOCUSED}.matches('.mark, .band')")
    start_lane = focused_lane(page)
    page.keyboard.press("End")
    last = label(page)
    page.keyboard.press("Home")
    first = label(page)
    assert focused_lane(page) == start_lane
    assert first != last
    page.keyboard.press("ArrowRight")
    assert label(page) != first
    page.keyboard.press("ArrowLeft")
    assert label(page) == first
    page.keyboard.press("ArrowDown")
    assert focused_lane(page) > start_lane
    page.keyboard.press("Escape")
    expect(page.locator(".chart__plot")).to_be_focused()


def test_event_with_the_focus_keeps_it_while_the_chart_zooms(page: Page) -> None:
    opened(page)
    page.locator(".chart__plot").focus()
    page.keyboard.press("ArrowDown")
    for _ in range(30):
        if page.evaluate(f"{FOCUSED}.matches('.mark')"):
            break
        page.keyboard.press("ArrowRight")
    focused, before = label(page), window(page)
    page.keyboard.press("+")
    wait_until_moved(page, before)
    assert label(page) == focused


def test_band_is_opened_with_enter(page: Page) -> None:
    opened(page)
    band = page.locator(".chart__plot .band").first
    band.focus()
    before = window(page)
    page.keyboard.press("Enter")
    after = wait_until_moved(page, before)
    assert after[1] - after[0] < before[1] - before[0]
    ready(page)
    assert "/en/" in page.url


def test_tab_leads_out_of_the_chart_again(page: Page) -> None:
    opened(page)
    tab_until(page, ".chart__plot")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert not page.evaluate(f"document.querySelector('.chart__plot').contains({FOCUSED})")
