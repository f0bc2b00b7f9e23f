"""The content security policy forbids inline code, and no page needs it.

Any console error fails a browser test (tests/browser/conftest.py); test_accessibility.py
opens every page, and these tests those that are left.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.addresses import EVENT

pytestmark = pytest.mark.browser


def test_history_and_forms_of_the_admin_write_no_error_to_the_console(curator_page: Page) -> None:
    for address in ("/admin/events/event/", "/admin/events/claim/", "/admin/sources/source/"):
        curator_page.goto(address)
        curator_page.locator("#result_list tbody th a").first.click()
        curator_page.wait_for_url("**/change/**")
        curator_page.get_by_role("link", name="History").click()
        expect(curator_page.locator(".row-history .change").first).to_be_visible()


def test_inline_code_is_refused(page: Page, complaints: list[str]) -> None:
    page.goto(f"/en/events/{EVENT}/")
    page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.ran = true";
          document.body.append(script);
          document.body.insertAdjacentHTML("beforeend", "<p style='color: red'>words</p>");
        }"""
    )
    # Violations are reported asynchronously.
    expected = ("script-src", "style-src")
    for _ in range(600):
        if all(any(name in line for line in complaints) for name in expected):
            break
        page.wait_for_timeout(25)
    assert page.evaluate("window.ran") is None
    assert any("script-src" in line for line in complaints)
    assert any("style-src" in line for line in complaints)
    complaints.clear()


def test_static_files_are_hashed_and_immutable(page: Page) -> None:
    with page.expect_response("**/static/css/joined-*.css") as caught:
        page.goto("/en/")
    assert "immutable" in caught.value.header_value("cache-control")
