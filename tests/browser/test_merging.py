"""Merging two platforms and undoing it, with the clicks that it takes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hand import Hand

pytestmark = pytest.mark.browser
MESSAGES = ".messagelist"


def new_platform(page: Page, name: str, slug: str) -> None:
    """Propose a platform, which is edited at once until it is approved."""
    page.goto("/admin/events/platform/add/")
    page.get_by_label("Name in English").fill(name)
    page.get_by_label("Slug:").fill(slug)
    page.get_by_label("Kind:").select_option("product")
    page.get_by_role("button", name="Save and continue editing").click()
    if page.get_by_label("It is another one").count():
        page.get_by_label("It is another one").check()
        page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_label("Name in English")).to_have_value(name)


def test_two_platforms_are_merged_with_three_clicks(editor_page: Page) -> None:
    page = editor_page
    new_platform(page, "Harbour Live", "harbour-live")
    page.goto("/admin/events/platform/add/")
    new_platform(page, "Harbour live shopping", "harbour-live-shopping")
    hand = Hand(page)
    hand.click(page.get_by_role("link", name="Merge…"))
    page.get_by_label("Find the record that remains").fill("harbour live")
    page.keyboard.press("Enter")
    hand.click(page.locator(".merge-choices").get_by_role("link", name="Harbour Live", exact=True))
    expect(page.locator(".merge-preview")).to_contain_text("Harbour live shopping")
    hand.click(page.get_by_role("button", name="Merge"))
    expect(page.locator(MESSAGES)).to_contain_text("was merged into")
    expect(page.get_by_label("Name in English")).to_have_value("Harbour Live")
    assert hand.counts.clicks == 3

    page.goto("/admin/events/platform/?merged=yes&q=harbour-live-shopping")
    page.get_by_role("link", name="Harbour live shopping").click()
    expect(page.locator(".review-note")).to_contain_text("Merged into")
    page.get_by_role("link", name="Undo the merge…").click()
    page.get_by_role("button", name="Undo the merge").click()
    expect(page.locator(MESSAGES)).to_contain_text("was undone")
    expect(page.get_by_label("Name in English")).to_have_value("Harbour live shopping")
