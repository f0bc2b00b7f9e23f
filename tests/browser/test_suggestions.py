"""Suggestions under the search field, by keyboard, mouse, touch and input method."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Locator, Page, Route, expect

from tests.browser.contexts import ContextMaker
from tests.browser.test_accessibility import COLOURS, LEVELS, violations

pytestmark = pytest.mark.browser

SCRIPT = Path(__file__).parents[2] / "static" / "js" / "search-suggestions.js"
PAUSE = 400
"""Milliseconds that are longer than the typing pause after which suggestions are requested."""


def field_of(page: Page) -> Locator:
    return page.locator("#site-search-words")


def options(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Suggestions").get_by_role("option")


def open_list(page: Page, query: str = "spark", address: str = "/en/failures/") -> Locator:
    """Type into the search field of a page and wait for suggestions."""
    page.goto(address)
    field = field_of(page)
    field.click()
    field.press_sequentially(query)
    expect(options(page).first).to_be_visible()
    return field


def active(page: Page) -> str:
    """Return the text of the active option, which a screen reader announces; empty without one."""
    return field_of(page).evaluate(
        "field => document.getElementById(field.getAttribute('aria-activedescendant'))"
        "?.textContent ?? ''"
    )


def test_arrows_and_enter_open_the_chosen_page(page: Page) -> None:
    field = open_list(page)
    expect(field).to_have_attribute("aria-expanded", "true")
    assert active(page) == ""
    field.press("ArrowDown")
    assert active(page).startswith("Amazon Spark")
    expect(options(page).first).to_have_attribute("aria-selected", "true")
    expect(field).to_be_focused()
    expect(field).to_have_value("spark")
    field.press("Enter")
    page.wait_for_url("**/en/platforms/amazon-spark/")


def test_enter_without_a_choice_searches(page: Page) -> None:
    open_list(page).press("Enter")
    page.wait_for_url("**/en/search/?q=spark")


def test_keys_wrap_around_and_go_to_the_ends(page: Page) -> None:
    field = open_list(page)
    texts = options(page).all_text_contents()
    assert len(texts) > 2
    field.press("ArrowUp")
    assert active(page) == texts[-1]
    field.press("ArrowDown")
    assert active(page) == ""
    field.press("ArrowDown")
    field.press("End")
    assert active(page) == texts[-1]
    field.press("Home")
    assert active(page) == texts[0]
    field.press("ArrowUp")
    assert active(page) == ""
    # Without an active option these keys move the caret.
    field.press("Home")
    assert field.evaluate("field => field.selectionStart") == 0
    assert active(page) == ""


def test_escape_closes_and_keeps_the_text(page: Page) -> None:
    field = open_list(page)
    field.press("ArrowDown")
    field.press("Escape")
    expect(options(page)).to_have_count(0)
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("spark")
    assert active(page) == ""
    field.press("ArrowDown")
    expect(options(page).first).to_be_visible()
    assert active(page).startswith("Amazon Spark")


def test_list_closes_without_text_or_focus(page: Page) -> None:
    field = open_list(page)
    field.fill("")
    expect(options(page)).to_have_count(0)
    field.press_sequentially("spark")
    expect(options(page).first).to_be_visible()
    field.press("Tab")
    expect(options(page)).to_have_count(0)
    expect(field).to_have_value("spark")


def test_match_is_marked_and_html_is_escaped(page: Page) -> None:
    page.route(
        "**/suggest/**",
        lambda route: route.fulfill(
            json={
                "query": "b",
                "status": "1 suggestion",
                "suggestions": [
                    {
                        "kind": "tag", "label": "<b>𠮷bold</b>", "lang": "", "url": "/en/tags/",
                        "detail": "<img src=x onerror=alert(1)>", "marks": [[5, 9]],
                    }
                ],
            }
        ),
    )  # fmt: skip
    open_list(page)
    expect(options(page)).to_have_text("<b>𠮷bold</b> <img src=x onerror=alert(1)>")
    expect(options(page).locator("mark")).to_have_text("bold")
    expect(options(page).locator("b, img")).to_have_count(0)


def test_number_of_suggestions_is_announced(page: Page) -> None:
    open_list(page)
    status = page.locator("search-suggestions [role=status]").first
    expect(status).to_have_text(re.compile(r"^\d+ suggestions?$"))
    field_of(page).fill("zzzz")
    expect(status).to_have_text("No suggestions")
    expect(options(page)).to_have_count(0)


def test_mouse_chooses_and_a_modifier_opens_a_new_tab(page: Page) -> None:
    open_list(page)
    with page.context.expect_page() as opened:
        options(page).first.click(modifiers=["ControlOrMeta"])
    opened.value.wait_for_url("**/en/platforms/amazon-spark/")
    field_of(page).press_sequentially("s")
    field_of(page).press("Backspace")
    options(page).first.click()
    page.wait_for_url("**/en/platforms/amazon-spark/")


def test_tap_chooses(open_context: ContextMaker) -> None:
    size = {"width": 360, "height": 740}
    page = open_context(viewport=size, has_touch=True, is_mobile=True).new_page()
    page.goto("/zh-hans/")
    field_of(page).tap()
    field_of(page).press_sequentially("抖音")
    first = page.get_by_role("option").first
    expect(first).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert first.bounding_box()["height"] >= 44
    first.tap()
    page.wait_for_url("**/zh-hans/platforms/douyin/")


def compose(page: Page, text: str) -> Callable[[str], None]:
    """Compose a text in the focused field by input method; return a function that commits a text."""
    session = page.context.new_cdp_session(page)
    selection = {"selectionStart": len(text), "selectionEnd": len(text)}
    session.send("Input.imeSetComposition", {"text": text, **selection})
    return lambda committed: session.send("Input.insertText", {"text": committed})


def test_composition_sends_no_request_until_it_ends(page: Page) -> None:
    requested: list[str] = []
    page.on(
        "request",
        lambda request: requested.append(request.url) if "suggest" in request.url else None,
    )
    page.goto("/en/failures/")
    field_of(page).click()
    commit = compose(page, "dou'yin")
    expect(field_of(page)).to_have_value("dou'yin")
    page.wait_for_timeout(PAUSE)
    assert [url for url in requested if "q=" in url] == []
    commit("抖音")
    expect(field_of(page)).to_have_value("抖音")
    expect(options(page).first).to_contain_text("Douyin")


def test_enter_during_composition_neither_opens_nor_submits(page: Page) -> None:
    field = open_list(page, "抖")
    field.press("ArrowDown")
    address = page.url
    commit = compose(page, "yin")
    expect(options(page)).to_have_count(0)
    for key in ("Enter", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    page.wait_for_timeout(PAUSE)
    assert page.url == address
    commit("音")
    expect(field).to_have_value("抖音")
    field.press("Enter")
    page.wait_for_url(re.compile("/en/search/"))


@pytest.mark.parametrize("key", [{"isComposing": True}, {"keyCode": 229}])
def test_keys_that_an_input_method_handles_do_nothing(page: Page, key: dict[str, object]) -> None:
    field = open_list(page)
    field.press("ArrowDown")
    before, address = active(page), page.url
    for name in ("Enter", "ArrowDown", "Escape", "End"):
        was_handled = field.evaluate(
            "(field, key) => !field.dispatchEvent("
            "new KeyboardEvent('keydown', {...key, bubbles: true, cancelable: true}))",
            {"key": name, **key},
        )
        assert not was_handled
    assert (active(page), page.url) == (before, address)
    expect(options(page).first).to_be_visible()


def test_late_responses_do_not_replace_newer_ones(page: Page) -> None:
    delayed: list[Route] = []

    def answer(route: Route) -> None:
        query = re.search("q=(.*)$", route.request.url)[1]
        if query == "sp":
            delayed.append(route)
            return
        route.fulfill(json=suggestions_for(query))

    page.route("**/suggest/**", answer)
    page.goto("/en/failures/")
    field = field_of(page)
    field.click()
    with page.expect_request("**/suggest/?q=sp"):
        field.press_sequentially("sp")
    field.press_sequentially("ark")
    expect(options(page)).to_have_text("for spark ")
    assert delayed
    # The browser may have cancelled the request.
    with suppress(Error):
        delayed[0].fulfill(json=suggestions_for("sp"))
    page.wait_for_timeout(PAUSE)
    expect(options(page)).to_have_text("for spark ")


def suggestions_for(query: str) -> dict[str, object]:
    suggestion = {"kind": "tag", "label": f"for {query}", "lang": "", "detail": "", "url": "/en/"}
    return {"query": query, "status": "", "suggestions": [{**suggestion, "marks": []}]}


def test_fast_typing_sends_one_request(page: Page) -> None:
    requested: list[str] = []
    page.on(
        "request", lambda request: requested.append(request.url) if "q=" in request.url else None
    )
    page.goto("/en/failures/")
    field_of(page).click()
    # In one script: on a busy machine the keys of Playwright may be further apart than the pause.
    field_of(page).evaluate(TYPE, "spark")
    expect(options(page).first).to_be_visible()
    assert [url.split("q=")[1] for url in requested] == ["spark"]


TYPE = """(field, text) => {
  for (const letter of text) {
    field.value += letter;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
}"""


def test_server_error_leaves_the_field_unchanged(page: Page, complaints: list[str]) -> None:
    page.route("**/suggest/**", lambda route: route.fulfill(status=500, body=""))
    page.goto("/en/failures/")
    field_of(page).click()
    with page.expect_console_message(lambda message: "500" in message.text):
        field_of(page).press_sequentially("spark")
    page.wait_for_timeout(PAUSE)
    expect(options(page)).to_have_count(0)
    field_of(page).press("Enter")
    page.wait_for_url("**/en/search/?q=spark")
    complaints[:] = [line for line in complaints if "500" not in line]


def test_no_key_moves_the_focus_to_the_field(page: Page) -> None:
    page.goto("/en/")
    page.keyboard.press("/")
    expect(field_of(page)).not_to_be_focused()


def test_element_with_fill_fills_another_field(page: Page) -> None:
    page.goto("/en/")
    page.evaluate(
        """() => {
          const field = document.querySelector("#filter-q");
          const around = document.createElement("search-suggestions");
          for (const [name, value] of [["src", "/en/suggest/"], ["for", "filter-q"],
            ["label", "Words"], ["fill", ""]]) around.setAttribute(name, value);
          const box = field.parentElement, form = field.form;
          around.append(box);
          form.prepend(around);
        }"""
    )
    field = page.locator("#filter-q")
    field.click()
    field.press_sequentially("amazon sp")
    expect(page.get_by_role("listbox", name="Words").get_by_role("option").first).to_be_visible()
    field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url(re.compile(r"/en/\?q=Amazon\+Spark"))
    expect(page.locator("#filter-q")).to_have_value("Amazon Spark")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", ["/en/failures/", "/zh-hans/search/"])
def test_open_list_has_no_violation(
    page: Page, complaints: list[str], scheme: str, address: str
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(address)
    field = page.get_by_role("combobox").first
    field.click()
    field.press_sequentially("tik")
    expect(page.get_by_role("option").first).to_be_visible()
    field.press("ArrowDown")
    page.evaluate(Axe().axe_script)
    found = violations(page, LEVELS) + violations(page, COLOURS)
    complaints.clear()
    assert not found, "\n".join(found)


def test_script_is_small() -> None:
    assert len(gzip.compress(SCRIPT.read_bytes(), 9)) <= 3000


def test_responses_are_cached_for_a_minute(page: Page) -> None:
    with page.expect_response("**/suggest/**") as caught:
        open_list(page)
    assert caught.value.header_value("cache-control") == "public, max-age=60"
    assert json.loads(caught.value.text())["suggestions"]


def test_form_without_javascript_searches(open_context: ContextMaker) -> None:
    page = open_context(java_script_enabled=False).new_page()
    page.goto("/en/failures/")
    field = page.get_by_role("searchbox", name="Search")
    field.fill("spark")
    field.press("Enter")
    page.wait_for_url("**/en/search/?q=spark")
    expect(page.get_by_role("heading", name="Amazon Spark", exact=True)).to_be_visible()
