"""Facets next to the chart: loaded in place, with links that keep the state of the chart."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.charts import (
    opened,
    parameters,
    ready,
    wait_until_moved,
    window,
)
from tests.browser.test_accessibility import LEVELS, violations

pytestmark = pytest.mark.browser

HOME = "?from=2014-01-01&to=2020-12-31"


def test_facet_rest_loads_in_place_and_keeps_the_other_parameters(page: Page) -> None:
    opened(page, "?kind=launch&sort=oldest")
    facet = page.locator(".facet", has_text="Platform").first
    shown = facet.get_by_role("listitem").count()
    rest = facet.locator(".facet__rest")
    if not rest.is_visible():
        facet.locator("summary").click()
    total = int(re.search(r"\d+", rest.inner_text())[0])
    rest.click()
    expect(facet.get_by_role("listitem")).to_have_count(total)
    assert total > shown
    assert page.url.endswith("?kind=launch&sort=oldest")
    # The focus moves to the first choice.
    expect(facet.get_by_role("link").first).to_be_focused()
    choice = facet.get_by_role("link").last
    choice.click()
    page.wait_for_url(lambda url: url.count("=") == 3)
    assert parameters(page)["sort"] == "oldest"
    assert parameters(page)["kind"] == "launch"
    page.go_back()
    page.wait_for_url(lambda url: url.endswith("?kind=launch&sort=oldest"))


def test_facet_rest_that_cannot_be_loaded_opens_as_a_page(
    page: Page, complaints: list[str]
) -> None:
    opened(page)
    facet = page.locator(".facet", has_text="Platform").first
    facet.locator(".facet__rest").evaluate("link => link.click()")
    expect(facet.locator("facet-rest")).to_have_count(0)
    page.reload()
    ready(page)
    page.route(
        "**/facets/**",
        lambda route: (
            route.abort() if route.request.resource_type == "fetch" else route.continue_()
        ),
    )
    facet.locator(".facet__rest").evaluate("link => link.click()")
    page.wait_for_url(re.compile("/facets/"))
    complaints.clear()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_facet_page_has_no_violation(
    page: Page, complaints: list[str], language: str, scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(f"/{language}/facets/platform/?kind=launch")
    page.evaluate(Axe().axe_script)
    assert violations(page, LEVELS) == []
    complaints.clear()


def test_facet_link_keeps_the_current_window(page: Page) -> None:
    chart = opened(page, HOME)
    before = window(page)
    chart.get_by_role("link", name="Zoom in").click()
    first, last = wait_until_moved(page, before)
    page.locator(".facet a.choice").first.click()
    page.wait_for_url(re.compile(r"[?&](kind|platform|outcome|tag|year|market|source|claimant)="))
    query = parameters(page)
    assert query["from"] > "2015"
    assert query["to"] < "2020"
    ready(page)
    assert window(page) == pytest.approx((first, last), abs=2)


def test_facet_link_after_all_years_has_no_window(page: Page) -> None:
    chart = opened(page, HOME)
    chart.get_by_role("link", name="All years").click()
    page.wait_for_url(lambda url: "from=" not in url)
    page.locator(".facet a.choice").first.click()
    page.wait_for_url(re.compile(r"[?&]\w+=[\w-]+"))
    assert "from" not in parameters(page)


def test_facet_link_and_form_keep_the_folded_lanes(page: Page) -> None:
    opened(page)
    page.locator(".lane__fold--open").first.click()
    page.wait_for_url(re.compile("close="))
    closed = parameters(page)["close"]
    page.locator("form.filter-form button[type=submit], filter-panel form button").first.click()
    page.wait_for_url(re.compile("close="))
    assert parameters(page)["close"] == closed
    page.locator(".facet a.choice").first.click()
    page.wait_for_load_state()
    assert parameters(page)["close"] == closed
