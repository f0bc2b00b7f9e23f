"""Keyboard only: the skip link, the filter, and the visible focus."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.contexts import ContextMaker

pytestmark = pytest.mark.browser

MAX_PRESSES = 40
FOCUSED = "document.activeElement"


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until `target` has the focus, at most MAX_PRESSES times."""
    for _ in range(MAX_PRESSES):
        page.keyboard.press("Tab")
        if target.evaluate(f"box => box === {FOCUSED}"):
            return
    pytest.fail(f"Not reached by pressing Tab {MAX_PRESSES} times: {target}")


def test_skip_link_is_first_and_leads_past_the_navigation(page: Page) -> None:
    page.goto("/en/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(f"document.querySelector('main').contains({FOCUSED})")


def test_filter_is_opened_filled_in_and_applied(open_context: ContextMaker) -> None:
    page = open_context(viewport={"width": 360, "height": 740}).new_page()
    page.goto("/en/")
    panel = page.locator("filter-panel summary").first
    tab_to(page, panel)
    expect(page.get_by_label("Keywords")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Keywords")).to_be_visible()
    tab_to(page, page.get_by_label("Keywords"))
    page.keyboard.type("Spark")
    tab_to(page, page.get_by_role("button", name="Apply"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q=Spark"))
    expect(page.get_by_role("link", name="Amazon closes Spark", exact=True)).to_be_visible()


def test_facet_is_opened_and_a_choice_applied(page: Page) -> None:
    page.goto("/en/?q=Spark")
    kind = page.locator("filter-panel summary", has_text="Kind")
    tab_to(page, kind)
    page.keyboard.press("Space")
    tab_to(page, page.locator("filter-panel").get_by_role("link", name=re.compile("^shutdown")))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("kind=shutdown"))
    expect(page.get_by_role("link", name="Amazon closes Spark", exact=True)).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_focus_is_visible_everywhere(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto("/en/?q=Spark")
    for _ in range(MAX_PRESSES):
        page.keyboard.press("Tab")
        style = page.evaluate(FOCUS_STYLE)
        assert style["outline"] >= 2, style
        assert style["colour"] != style["ground"], style
        assert style["width"] > 1, style
        assert style["on_screen"], style


FOCUS_STYLE = """() => {
  const box = document.activeElement, look = getComputedStyle(box);
  const place = box.getBoundingClientRect();
  return {
    box: box.outerHTML.slice(0, 120),
    outline: look.outlineStyle === "none" ? 0 : parseFloat(look.outlineWidth),
    colour: look.outlineColor,
    ground: getComputedStyle(document.documentElement).backgroundColor,
    width: place.width,
    on_screen: place.bottom > 0 && place.top < innerHeight,
  };
}"""
