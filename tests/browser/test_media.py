"""Print styles and reduced motion."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.addresses import ARTICLE, EVENT

pytestmark = pytest.mark.browser

MOVING = """() => [...document.querySelectorAll("*")].filter((box) => {
  const look = getComputedStyle(box);
  const lasts = (times) => times.split(",").some((time) => parseFloat(time) > 0.01);
  return lasts(look.transitionDuration) || look.scrollBehavior === "smooth"
    || (look.animationName !== "none" && lasts(look.animationDuration));
}).map((box) => box.outerHTML.slice(0, 100))"""


def test_print_has_the_list_without_controls(page: Page) -> None:
    page.goto("/en/")
    controls = [
        page.get_by_role("navigation", name="Sections"),
        page.get_by_role("search"),
        page.locator("filter-panel"),
        page.get_by_role("navigation", name="Pagination"),
    ]
    for part in controls:
        expect(part).to_be_visible()
    page.emulate_media(media="print")
    for part in controls:
        expect(part).to_be_hidden()
    expect(page.get_by_role("article").first).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_print_shows_the_url_of_the_evidence(page: Page) -> None:
    page.goto(f"/en/events/{EVENT}/")
    page.emulate_media(media="print")
    link = page.locator(".evidence__link").first
    expect(link).to_be_visible()
    after = link.evaluate("link => getComputedStyle(link, '::after').content")
    assert f"/sources/{ARTICLE}/#evidence-" in after


def test_print_is_white_in_dark_mode(page: Page) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(f"/en/events/{EVENT}/")
    ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert ground == "rgb(255, 255, 255)"
    ink = page.get_by_role("heading", level=1).evaluate("box => getComputedStyle(box).color")
    assert ink == "rgb(0, 0, 0)"


@pytest.mark.parametrize("address", ["", f"events/{EVENT}/", f"sources/{ARTICLE}/"])
def test_nothing_moves_when_motion_is_reduced(page: Page, address: str) -> None:
    page.goto(f"/en/{address}")
    assert page.evaluate("matchMedia('(prefers-reduced-motion: reduce)').matches")
    assert page.evaluate(MOVING) == []
