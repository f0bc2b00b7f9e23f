"""Lanes of the chart: fold and unfold them without leaving the page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.charts import (
    lane_names,
    opened,
    parameters,
    ready,
    window,
)

pytestmark = pytest.mark.browser

HOME = "?from=2014-01-01&to=2020-12-31"


def test_lane_is_folded_and_unfolded_in_place(page: Page) -> None:
    opened(page, HOME)
    before, lanes = window(page), lane_names(page)
    fold = page.locator(".lane", has=page.locator(".lane__fold--open")).first
    company = fold.locator(".lane__name").inner_text()
    part = lanes[lanes.index(company) + 1]
    fold.locator(".lane__fold").click()
    unfold = page.get_by_role("link", name=f"Expand {company}", exact=True)
    expect(unfold).to_be_focused()
    assert part not in lane_names(page)
    assert window(page) == before
    query = parameters(page)
    assert query["close"]
    assert (query["from"], query["to"]) == ("2014-01-01", "2020-12-31")
    page.reload()
    ready(page)
    assert part not in lane_names(page)
    assert window(page) == before
    unfold.click()
    expect(page.get_by_role("link", name=f"Collapse {company}")).to_be_focused()
    assert part in lane_names(page)
    assert window(page) == before


def test_back_unfolds_a_folded_lane(page: Page) -> None:
    opened(page, HOME)
    lanes = lane_names(page)
    page.locator(".lane__fold--open").first.click()
    page.wait_for_url(re.compile("close="))
    folded = lane_names(page)
    assert folded != lanes
    page.go_back()
    expect(page.locator(".lane__name")).to_have_text(lanes)
    page.go_forward()
    expect(page.locator(".lane__name")).to_have_text(folded)
