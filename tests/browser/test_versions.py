"""Restoring a version, undoing a batch and undeleting, with the clicks that they take."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hand import Hand

pytestmark = pytest.mark.browser
CLAIMS = "/admin/events/claim/"
MESSAGES = ".messagelist"


def new_dispute(page: Page, question: str) -> None:
    """Propose a dispute, which is edited at once until it is approved."""
    page.goto("/admin/events/dispute/add/")
    page.get_by_label("Question in English").fill(question)
    page.get_by_label("Slug:").fill("which-month")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_label("Question in English")).to_have_value(question)


def test_version_is_restored_with_two_clicks_from_the_history(editor_page: Page) -> None:
    page = editor_page
    new_dispute(page, "In which month did the harbour shop close?")
    page.get_by_label("Question in English").fill("In which year did the harbour shop close?")
    page.get_by_role("button", name="Save and continue editing").click()
    page.get_by_role("link", name="History").click()
    expect(page.locator("del", has_text="month")).to_be_visible()
    hand = Hand(page)
    hand.click(page.get_by_role("link", name="Restore"))
    expect(page.locator(".difference ins")).to_have_text("month")
    hand.click(page.get_by_role("button", name="Restore this version"))
    expect(page.locator(MESSAGES)).to_contain_text("was restored")
    expect(page.get_by_label("Question in English")).to_have_value(
        "In which month did the harbour shop close?"
    )
    assert hand.counts.clicks == 2


def test_batch_is_undone_with_one_click(editor_page: Page) -> None:
    page = editor_page
    page.goto(f"{CLAIMS}?q=Spark")
    page.locator("#action-toggle").check()
    page.get_by_label("Action:").select_option(label="Add tags…")
    page.get_by_role("button", name=re.compile("^(Go|Run)")).click()
    page.locator(".select2-selection").click()
    page.keyboard.type("pric")
    page.get_by_role("option").first.click()
    page.get_by_role("button", name="Add tags").click()
    expect(page.locator(MESSAGES)).to_contain_text("wait for review")
    waiting = page.locator(MESSAGES).inner_text()
    hand = Hand(page)
    hand.click(page.get_by_role("button", name="Undo"))
    expect(page.locator(MESSAGES)).to_contain_text("Undone")
    assert hand.counts.clicks == 1
    assert "wait for review" in waiting
    page.goto("/admin/events/proposal/?queue=mine")
    expect(page.locator("#content")).not_to_contain_text("add tags")


def test_deleted_record_is_put_back_with_two_clicks_from_the_trash(editor_page: Page) -> None:
    page = editor_page
    page.goto("/admin/events/dispute/add/")
    page.get_by_label("Question in English").fill("Who closed the harbour shop?")
    page.get_by_label("Slug:").fill("who-closed")
    page.get_by_role("button", name="Save and continue editing").click()
    page.get_by_role("link", name="Delete").click()
    page.get_by_role("button", name="Yes, I’m sure").click()
    expect(page.locator(MESSAGES)).to_contain_text("in the trash")
    page.goto("/admin/events/trashedrecord/")
    hand = Hand(page)
    hand.click(page.get_by_role("link", name="Who closed the harbour shop?"))
    hand.click(page.get_by_role("button", name="Put back"))
    expect(page.locator(MESSAGES)).to_contain_text("was put back")
    expect(page.get_by_label("Question in English")).to_have_value("Who closed the harbour shop?")
    assert hand.counts.clicks == 2
