"""Modules that were joined do in Chromium what they do alone."""

import pytest
from playwright.sync_api import Page

from events.web.modules import join_modules
from tests.events.web.test_modules import MODULES

pytestmark = pytest.mark.browser


def test_joined_modules_do_what_they_do_alone(page: Page) -> None:
    page.goto("about:blank")
    text = join_modules(["js/page.js", "js/other.js"], MODULES.__getitem__)
    page.add_script_tag(content=text, type="module")
    assert page.evaluate("window.said") == ["said", 111, 10, "other"]
