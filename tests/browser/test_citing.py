"""Buttons that copy the citation and the URL of a page."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.addresses import EVENT
from tests.browser.contexts import ContextMaker

pytestmark = pytest.mark.browser


def test_buttons_copy_the_citation_and_the_address(open_context: ContextMaker) -> None:
    page = open_context(permissions=["clipboard-read", "clipboard-write"]).new_page()
    page.goto(f"/en/events/{EVENT}/")
    page.get_by_text("Cite this page").click()
    page.get_by_role("button", name="Copy citation").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Amazon closes Spark [Event record]")
    assert copied.endswith(f"/en/events/{EVENT}/")
    page.get_by_role("button", name="Copy link").click()
    page.wait_for_function(
        "address => navigator.clipboard.readText().then(text => text === address)", arg=page.url
    )
