"""A day of an editor and a curator, as two people, with what each task takes them.

`tests/browser/day.json` is the committed baseline of keys, clicks and loads. After a change of the
pages, `KB_WRITE_DAY=1` writes it again.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hand import Hand

pytestmark = pytest.mark.browser
BASELINE = Path(__file__).parent / "day.json"
STATEMENT = "Thirty-nine maps were left when the kiosk closed."
QUOTATION = "closed in the autumn with thirty-nine of them unsold"
NEW_EVIDENCE = "#evidence-group .inline-related:not(.empty-form):not(.has_original)"


def write_claim(hand: Hand) -> None:
    """Write a claim with a figure, a passage and a tag, and submit it."""
    page = hand.page
    hand.click(page.locator("#model-claim + td a"))
    hand.paste(page.get_by_label("Statement in English"), STATEMENT)
    hand.choose(page.get_by_label("Kind:"), "statistic")
    hand.complete(page.locator(".field-claimant .select2-selection"), "shi", "Shichu")
    hand.complete(page.locator(".field-platforms .select2-selection"), "spark", "Amazon Spark")
    hand.choose(page.get_by_label("Metric:"), "units sold")
    hand.paste(page.get_by_label("Value:"), "39")
    hand.choose(page.get_by_label("Unit:"), "items")
    hand.click(page.get_by_role("button", name="Add another Evidence"))
    hand.click(page.locator(f"{NEW_EVIDENCE} .select2-selection"))
    hand.type("kiosk")
    hand.click(page.get_by_role("option", name="The kiosk that sold only maps"))
    hand.paste(page.locator(f"{NEW_EVIDENCE} textarea"), QUOTATION)
    hand.click(page.get_by_role("button", name="Save and submit for review"))
    expect(page.locator(".messagelist .success")).to_contain_text(STATEMENT[:20])


def propose_change(hand: Hand, value: str) -> None:
    """Correct the figure of a published claim, from the first page of the admin."""
    page = hand.page
    hand.click(page.locator("#model-claim a"))
    hand.paste(page.locator("#searchbar"), "Prime members")
    hand.press("Enter")
    hand.click(page.locator("#result_list tbody th a").first)
    hand.paste(page.get_by_label("Value:"), value)
    hand.paste(page.get_by_label("Reason for this change"), "The article says so.")
    hand.click(page.get_by_role("button", name="Propose change", exact=True))
    expect(page.locator(".messagelist")).to_contain_text("waits for review")


def propose_tag(hand: Hand) -> None:
    """Propose a tag."""
    page = hand.page
    hand.click(page.locator("#model-tag + td a"))
    hand.paste(page.get_by_label("Name:", exact=True), "Unsold stock")
    hand.choose(page.get_by_label("Facet:"), "cause")
    hand.click(page.get_by_role("button", name="Save", exact=True))
    expect(page.locator(".messagelist")).to_contain_text("It waits for review.")


def change_returned(hand: Hand) -> None:
    """Correct what was returned, and propose it again."""
    page = hand.page
    hand.click(page.get_by_role("link", name="Returned to me"))
    hand.click(page.locator("#result_list tbody th a").first)
    hand.click(page.get_by_role("link", name="Edit", exact=True))
    hand.paste(page.get_by_label("Value:"), "110 million")
    hand.click(page.get_by_role("button", name="Propose change", exact=True))
    expect(page.locator(".messagelist")).to_contain_text("waits for review")


def review_first(hand: Hand, shown: str) -> None:
    """Open the queue of reviews and approve what it shows first."""
    page = hand.page
    hand.click(page.get_by_role("link", name="Waiting for my review"))
    expect(page.locator(".difference").first).to_contain_text(shown)
    approve_next(hand)


def approve_next(hand: Hand) -> None:
    hand.press("a")
    expect(hand.page.locator(".messagelist")).to_contain_text("Approved: 1.")


def return_next(hand: Hand) -> None:
    """Return what the page shows, with a reason."""
    hand.press("r")
    hand.page.keyboard.insert_text("Which year?")  # pasted
    hand.press("Tab")
    hand.press("Enter")
    expect(hand.page.locator(".messagelist")).to_contain_text("Returned: 1.")


def test_day_of_an_editor_and_of_a_curator(
    editor_page: Page, curator_page: Page, page: Page
) -> None:
    editor, curator = Hand(editor_page), Hand(curator_page)
    taken = {}
    curator_page.goto("/admin/sources/source/?q=kiosk")
    curator_page.locator("#action-toggle").check()
    curator_page.get_by_label("Action:").select_option(label="Accept selected articles")
    curator_page.get_by_role("button", name="Go").click()
    curator_page.locator(".messagelist").wait_for()

    for name, task in (
        ("editor: write a claim and submit it", write_claim),
        ("editor: correct a published claim", lambda hand: propose_change(hand, "120 million")),
        ("editor: propose a tag", propose_tag),
    ):
        editor_page.goto("/admin/")
        editor.count()
        task(editor)
        taken[name] = editor.count()

    curator_page.goto("/admin/")
    curator.count()
    review_first(curator, STATEMENT)
    taken["curator: from the queue to the first approval, seeing the difference"] = curator.count()
    expect(curator_page.locator(".difference")).to_contain_text("120,000,000")
    return_next(curator)
    taken["curator: return the next one with a reason"] = curator.count()
    expect(curator_page.locator(".difference")).to_contain_text("Unsold stock")
    approve_next(curator)
    taken["curator: approve the next one"] = curator.count()

    editor_page.goto("/admin/")
    editor.count()
    change_returned(editor)
    taken["editor: correct what was returned"] = editor.count()
    curator_page.goto("/admin/")
    review_first(curator, "110,000,000")

    page.goto("/en/corrections/")
    expect(page.get_by_role("article").first).to_contain_text("110,000,000")
    page.goto("/en/claims/?q=maps+kiosk")
    expect(page.get_by_role("main")).to_contain_text(STATEMENT)

    counts = {name: asdict(count) for name, count in taken.items()}
    if os.environ.get("KB_WRITE_DAY"):
        BASELINE.write_text(json.dumps(counts, indent=2) + "\n")
    assert counts == json.loads(BASELINE.read_text())
