"""Reading: from the timeline to an event, its evidence, and the passage in the article."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.addresses import ARTICLE, EVENT, LANGUAGES
from tests.browser.contexts import ContextMaker

pytestmark = pytest.mark.browser

PASSAGE = re.compile(f"/sources/{ARTICLE}/#evidence-")


@pytest.mark.parametrize(("locale", "prefix"), [("en-GB", "en"), ("zh-CN", "zh-hans")])
def test_root_redirects_to_the_language_of_the_browser(
    open_context: ContextMaker, locale: str, prefix: str
) -> None:
    page = open_context(locale=locale).new_page()
    page.goto("/")
    assert page.url.endswith(f"/{prefix}/")
    expect(page.locator("html")).to_have_attribute("lang", LANGUAGES[prefix])


def test_path_from_timeline_to_the_passage_and_back(page: Page) -> None:
    page.goto("/")
    filters = page.locator("filter-panel")
    filters.locator("summary", has_text="Outcome").click()
    filters.get_by_role("link", name=re.compile("^shut down")).click()
    page.get_by_role("link", name="Amazon closes Spark", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Amazon closes Spark")
    page.get_by_role("link", name="Read the passage in our summary").first.click()
    expect(page).to_have_url(PASSAGE)
    mark = page.locator("mark:target")
    expect(mark).to_be_in_viewport()
    # Readers see our digest, in which the whole block is marked.
    expect(mark).to_contain_text("Spark")
    assert page.evaluate(OWN_COLOUR, mark.element_handle())
    block = page.locator(".block", has=mark)
    block.get_by_role("link", name="Amazon closes Spark").click()
    expect(page).to_have_url(re.compile(f"/en/events/{EVENT}/$"))


# A target has a different colour from the passages around it.
OWN_COLOUR = """mark => {
  const other = document.querySelector("mark:not(:target, :has(:target))");
  return getComputedStyle(mark).backgroundColor !== getComputedStyle(other).backgroundColor;
}"""


def test_every_link_to_a_passage_from_the_failures_lands_on_a_mark(page: Page) -> None:
    page.goto("/en/failures/")
    ends = page.locator(".failures__life a").evaluate_all("links => links.map(link => link.href)")
    assert ends
    for end in ends[:8]:
        page.goto(end)
        passages = page.locator(".evidence__link").evaluate_all("all => all.map(a => a.href)")
        assert passages, f"{end} has no evidence"
        for passage in passages:
            page.goto(passage)
            expect(page.locator("mark:target, mark:has(:target)"), passage).to_be_in_viewport()


def test_quotation_equals_the_text_marked_for_an_editor(editor_page: Page) -> None:
    editor_page.goto(f"/en/events/{EVENT}/")
    evidence = editor_page.get_by_role("figure").first
    quotation = evidence.locator("blockquote").inner_text()
    evidence.get_by_role("link", name=re.compile("^Read ")).click()
    editor_page.wait_for_url(PASSAGE)
    marked = editor_page.evaluate(FROM_TARGET)
    assert marked.startswith(quotation)


# Overlapping passages may split the passage into several marks.
FROM_TARGET = """() => {
  const target = document.querySelector(":target");
  const text = target.closest(".block__text, mark").closest(".block__text");
  const range = document.createRange();
  range.setStartBefore(target.closest("mark"));
  range.setEndAfter(text.lastChild);
  return range.toString();
}"""


def test_back_after_filtering_returns_to_the_list_before(page: Page) -> None:
    page.goto("/en/")
    all_events = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("link", name=re.compile("^2019: ")).click()
    page.wait_for_url(re.compile("since=2019"))
    of_the_year = page.get_by_role("heading", level=1).inner_text()
    page.get_by_label("Keywords").fill("Spark")
    page.get_by_role("button", name="Apply").click()
    page.wait_for_url(re.compile("q=Spark"))
    assert "since=2019" in page.url
    assert page.get_by_role("heading", level=1).inner_text() not in (all_events, of_the_year)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text(of_the_year)
    expect(page.get_by_label("Keywords")).to_have_value("")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text(all_events)
    page.go_forward()
    expect(page.get_by_role("heading", level=1)).to_have_text(of_the_year)


def test_search_box_of_every_page_finds_the_platform(page: Page) -> None:
    page.goto("/en/sources/")
    field = page.get_by_role("combobox", name="Search")
    field.fill("Spark")
    field.press("Enter")
    page.wait_for_url(re.compile(r"/en/search/\?q=Spark$"))
    expect(page.get_by_role("heading", name="Amazon Spark", exact=True)).to_be_visible()
    page.get_by_role("link", name="Show all on the timeline").click()
    expect(page.get_by_label("Keywords")).to_have_value("Spark")


def test_active_filter_can_be_removed(page: Page) -> None:
    page.goto("/en/?q=Spark&since=2019")
    chips = page.get_by_role("list", name="Active filters")
    chips.get_by_role("link", name=re.compile("Spark")).click()
    page.wait_for_url(lambda url: "q=" not in url and "since=2019" in url)
    chips.get_by_role("link", name="Clear all").click()
    expect(chips).to_have_count(0)
