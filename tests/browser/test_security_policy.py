"""The content security policy forbids inline code, and no page needs it.

Any console error fails a browser test (tests/browser/conftest.py); these tests open the pages that
other tests do not open.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.addresses import ADMIN, EVENT, PUBLIC, STAFF

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("every page")]


def test_public_pages_write_no_error_to_the_console(page: Page) -> None:
    for name, address in PUBLIC.items():
        if name != "missing":
            assert page.goto(f"/en/{address}").status == 200


def test_pages_for_staff_write_no_error_to_the_console(curator_page: Page) -> None:
    for address in [*(f"/zh-hans/{path}" for path in STAFF.values()), *ADMIN.values()]:
        assert curator_page.goto(address).status == 200


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
