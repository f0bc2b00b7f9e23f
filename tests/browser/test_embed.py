"""Embeds in a page of another origin, as in an article on another site."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.addresses import EVENT
from tests.browser.contexts import ContextMaker
from tests.browser.served import Site

pytestmark = pytest.mark.browser
HEAD = '<title>Article</title><link rel="icon" href="data:,">'


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Write no log."""


@pytest.fixture
def other_site(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """Serve a folder as another site; yield the folder and its address."""
    handler = functools.partial(Quiet, directory=str(tmp_path))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield tmp_path, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def embed_code(page: Page, address: str) -> str:
    page.goto(address)
    page.locator(".share summary").click()
    return page.get_by_label("Embed code").input_value()


def test_code_of_an_event_works_on_another_site(
    page: Page, other_site: tuple[Path, str], site: Site
) -> None:
    folder, address = other_site
    code = embed_code(page, f"/en/events/{EVENT}/")
    (folder / "index.html").write_text(f"<!doctype html>{HEAD}{code}")
    page.goto(address)
    frame = page.frame_locator("iframe")
    title = frame.get_by_role("link", name="Amazon closes Spark")
    expect(title).to_be_visible()
    with page.expect_popup() as opened:
        title.click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Amazon closes Spark")
    assert opened.value.url == f"{site.address}/en/events/{EVENT}/"


def test_timeline_in_a_frame_lists_filters_and_links_to_the_site(
    page: Page, other_site: tuple[Path, str], site: Site
) -> None:
    folder, address = other_site
    oembed = page.request.get(f"/oembed?url={site.address}/en/%3Fplatform=amazon").json()
    (folder / "index.html").write_text(f"<!doctype html>{HEAD}{oembed['html']}")
    page.goto(address)
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", level=1)).to_contain_text("25 events by Amazon")
    expect(frame.locator(".embed__event")).to_have_count(20)
    frame.locator(".year-strip a").first.press("Enter")
    expect(frame.get_by_role("heading", level=1)).to_contain_text("dated")
    with page.expect_popup() as opened:
        frame.get_by_role("link", name="Explore on Social Commerce Timeline").click()
    assert opened.value.url.startswith(f"{site.address}/en/?")
    assert "platform=amazon" in opened.value.url


def test_embed_sets_no_cookie(open_context: ContextMaker) -> None:
    context = open_context()
    response = context.new_page().goto("/en/embed/?outcome=failure")
    assert "set-cookie" not in response.all_headers()
    assert "Cookie" not in response.all_headers().get("vary", "")
    assert context.cookies() == []


def test_other_pages_cannot_be_framed(
    page: Page, other_site: tuple[Path, str], site: Site, complaints: list[str]
) -> None:
    folder, address = other_site
    (folder / "index.html").write_text(f'{HEAD}<iframe src="{site.address}/en/"></iframe>')
    page.goto(address)
    assert page.frame_locator("iframe").get_by_role("heading").count() == 0
    assert any("frame-ancestors" in line for line in complaints)
    complaints.clear()


@pytest.mark.parametrize("address", [f"/en/events/{EVENT}/", "/zh-hans/claims/1/"])
def test_json_ld_of_a_page_is_allowed_by_the_policy(page: Page, address: str) -> None:
    page.goto(address)
    kind = page.evaluate(
        """JSON.parse(
          document.querySelector('script[type="application/ld+json"]').textContent
        )["@type"]"""
    )
    assert kind in ("Event", "Claim", "ClaimReview")


def test_embed_fits_a_narrow_frame(open_context: ContextMaker) -> None:
    page = open_context(viewport={"width": 300, "height": 500}).new_page()
    for address in ("/en/embed/?platform=amazon", f"/zh-hans/embed/events/{EVENT}/"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 300
