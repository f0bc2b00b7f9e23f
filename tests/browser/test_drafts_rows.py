"""A restored draft keeps what was typed in inline rows that somebody else saved meanwhile."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.drafts import delete, kept, save, type_in

pytestmark = pytest.mark.browser

PASSAGES = [
    "closed in the autumn with thirty-nine of them unsold",
    "bought the map of the marsh",
    "The kiosk opened in the spring",
    "wrong in a way he had to prove",
]
PLATFORMS = ["whatsapp", "pinterest", "snapchat", "tiktok"]


def field(page: Page, prefix: str, number: int, name: str) -> Locator:
    return page.locator(f"#id_{prefix}-{number}-{name}")


def choose(page: Page, select: Locator, search: str) -> None:
    """Choose the first result of a search in an autocomplete field."""
    select.locator("xpath=following-sibling::span[contains(@class, 'select2')]").click()
    page.keyboard.type(search)
    results = page.locator(".select2-results [role=option]:not(.loading-results)")
    results.filter(has_text=re.compile(search, re.IGNORECASE)).first.click()
    expect(page.locator(".select2-results")).to_have_count(0)


def add_alias(page: Page, prefix: str, number: int) -> None: ...


def add_platform(page: Page, prefix: str, number: int) -> None:
    choose(page, field(page, prefix, number, "platform"), PLATFORMS[number])


def add_evidence(page: Page, prefix: str, number: int) -> None:
    choose(page, field(page, prefix, number, "source"), "kiosk")
    field(page, prefix, number, "words").fill(PASSAGES[number])


def add_position(page: Page, prefix: str, number: int) -> None:
    field(page, prefix, number, "order").fill(str(number + 1))
