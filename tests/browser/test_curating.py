"""Editing in the admin: create an event with evidence, publish it, find it on the timeline.

The article is one of our own, so these tests do not need the originals.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.addresses import ARTICLE
from tests.browser.served import Site

pytestmark = pytest.mark.browser

TITLE = "A kiosk opens with maps alone"
SLUG = "a-kiosk-opens-with-maps-alone"
QUOTATION = "closed in the autumn with thirty-nine of them unsold"
NEW_EVIDENCE = "#evidence-group .inline-related:not(.empty-form):not(.has_original)"
BLOCKS = (
    """blocks => blocks.map(block => block.innerText.trim()).filter(text => text.length > 12)"""
)


def fill_in_event(page: Page) -> None:
    page.goto("/admin/events/event/add/")
    page.get_by_label("Title in English").press_sequentially(TITLE)
    page.get_by_label("Kind:").select_option("launch")
    page.get_by_label("Outcome:").select_option("failed")
    page.get_by_label("When:", exact=True).fill("2011-21")


def add_evidence(page: Page, words: str) -> None:
    """Add evidence from our own article; type to find the article, then click it."""
    page.get_by_role("button", name="Add another Evidence").click()
    page.locator(f"{NEW_EVIDENCE} .select2-selection").click()
    page.keyboard.type("kiosk")
    page.get_by_role("option", name="The kiosk that sold only maps").click()
    page.locator(f"{NEW_EVIDENCE} textarea").fill(words)


def run_action_on_all(page: Page, address: str, action: str) -> None:
    """Run an action on every row of the admin list at this address."""
    page.goto(address)
    page.locator("#action-toggle").check()
    page.get_by_label("Action:").select_option(label=action)
    page.get_by_role("button", name=re.compile("^(Go|Run)")).click()
    page.locator(".messagelist").wait_for()


def test_event_from_an_empty_form_to_the_timeline(
    editor_page: Page, curator_page: Page, page: Page, complaints: list[str]
) -> None:
    fill_in_event(editor_page)
    expect(editor_page.get_by_label("Slug:")).to_have_value(SLUG)
    add_evidence(editor_page, QUOTATION)
    editor_page.get_by_role("button", name="Save and submit for review").click()
    expect(editor_page.locator(".messagelist .success")).to_contain_text(TITLE)

    assert page.goto(f"/en/events/{SLUG}/").status == 404
    assert "404" in complaints.pop()
    actions = editor_page.get_by_label("Action:")
    expect(actions).not_to_contain_text("Publish")

    run_action_on_all(curator_page, "/admin/sources/source/?q=kiosk", "Accept selected articles")
    curator_page.goto("/admin/")
    curator_page.get_by_role("link", name="Waiting for my review").click()
    expect(curator_page.locator(".difference")).to_contain_text(TITLE)
    expect(curator_page.locator(".difference mark")).to_have_text(QUOTATION)
    curator_page.keyboard.press("a")
    expect(curator_page.locator(".messagelist")).to_contain_text("Approved: 1.")

    check_public_event(page, curator_page)


def check_public_event(page: Page, curator_page: Page) -> None:
    """Find the event as a reader; its article is so short that a quotation would be too much."""
    page.goto("/en/?since=2011&until=2011&kind=launch")
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("figure")).to_contain_text("This passage is not quoted here.")
    curator_page.goto(f"/en/events/{SLUG}/")
    expect(curator_page.get_by_role("blockquote")).to_have_text(QUOTATION)
    page.get_by_role("link", name="What we take from the article").click()
    expect(page.locator(":target")).to_be_visible()
    expect(page.get_by_text(QUOTATION)).to_have_count(0)
    expect(page.get_by_text("wrong in a way he had to prove")).to_have_count(0)


def test_quotation_missing_from_the_article_is_an_error_that_keeps_the_form(
    editor_page: Page,
) -> None:
    fill_in_event(editor_page)
    add_evidence(editor_page, "with forty maps of the moon")
    editor_page.get_by_role("button", name="Save", exact=True).click()
    error = editor_page.locator(f"{NEW_EVIDENCE} .errorlist")
    expect(error).to_contain_text("in the quotation.")
    expect(editor_page.get_by_label("Title in English")).to_have_value(TITLE)
    expect(editor_page.get_by_label("When:", exact=True)).to_have_value("2011-21")
    expect(editor_page.get_by_label("Kind:")).to_have_value("launch")
    words = editor_page.locator(f"{NEW_EVIDENCE} textarea")
    expect(words).to_have_value("with forty maps of the moon")
    expect(editor_page.locator(f"{NEW_EVIDENCE} .select2-selection")).to_contain_text("kiosk")


def test_ambiguous_quotation_is_an_error(editor_page: Page) -> None:
    fill_in_event(editor_page)
    add_evidence(editor_page, "maps of the")
    editor_page.get_by_role("button", name="Save", exact=True).click()
    error = editor_page.locator(f"{NEW_EVIDENCE} .errorlist")
    expect(error).to_contain_text("Paste more of the text")


def test_original_is_shown_to_editors_and_never_sent_to_readers(
    editor_page: Page, page: Page, site: Site
) -> None:
    if not site.has_originals:
        pytest.skip("no originals: neither KB_ORIGINALS nor ../shared/seeds is there")
    for slug in (ARTICLE, "copying-china"):
        editor_page.goto(f"/en/sources/{slug}/")
        expect(editor_page.get_by_role("heading", name="Original text")).to_be_visible()
        blocks = editor_page.locator(".block__text").evaluate_all(BLOCKS)
        assert len(blocks) > 40
        page.goto(f"/en/sources/{slug}/?text=original")
        expect(page.get_by_role("heading", name="Our summary")).to_be_visible()
        sent = page.content()
        assert [text for text in blocks if text in sent] == []


def test_original_without_a_digest_is_not_sent_to_readers(
    page: Page, editor_page: Page, complaints: list[str]
) -> None:
    editor_page.goto("/admin/sources/source/?q=kiosk")
    editor_page.get_by_role("link", name="Open").click()
    expect(editor_page.get_by_text("maps of the coast")).to_be_visible()
    if page.goto(editor_page.url).status == 404:  # until somebody accepts the article
        assert "404" in complaints.pop()
    assert "maps of the coast" not in page.content()


def test_admin_redirects_readers_to_its_sign_in(page: Page) -> None:
    page.goto("/admin/events/event/")
    expect(page.get_by_label("Password:")).to_be_visible()
