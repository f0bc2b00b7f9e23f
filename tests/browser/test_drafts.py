"""What is typed in a form of the admin and not saved is not lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.browser.contexts import ContextMaker, Session
from tests.browser.drafts import (
    NOTICE,
    delete,
    kept,
    save,
    saved_address,
    sign_in,
)
from tests.browser.served import Site

pytestmark = pytest.mark.browser

NEW_EVENT = "/admin/events/event/add/"


def leave(page: Page) -> list[str]:
    """Follow a link of the page, and stay if a dialog asks; return the types of dialogs."""
    dialogs: list[str] = []

    def stay(dialog: Dialog) -> None:
        dialogs.append(dialog.type)
        dialog.dismiss()

    page.once("dialog", stay)
    address = page.url
    page.get_by_role("link", name="Home").click(no_wait_after=True)
    while not dialogs and page.url == address:
        page.wait_for_timeout(25)
    if not dialogs:
        page.remove_listener("dialog", stay)
    return dialogs


def add_event(page: Page, title: str) -> None:
    """Type a title, kind and date in the form for a new event."""
    page.goto(NEW_EVENT)
    page.get_by_label("Title in English").press_sequentially(title)
    page.get_by_label("Kind:").select_option("launch")
    page.get_by_label("When:", exact=True).fill("2011-21")


def test_form_without_changes_does_not_warn(curator_page: Page) -> None:
    curator_page.goto(NEW_EVENT)
    curator_page.get_by_role("button", name="Add another Evidence").click()
    curator_page.get_by_label("Title in English").press_sequentially("x")
    curator_page.keyboard.press("Backspace")
    curator_page.get_by_label("Slug:").fill("")
    assert leave(curator_page) == []
    curator_page.wait_for_url("**/admin/")
    assert kept(curator_page) == []


def test_draft_survives_a_lost_connection_and_a_refused_token(
    curator_page: Page, complaints: list[str]
) -> None:
    page = curator_page
    add_event(page, "A kiosk without a server")
    page.context.set_offline(True)
    save(page)
    page.wait_for_url("chrome-error://**")
    page.context.set_offline(False)
    page.goto(NEW_EVENT)
    page.get_by_role("button", name="Restore").click()
    expect(page.get_by_label("Title in English")).to_have_value("A kiosk without a server")
    expect(page.locator(NOTICE)).to_be_focused()

    page.context.clear_cookies(name="csrftoken")
    save(page)
    expect(page.locator("body")).to_contain_text("The form has expired")
    complaints.clear()
    page.goto(NEW_EVENT)
    expect(page.locator(NOTICE)).to_contain_text("was not saved")
    page.get_by_label("Title in Chinese").fill("售货亭")  # before the notice is answered
    page.reload()
    page.get_by_role("button", name="Restore").click()
    expect(page.get_by_label("Title in English")).to_have_value("A kiosk without a server")
    expect(page.get_by_label("Title in Chinese")).to_have_value("售货亭")
    page.reload()
    page.get_by_role("button", name="Discard").click()
    expect(page.locator(NOTICE)).to_have_text(re.compile("Discarded"))
    assert leave(page) == []
    page.goto(NEW_EVENT)
    expect(page.get_by_role("button", name="Restore")).to_be_hidden()


def test_restored_draft_meets_what_was_saved_meanwhile(
    curator_page: Page, editor_page: Page
) -> None:
    page = curator_page
    add_event(page, "A kiosk with two editors")
    page.get_by_label("Slug:").fill("")
    save(page)
    page.locator(".errornote").wait_for()
    assert leave(page) == ["beforeunload"]  # what the server refused is not saved
    page.get_by_label("Slug:").fill("a-kiosk-with-two-editors")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert kept(page) == []

    page.get_by_label("Summary in English").fill("Mine")
    editor_page.goto(page.url)
    editor_page.get_by_label("Summary in English").fill("Theirs")
    editor_page.get_by_label("Importance").fill("3")
    save(editor_page)
    expect(editor_page.locator(".messagelist .success")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="Restore").click()
    expect(page.get_by_label("Summary in English")).to_have_value("Mine")
    expect(page.get_by_label("Importance")).to_have_value("3")
    save(page)
    expect(page.locator(".errorlist").first).to_contain_text("While you were editing")
    expect(page.locator(".errorlist", has_text="Theirs")).to_contain_text("Mine")
    save(page)
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert kept(page) == []
    delete(page, saved_address(page))


def test_reason_on_a_page_that_confirms_is_kept(curator_page: Page, site: Site) -> None:
    page = curator_page
    for is_second in (False, True):
        page.goto("/admin/events/event/")
        page.locator("#result_list .action-select").first.check()
        page.get_by_label("Action:").select_option(label="Retract…")
        page.get_by_role("button", name=re.compile("^(Go|Run)")).click()
        reason = page.get_by_label("Reason:")
        if is_second:
            page.get_by_role("button", name="Restore").click()
            expect(reason).to_have_value("Nobody sold it")
            return
        reason.press_sequentially("Nobody sold it")
        assert leave(page) == ["beforeunload"]
        page.context.clear_cookies(name="sessionid")
        page.get_by_role("button", name="Retract").click()
        sign_in(page, "curator", site.password)
        page.locator("#result_list").wait_for()


def test_form_in_a_popup_leaves_no_draft(curator_page: Page) -> None:
    page = curator_page
    page.goto("/admin/events/claim/add/")
    with page.expect_popup() as opened:
        page.locator("#add_id_claimant").click()
    popup = opened.value
    popup.get_by_label("Name in English").press_sequentially("A seller of maps")
    popup.get_by_label("Kind:").select_option("person")
    with popup.expect_event("close"):
        save(popup)
    expect(page.locator(".field-claimant .select2-selection")).to_contain_text("A seller of maps")
    assert [key for key in kept(page) if "claimant" in key] == []
    assert leave(page) == ["beforeunload"]
    page.goto("/admin/events/claimant/?q=a-seller-of-maps")
    page.locator("#result_list tbody th a").click()
    page.wait_for_url("**/change/**")
    delete(page, page.url)


@pytest.mark.parametrize("address", ["/admin/", "/en/"])
def test_sign_out_asks_and_removes_the_drafts_of_the_user(
    open_context: ContextMaker, site: Site, address: str
) -> None:
    context = open_context()
    page = context.new_page()
    page.goto(NEW_EVENT)
    sign_in(page, "editor", site.password)
    page.evaluate("localStorage.setItem('draft:0:/admin/', JSON.stringify({at: 9e15, values: {}}))")
    add_event(page, "A kiosk on a shared computer")
    if address == "/en/":
        page.locator(NOTICE).evaluate("() => new Promise(done => setTimeout(done, 400))")
        page.goto(address)
    dialogs: list[str] = []

    def refuse(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.once("dialog", refuse)
    sign_out = page.get_by_role("button", name=re.compile("^(Log|Sign) out"))
    sign_out.click()
    assert "deleted from this browser" in dialogs[0]
    assert len(kept(page)) == 2

    page.once("dialog", lambda dialog: dialog.accept())
    with page.expect_navigation():
        sign_out.click()
    assert kept(page) == ["draft:0:/admin/"]  # of somebody else, who did not sign out
    page.goto(NEW_EVENT)
    sign_in(page, "editor", site.password)
    expect(page.get_by_label("Title in English")).to_have_value("")
    expect(page.get_by_role("button", name="Restore")).to_be_hidden()


def test_draft_is_not_offered_to_another_user(
    open_context: ContextMaker, sessions: dict[str, Session], site: Site
) -> None:
    page = open_context(storage_state=sessions["curator"]).new_page()
    add_event(page, "A kiosk of the curator")
    page.context.clear_cookies(name="sessionid")
    save(page)
    sign_in(page, "editor", site.password)
    page.goto(NEW_EVENT)
    expect(page.get_by_label("Title in English")).to_have_value("")
    expect(page.get_by_role("button", name="Restore")).to_be_hidden()


def test_browser_without_storage_still_warns_and_saves(
    curator_page: Page, complaints: list[str]
) -> None:
    page = curator_page
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(error.stack or ""))
    page.add_init_script("""for (const name of ["localStorage", "sessionStorage"])
      Object.defineProperty(window, name, { get() { throw new Error("blocked"); } })""")
    page.goto(NEW_EVENT)
    expect(page.locator(NOTICE)).to_contain_text("does not keep what you type")
    add_event(page, "Nothing is kept")
    assert leave(page) == ["beforeunload"]
    page.get_by_label("Slug:").fill("")
    save(page)
    page.locator(".errornote").wait_for()
    assert leave(page) == ["beforeunload"]
    page.get_by_label("Slug:").fill("nothing-is-kept")
    save(page)
    expect(page.locator(".messagelist .success")).to_contain_text("Nothing is kept")
    delete(page, saved_address(page))
    assert any("/static/admin/js/theme" in stack for stack in errors)
    assert [stack for stack in errors if re.search("/static/(admin_kb|js)/", stack)] == []
    complaints.clear()  # Django's own scripts for the theme and the sidebar fail
