"""Joined JavaScript modules work in Chromium like separate modules."""

import pytest
from playwright.sync_api import Page

from events.web.modules import join_modules
from tests.events.web.test_modules import MODULES

pytestmark = pytest.mark.browser


def test_joined_modules_work_like_separate_modules(page: Page) -> None:
    page.goto("about:blank")
    text = join_modules(["js/page.js", "js/other.js"], MODULES.__getitem__)
    page.add_script_tag(content=text, type="module")
    assert page.evaluate("window.said") == ["said", 111, 10, "other"]
