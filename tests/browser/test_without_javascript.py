"""Without JavaScript every function works: lists, filters as links and as a form, pages."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.addresses import ARTICLE, EVENT
from tests.browser.contexts import ContextMaker

pytestmark = pytest.mark.browser


@pytest.fixture(params=[1280, 360])
def plain(open_context: ContextMaker, request: pytest.FixtureRequest) -> Page:
    """Return a page without JavaScript, wide, or as narrow as a phone with open filters."""
    size = {"width": request.param, "height": 800}
    page = open_context(java_script_enabled=False, viewport=size).new_page()
    page.goto("/en/")
    if request.param == 360:
        page.locator("filter-panel summary").first.click()
    return page


def event_count(page: Page) -> int:
    return int(re.match(r"\d+", page.get_by_role("heading", level=1).inner_text())[0])


def test_facet_link_filters_to_its_count(plain: Page) -> None:
    link = plain.locator("filter-panel").get_by_role("link", name=re.compile("^Pinterest"))
    count = int(link.inner_text().split()[-1])
    link.click()
    plain.wait_for_url(re.compile("platform=pinterest"))
    events = plain.get_by_role("region", name="Events").get_by_role("article")
    assert event_count(plain) == events.count() == count


def test_form_filters_by_words_and_years(plain: Page) -> None:
    plain.get_by_label("Keywords").fill("Spark")
    plain.get_by_label("From").fill("2019")
    plain.get_by_label("To", exact=True).fill("2019")
    plain.get_by_role("button", name="Apply").click()
    plain.wait_for_url(re.compile("q=Spark"))
    expect(plain.get_by_role("link", name="Amazon closes Spark", exact=True)).to_be_visible()
    assert event_count(plain) == plain.get_by_role("article").count()


def test_form_keeps_the_choices_made_in_the_facets(plain: Page) -> None:
    plain.goto("/en/?platform=amazon")
    if plain.viewport_size["width"] == 360:
        plain.locator("filter-panel summary").first.click()
    plain.get_by_label("Keywords").fill("Spark")
    plain.get_by_role("button", name="Apply").click()
    plain.wait_for_url(re.compile("q=Spark"))
    assert "platform=amazon" in plain.url


def test_pager_shows_every_event_once(open_context: ContextMaker) -> None:
    page = open_context(java_script_enabled=False).new_page()
    page.goto("/en/")
    total, seen = event_count(page), []
    pages = page.get_by_role("navigation", name="Pagination")
    while True:
        titles = page.locator(".event-row__title a")
        seen += [link.get_attribute("href") for link in titles.all()]
        next_link = pages.get_by_role("link", name="Next")
        if not next_link.count():
            break
        next_link.click()
        page.wait_for_load_state()
    assert len(seen) == len(set(seen)) == total
    pages.get_by_role("link", name="Previous").click()
    expect(pages.get_by_role("link", name="Next")).to_be_visible()


def test_article_and_its_margin_are_readable(open_context: ContextMaker) -> None:
    page = open_context(java_script_enabled=False).new_page()
    page.goto(f"/en/events/{EVENT}/")
    page.get_by_role("link", name="Read the passage in our summary").first.click()
    page.wait_for_url(re.compile(f"/sources/{ARTICLE}/#"))
    block = page.locator(".block", has=page.locator("mark:target"))
    expect(block).to_be_visible()
    expect(block.get_by_role("link", name="Amazon closes Spark")).to_be_visible()


def test_elements_that_need_a_script_are_hidden(open_context: ContextMaker) -> None:
    page = open_context(java_script_enabled=False).new_page()
    page.goto(f"/en/events/{EVENT}/")
    assert page.locator("copy-link").count()
    for button in page.locator("copy-link").all():
        expect(button).to_be_hidden()
