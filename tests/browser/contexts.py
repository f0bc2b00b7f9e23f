"""Browser contexts whose pages report every error they write to the console."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage

from tests.browser.served import Site

ContextMaker = Callable[..., BrowserContext]
Session = dict[str, Any]
"""The stored state of a browser, such as cookies, as Playwright's `storage_state` returns it."""

# Chromium also logs violations itself; this adds the directive and the source file.
LOG_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
});
"""


def watch(context: BrowserContext, complaints: list[str]) -> None:
    """Append the errors of the context's pages to `complaints` from now on."""

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(f"{message.text} ({message.location.get('url', '')})")

    context.add_init_script(LOG_VIOLATIONS)
    context.on("console", listen)
    context.on("weberror", lambda error: complaints.append(str(error.error)))


def signed_in(browser: Browser, site: Site, role: str) -> Session:
    """Sign in on the form as the account of a role; return the session."""
    context = browser.new_context(base_url=site.address)
    page = context.new_page()
    page.goto("/en/sign-in/")
    page.get_by_label("Username").fill(role)
    page.get_by_label("Password").fill(site.password)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").wait_for()
    session = context.storage_state()
    context.close()
    return session
