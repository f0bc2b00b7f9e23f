"""One site for all browser tests, and browser pages that fail a test on any console error."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.contexts import ContextMaker, Session, signed_in, watch
from tests.browser.served import ROLES, Site, served

WRITTEN = Path(__file__).parent.parent / "sources" / "pages" / "article.md"
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-first-run"),
]


@pytest.fixture(scope="session")
def site(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The knowledge base of `seeds/`, served by a process of its own from its own database."""
    with django_db_blocker.unblock(), served(tmp_path_factory.mktemp("site"), WRITTEN) as running:
        yield running


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """KB_CHROMIUM, else Debian's, else Playwright's own; every launch has a profile of its own."""
    given = os.environ.get("KB_CHROMIUM") or (str(CHROMIUM) if CHROMIUM.exists() else "")
    own = {"executable_path": given} if given else {}
    return {**browser_type_launch_args, **own, "headless": True, "args": FLAGS}


@pytest.fixture
def browser_context_args(site: Site) -> dict[str, Any]:
    return {"base_url": site.address, "locale": "en-GB", "reduced_motion": "reduce"}


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What pages wrote to the console as errors, and what their scripts left uncaught.

    A test that means to meet one takes it out of the list; the rest fail it.
    """
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def open_context(
    browser: Browser, browser_context_args: dict[str, Any], complaints: list[str]
) -> Iterator[ContextMaker]:
    """Make a context, a reader's unless told otherwise, whose pages are watched."""
    opened: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        context = browser.new_context(**{**browser_context_args, **options})
        opened.append(context)
        context.set_default_timeout(15_000)
        watch(context, complaints)
        return context

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def page(open_context: ContextMaker) -> Page:
    """A reader's page."""
    return open_context().new_page()


@pytest.fixture(scope="session")
def sessions(browser: Browser, site: Site) -> dict[str, Session]:
    """For each role a browser's state after signing in on the form."""
    return {role: signed_in(browser, site, role) for role in ROLES}


@pytest.fixture
def editor_page(open_context: ContextMaker, sessions: dict[str, Session]) -> Page:
    return open_context(storage_state=sessions["editor"]).new_page()


@pytest.fixture
def curator_page(open_context: ContextMaker, sessions: dict[str, Session]) -> Page:
    return open_context(storage_state=sessions["curator"]).new_page()
