"""No axe violation on any page, in both languages, in light and dark mode.

Opening the pages here also shows that they write no error to the console, such as a violation of
the content security policy: any error fails a browser test (tests/browser/conftest.py).
Colours do not depend on the language, so they are tested only in English, in light and dark mode,
with the first three rows of each table. Chinese pages are tested as a whole.
"""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.addresses import ADMIN, EVENT, LANGUAGES, PUBLIC, STAFF

pytestmark = pytest.mark.browser

Look = Callable[..., None]
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""The rules whose outcome depends on the colours."""

SHORTEN_TABLES = """
document.querySelectorAll("tbody tr:nth-child(n+4)").forEach(row => row.remove())
"""

UNTIL_STILL = "Promise.allSettled(document.getAnimations().map(change => change.finished))"


def violations(page: Page, rules: object, *, colours: bool = True) -> list[str]:
    """Return the axe violations of the current page, one line per rule."""
    disabled = {} if colours else {rule: {"enabled": False} for rule in COLOURS["values"]}
    options = json.dumps({"runOnly": rules, "rules": disabled, "resultTypes": ["violations"]})
    results = page.evaluate(f"axe.run({options}).then(results => results.violations)")
    return [
        f"{rule['id']} ({rule['impact']}), {len(rule['nodes'])} times: {rule['nodes'][0]['html']}\n"
        f"{rule['nodes'][0]['failureSummary']}"
        for rule in results
    ]


@pytest.fixture
def look_at(complaints: list[str]) -> Look:
    """Return a function that opens a page in light and dark mode and fails on any violation."""

    def look(page: Page, address: str, rules: object = LEVELS, status: int = 200) -> None:
        page.emulate_media(color_scheme="light")
        assert page.goto(address).status == status
        page_complaints = len(complaints)
        page.evaluate(Axe().axe_script)
        if "/zh-hans/" in address:
            found = violations(page, rules, colours=False)
        else:
            page.evaluate(SHORTEN_TABLES)
            found = violations(page, rules)
            page.emulate_media(color_scheme="dark")
            # The colours of the admin change with a transition.
            page.evaluate(UNTIL_STILL)
            found += [f"dark: {line}" for line in violations(page, COLOURS)]
        # On pages with forms, axe itself uses inline styles, which the policy blocks.
        del complaints[page_complaints:]
        assert not found, "\n".join([address, *found])

    return look


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PUBLIC)
def test_public_page_has_no_violation(
    page: Page, look_at: Look, complaints: list[str], language: str, name: str
) -> None:
    status = 404 if name == "missing" else 200
    look_at(page, f"/{language}/{PUBLIC[name]}", status=status)
    if name == "missing":
        assert "404" in complaints.pop()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", STAFF)
def test_page_for_staff_has_no_violation(
    curator_page: Page, look_at: Look, language: str, name: str
) -> None:
    look_at(curator_page, f"/{language}/{STAFF[name]}")


@pytest.mark.parametrize("name", ADMIN)
def test_admin_page_has_no_violation(curator_page: Page, look_at: Look, name: str) -> None:
    look_at(curator_page, ADMIN[name], LEVELS[:-1])


@pytest.mark.parametrize("model", ["events/event", "events/claim", "sources/source"])
def test_admin_form_has_no_violation(curator_page: Page, look_at: Look, model: str) -> None:
    curator_page.goto(f"/admin/{model}/")
    curator_page.locator("#result_list tbody th a").first.click()
    look_at(curator_page, curator_page.url, LEVELS[:-1])


def test_page_of_a_wrong_password_has_no_violation(page: Page) -> None:
    page.goto("/en/sign-in/")
    page.get_by_label("Username").fill("nobody")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("alert").wait_for()
    page.evaluate(Axe().axe_script)
    assert violations(page, LEVELS) == []


def test_axe_reports_a_violation(page: Page) -> None:
    page.goto(f"/en/events/{EVENT}/")
    page.evaluate("document.querySelector('#site-search-words').removeAttribute('id')")
    page.evaluate("document.querySelector('main h1').style.color = '#ddd'")
    page.evaluate(Axe().axe_script)
    found = " ".join(violations(page, LEVELS))
    assert "label (" in found or "color-contrast" in found
    assert "color-contrast (" in found
