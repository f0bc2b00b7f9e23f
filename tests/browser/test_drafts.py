"""What is typed in a form of the admin and not saved is not lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import RequestFactory
from playwright.sync_api import Dialog, Page, expect

from tests.browser.drafts import FORM, NOTICE, save, sign_in, type_everything, values
from tests.browser.served import Site

pytestmark = pytest.mark.browser

ACCOUNTS = {"auth", "axes"}
"""Apps whose forms are for superusers only, who are not editors."""


def editable() -> list[Any]:
    """Return a parameter for each registered model that can be added or changed."""
    request = RequestFactory().get("/")
    request.user = User(is_superuser=True, is_active=True, is_staff=True)
    return [
        pytest.param(page, id=page.opts.label_lower)
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


def leave(page: Page) -> list[str]:
    """Follow a link of the page and stay there if asked; return the types of dialogs."""
    dialogs: list[str] = []

    def stay(dialog: Dialog) -> None:
        dialogs.append(dialog.type)
        dialog.dismiss()

    page.once("dialog", stay)
    page.get_by_role("link", name="Home").click(no_wait_after=True)
    for _ in range(200):
        if dialogs:
            break
        page.wait_for_timeout(25)
    return dialogs


@pytest.mark.parametrize("model_admin", editable())
def test_form_survives_the_end_of_the_session(
    curator_page: Page, site: Site, model_admin: admin.ModelAdmin
) -> None:
    page = curator_page
    open_form(page, model_admin)
    typed = type_everything(page)
    assert leave(page) == ["beforeunload"]

    page.context.clear_cookies(name="sessionid")
    save(page)
    sign_in(page, "curator", site.password)
    expect(page.locator(NOTICE)).to_contain_text("was not saved")
    assert values(page) != typed
    page.get_by_role("button", name="Restore").click()
    assert values(page) == typed

    save(page)
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('draft:'))") == []
