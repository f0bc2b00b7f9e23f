"""No page scrolls horizontally, on a phone 360 px wide or with text twice as large."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.addresses import LANGUAGES, PUBLIC, STAFF
from tests.browser.contexts import ContextMaker

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
# If the page scrolls horizontally: its width and the innermost elements that stick out, except
# those in a box that scrolls by itself.
STICKING_OUT = """() => {
  const page = document.documentElement, edge = page.clientWidth + 1;
  const scrolls = (box) => box !== page && box !== document.body
    && getComputedStyle(box).overflowX !== "visible";
  const held = (box) => {
    for (let at = box.parentElement; at; at = at.parentElement) if (scrolls(at)) return true;
    return false;
  };
  const out = [...document.body.querySelectorAll("*")].filter((box) => {
    const place = box.getBoundingClientRect();
    return place.width > 1 && place.right > edge && !held(box);
  });
  const innermost = out.filter((box) => !out.some((other) => other !== box && box.contains(other)));
  return page.scrollWidth > page.clientWidth
    ? [`${page.scrollWidth} px`, ...innermost.slice(0, 3).map((box) => box.outerHTML.slice(0, 200))]
    : [];
}"""


def assert_no_overflow(page: Page, addresses: list[str]) -> None:
    overflows = {}
    for address in addresses:
        page.goto(address)
        if wide := page.evaluate(STICKING_OUT):
            overflows[address] = wide
    assert overflows == {}


def addresses_in(language: str, pages: dict[str, str]) -> list[str]:
    return [f"/{language}/{address}" for name, address in pages.items() if name != "missing"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_phone_scrolls_only_vertically(open_context: ContextMaker, language: str) -> None:
    page = open_context(viewport=PHONE).new_page()
    assert_no_overflow(page, addresses_in(language, PUBLIC))


@pytest.mark.parametrize("language", LANGUAGES)
def test_phone_with_all_details_open_scrolls_only_vertically(
    open_context: ContextMaker, language: str
) -> None:
    page = open_context(viewport=PHONE).new_page()
    for name in ("timeline", "event", "failures", "source"):
        page.goto(f"/{language}/{PUBLIC[name]}")
        page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true; })")
        assert page.evaluate(STICKING_OUT) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_the_longest_titles_fit_a_phone(open_context: ContextMaker, language: str) -> None:
    page = open_context(viewport=PHONE).new_page()
    page.goto(f"/{language}/disputes/")
    longest = page.locator("main a").evaluate_all(LONGEST_TITLES)
    assert len(longest) == 4
    assert_no_overflow(page, longest)


LONGEST_TITLES = """links => links.map(link => [link.textContent.length, link.href])
  .sort((a, b) => b[0] - a[0]).map(([_, address]) => address).slice(0, 4)"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_twice_as_large_fits(open_context: ContextMaker, language: str) -> None:
    context = open_context(viewport=DESK)
    page = context.new_page()
    # The font size setting of the browser, which also affects media queries in rem.
    sizes = {"standard": 32, "fixed": 26}
    context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": sizes})
    page.goto(f"/{language}/")
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "32px"
    assert_no_overflow(page, addresses_in(language, PUBLIC))


def test_staff_pages_fit_a_phone(open_context: ContextMaker, sessions: dict[str, dict]) -> None:
    page = open_context(viewport=PHONE, storage_state=sessions["curator"]).new_page()
    assert_no_overflow(page, addresses_in("en", STAFF))
