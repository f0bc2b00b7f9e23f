"""Type in the forms of the admin as a person does, and read what they contain."""

from __future__ import annotations

import re
import secrets

from django.contrib import admin
from django.contrib.auth.models import User
from django.test import RequestFactory
from playwright.sync_api import Locator, Page, expect

FORM = "#content-main > form"
NOTICE = "#draft-notice"
VALUES = """form => Object.fromEntries([...form.elements]
  .filter(field => field.name && field.type !== "hidden" && !field.name.includes("__prefix__"))
  .map((field, at) => [`${field.name}=${field.type === "checkbox" ? field.value : ""}`,
    field.type === "checkbox" ? String(field.checked)
      : field.selectedOptions ? [...field.selectedOptions].map(one => one.text).sort().join("|")
      : field.value]))"""
SPECIAL = {
    "when": "2011-21",
    "published": "2014-03",
    "period": "2012",
    "asserted": "2013-05",
    "markets": "CN",
    "importance": "3",
    "currency": "USD",
    "value": "1,850万",
    "value_to": "1,900万",
    "position": "2",
    "order": "4",
    "in_block": "",
    "words": "closed in the autumn with thirty-nine of them unsold",
    "original_sha256": "",
    "part": "",  # It must be in the passage.
    "language": "en",
}
"""Valid values of fields that do not accept any text, by name. "" leaves the field alone."""
CHOICES = {"unit": "money"}
SEARCHES = {"source": "kiosk"}
ACCOUNTS = {"auth", "axes"}
"""Apps whose forms are for superusers only, who are not editors."""


def editable() -> list[admin.ModelAdmin]:
    """Return the admin of each registered model that can be added or changed."""
    request = RequestFactory().get("/")
    request.user = User(is_superuser=True, is_active=True, is_staff=True)
    return [
        page
        for page in admin.site._registry.values()
        if page.opts.app_label not in ACCOUNTS
        if page.has_add_permission(request) or page.has_change_permission(request)
    ]


def open_form(page: Page, model_admin: admin.ModelAdmin) -> None:
    """Open the form to add a row, or if there is none, that of the first row."""
    address = f"/admin/{model_admin.opts.app_label}/{model_admin.opts.model_name}/"
    if model_admin.opts.model_name == "evidence":
        page.goto(f"{address}?stance__exact=mentions")
        page.locator("#result_list tbody th a").first.click()
    else:
        page.goto(f"{address}add/")
    page.locator(FORM).wait_for()


def values(page: Page) -> dict[str, str]:
    """Return what the fields of the form show, by name."""
    return page.locator(FORM).evaluate(VALUES)


def type_everything(page: Page) -> dict[str, str]:
    """Type in every field of the form and in a new row of each inline table."""
    mark = secrets.token_hex(3)
    for link in page.locator(".add-row a:visible").all():
        link.click()
    fields = page.locator(f"{FORM} :is(input, textarea, select)[name]:not([type=hidden])")
    for field in fields.all():
        name = field.get_attribute("name") or ""
        if "__prefix__" in name or name.endswith("-DELETE") or name.startswith("_"):
            continue
        type_in(page, field, name.rsplit("-", 1)[-1], mark)
    return values(page)


def type_in(page: Page, field: Locator, name: str, mark: str) -> None:
    """Type in one field, or choose something in it."""
    kind = field.evaluate("field => field.type")
    if field.evaluate("field => field.matches('.admin-autocomplete')"):
        choose(page, field, SEARCHES.get(name, ""))
    elif not field.is_visible():
        return
    elif kind.startswith("select"):
        select(field, CHOICES.get(name))
    elif kind == "checkbox":
        field.set_checked(not field.is_checked())
    elif text := SPECIAL.get(name, default_text(name, kind, mark)):
        field.fill(text)


def default_text(name: str, kind: str, mark: str) -> str:
    if kind == "url" or name == "url":
        return f"https://example.org/{mark}/"
    if name in ("slug", "key"):
        return f"typed-{mark}"
    return f"Typed {name} {mark}"


def select(field: Locator, choice: str | None) -> None:
    """Choose an option that is not the chosen one."""
    last = field.evaluate(
        "field => [...field.options].filter(one => one.value && !one.selected).at(-1)?.value"
    )
    if choice or last:
        field.select_option(choice or last)


def choose(page: Page, field: Locator, search: str) -> None:
    """Choose the first result of an autocomplete field; two if it takes several."""
    box = field.locator("xpath=following-sibling::span[contains(@class, 'select2')]").first
    many = field.evaluate("field => field.multiple")
    for _number in range(2 if many else 1):
        box.locator(".select2-selection").click()
        if search:
            page.keyboard.type(search)
        page.locator(".select2-results [role=option][aria-selected=false]").first.click()
        expect(page.locator(".select2-results")).to_have_count(0)


def sign_in(page: Page, name: str, password: str) -> None:
    """Sign in on the page to which the admin redirects."""
    page.locator("main #id_username").fill(name)
    page.locator("main #id_password").fill(password)
    page.locator("main [type=submit]").click()


def save(page: Page) -> None:
    """Press "Save", or what it is called for a record that readers see."""
    page.get_by_role("button", name=re.compile("^(Save|Propose change)$")).click()


def kept(page: Page) -> list[str]:
    """Return the keys of the drafts in the browser."""
    return page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('draft:'))")


def saved_address(page: Page) -> str:
    """Return the address of the row that the message of success links to."""
    return page.locator(".messagelist .success a").first.get_attribute("href") or ""


def delete(page: Page, address: str) -> None:
    """Delete a row, because other tests share the site. `address` is that of its form."""
    page.goto(re.sub("/change/.*", "/delete/", address))
    page.get_by_role("button", name="Yes, I’m sure").click()
    expect(page.locator(".messagelist .success")).to_contain_text("deleted")
