"""Two languages: the switch keeps the page, and every text has the right `lang` attribute."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.addresses import ARTICLE, EVENT, LANGUAGES, PUBLIC

pytestmark = pytest.mark.browser

HAN = re.compile("[\u4e00-\u9fff]")
# Text nodes with their inherited language, except names in <bdi>, which have no language.
TEXTS = """() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const results = [];
  while (texts.nextNode()) {
    const text = texts.currentNode.textContent.trim();
    if (text && !texts.currentNode.parentElement.closest("bdi")) results.push([texts.currentNode.parentElement.closest("[lang]").lang, text]);
  }
  return results;
}"""


@pytest.mark.parametrize("address", ["?platform=amazon&since=2016&until=2019", "sources/"])
def test_switch_keeps_the_page_and_its_query(page: Page, address: str) -> None:
    page.goto(f"/en/{address}")
    page.get_by_role("list", name="Language").get_by_role("link").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    assert page.url.endswith(f"/zh-hans/{address}")
    page.locator(".languages").get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.endswith(f"/en/{address}")


@pytest.mark.parametrize("name", [name for name in PUBLIC if name != "missing"])
def test_chinese_on_an_english_page_has_its_lang_attribute(page: Page, name: str) -> None:
    page.goto(f"/en/{PUBLIC[name]}")
    for language, text in page.evaluate(TEXTS):
        # Names of people and products in English sentences may be in either script.
        mostly_han = len(HAN.findall(text)) > len(text) / 2 and len(text) > 4
        assert not (mostly_han and language == "en"), text


def test_title_as_published_carries_its_language(page: Page) -> None:
    page.goto(f"/en/sources/{ARTICLE}/")
    published = page.locator(".source-head__original [lang]")
    assert HAN.search(published.inner_text())
    expect(published).to_have_attribute("lang", "zh-Hans")
    page.goto("/en/sources/copying-china/")
    expect(page.locator(".source-head__original [lang]")).to_have_attribute("lang", "zh-Hant")


def test_digest_on_a_chinese_page_has_the_lang_attribute_en(page: Page) -> None:
    page.goto(f"/zh-hans/sources/{ARTICLE}/")
    expect(page.locator("html")).to_have_attribute("lang", LANGUAGES["zh-hans"])
    expect(page.locator(".block__text").first).to_have_attribute("lang", "en")


def test_chinese_page_of_an_event_has_its_chinese_title(page: Page) -> None:
    page.goto(f"/zh-hans/events/{EVENT}/")
    assert HAN.search(page.get_by_role("heading", level=1).inner_text())
    assert HAN.search(page.title())
