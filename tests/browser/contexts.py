"""Browser contexts whose pages report every error they write to the console."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage

from tests.browser.served import Site

ContextMaker = Callable[..., BrowserContext]
Session = dict[str, Any]
"""What a browser keeps of a visit: cookies, as Playwright's `storage_state` gives them."""

# Chromium says so itself on the console; this says which directive, of which file.
TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
});
"""


def watch(context: BrowserContext, complaints: list[str]) -> None:
    """Add to `complaints` what the context's pages report as errors from now on."""

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(f"{message.text} ({message.location.get('url', '')})")

    context.add_init_script(TELL_VIOLATIONS)
    context.on("console", listen)
    context.on("weberror", lambda error: complaints.append(str(error.error)))


def signed_in(browser: Browser, site: Site, role: str) -> Session:
    """The session of the account of that role, signed in on the form."""
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
