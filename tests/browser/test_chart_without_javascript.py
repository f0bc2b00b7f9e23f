"""Chart without JavaScript: an image with links, where each link opens a page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.contexts import ContextMaker

pytestmark = pytest.mark.browser


@pytest.fixture
def plain(open_context: ContextMaker) -> Page:
    page = open_context(java_script_enabled=False).new_page()
    page.goto("/en/?from=2014-01-01&to=2020-12-31")
    return page


def window_text(page: Page) -> str:
    return page.locator("[data-window-words]").inner_text()


def test_chart_and_its_table_exist(plain: Page) -> None:
    expect(plain.locator(".chart__plot .mark").first).to_be_attached()
    expect(plain.locator(".chart__plot .life").first).to_be_attached()
    table = plain.locator("details.as-table")
    table.locator("summary").click()
    expect(table.get_by_role("row")).to_have_count(plain.locator(".lane").count() + 1)


def test_mark_is_a_link_to_its_event(plain: Page) -> None:
    mark = plain.locator(".chart__plot .mark").first
    label = mark.get_attribute("aria-label") or ""
    plain.goto(mark.get_attribute("href") or "")
    assert plain.get_by_role("heading", level=1).inner_text() in label


def test_zoom_links_show_less_more_and_all(plain: Page) -> None:
    assert window_text(plain) == "2014 – 2020"
    plain.get_by_role("link", name="Zoom in").click()
    plain.wait_for_url(re.compile("from=2015-10"))
    assert "2015" in window_text(plain)
    plain.get_by_role("link", name="Zoom out").click()
    plain.wait_for_url(re.compile("from=201[34]-"))
    plain.get_by_role("link", name="All years").click()
    plain.wait_for_url(re.compile(r"/en/\?$"))
    expect(plain.get_by_role("link", name="All years")).to_be_hidden()


def test_list_is_limited_to_the_window_by_a_link(plain: Page) -> None:
    plain.get_by_role("link", name="Show only these years").click()
    plain.wait_for_url(re.compile("since=2014-01-01"))
    expect(plain.get_by_role("heading", level=1)).to_contain_text("between")


def test_band_is_a_link_to_its_days(plain: Page) -> None:
    plain.goto("/en/")
    band = plain.locator(".chart__plot .band").first
    before = window_text(plain)
    plain.goto("/en/" + (band.get_attribute("href") or ""))
    assert window_text(plain) != before
    expect(plain.get_by_role("link", name="All years")).to_be_visible()


def test_fold_links_fold_and_unfold(plain: Page) -> None:
    lanes = plain.locator(".lane__name").all_inner_texts()
    fold = plain.locator(".lane", has=plain.locator(".lane__fold--open")).first
    company = fold.locator(".lane__name").inner_text()
    part = lanes[lanes.index(company) + 1]
    fold.locator(".lane__fold").click()
    plain.wait_for_url(re.compile("close="))
    assert part not in plain.locator(".lane__name").all_inner_texts()
    assert window_text(plain) == "2014 – 2020"
    plain.get_by_role("link", name=f"Expand {company}", exact=True).click()
    plain.wait_for_url(re.compile("open="))
    assert part in plain.locator(".lane__name").all_inner_texts()


def test_facet_rest_is_a_page_with_links_back(plain: Page) -> None:
    rest = plain.locator(".facet", has_text="Platform").first.locator(".facet__rest")
    total = int(re.search(r"\d+", rest.inner_text())[0])
    rest.click()
    plain.wait_for_url(re.compile("/facets/platform/"))
    choices = plain.locator(".facet__choices a")
    expect(choices).to_have_count(total)
    choices.last.click()
    plain.wait_for_url(re.compile(r"/en/\?.*platform="))
    assert plain.locator(".lane").count() >= 1
