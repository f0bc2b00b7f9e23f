"""The scripts of a page are all named in it, so that the browser fetches them in parallel."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from tests.browser.addresses import PUBLIC

pytestmark = pytest.mark.browser


def test_every_script_is_named_in_its_page_and_fetched_once(page: Page) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    with_chart = set()
    for name, address in PUBLIC.items():
        if name == "missing":
            continue
        fetched.clear()
        html = page.goto(f"/en/{address}").text()
        page.wait_for_load_state("networkidle")
        scripts = sorted(
            re.sub(r".*(/static/.*)", r"\1", url) for url in fetched if url.endswith(".js")
        )
        named = set(re.findall(r'(?:src|href)="(/static/[^"]+\.js)"', html))
        assert scripts == sorted(named)
        with_chart |= {name for script in scripts if "timeline-chart" in script}
    assert "timeline" in with_chart
