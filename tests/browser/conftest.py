"""Fixtures: one site for all browser tests, and pages whose console errors fail the test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.contexts import ContextMaker, Session, signed_in, watch
from tests.browser.served import ROLES, Site, served

WRITTEN = Path(__file__).parent.parent / "sources" / "pages" / "article.md"
CHROMIUM = Path("/usr/bin/chromium")
TIMEOUT = 30_000
"""Milliseconds after which a wait fails: longer than any page takes on a busy machine."""
expect.set_options(timeout=TIMEOUT)
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-first-run"),
]


@pytest.fixture(scope="session")
def site(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """Serve the knowledge base of `seeds/` in a separate process with its own database."""
    with django_db_blocker.unblock(), served(tmp_path_factory.mktemp("site"), WRITTEN) as running:
        yield running


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use the Chromium of KB_CHROMIUM, or else Debian's, or else Playwright's own."""
    executable = os.environ.get("KB_CHROMIUM") or (str(CHROMIUM) if CHROMIUM.exists() else "")
    options = {"executable_path": executable} if executable else {}
    return {**browser_type_launch_args, **options, "headless": True, "args": FLAGS}


@pytest.fixture
def browser_context_args(site: Site) -> dict[str, Any]:
    return {"base_url": site.address, "locale": "en-GB", "reduced_motion": "reduce"}


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """Collect console errors and uncaught exceptions of pages; fail if any are left.

    A test that expects an error removes it from the list.
    """
    errors: list[str] = []
    yield errors
    assert errors == []


@pytest.fixture
def open_context(
    browser: Browser, browser_context_args: dict[str, Any], complaints: list[str]
) -> Iterator[ContextMaker]:
    """Return a function that opens a browser context whose errors are collected.

    The context is that of a reader, unless options say otherwise.
    """
    opened: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        context = browser.new_context(**{**browser_context_args, **options})
        opened.append(context)
        context.set_default_timeout(TIMEOUT)
        watch(context, complaints)
        return context

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def page(open_context: ContextMaker) -> Page:
    """Return a page of a reader."""
    return open_context().new_page()


@pytest.fixture(scope="session")
def sessions(browser: Browser, site: Site) -> dict[str, Session]:
    """Return the browser state of each role after it signed in on the form."""
    return {role: signed_in(browser, site, role) for role in ROLES}


@pytest.fixture
def editor_page(open_context: ContextMaker, sessions: dict[str, Session]) -> Page:
    return open_context(storage_state=sessions["editor"]).new_page()


@pytest.fixture
def curator_page(open_context: ContextMaker, sessions: dict[str, Session]) -> Page:
    return open_context(storage_state=sessions["curator"]).new_page()
