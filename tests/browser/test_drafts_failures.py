"""What is typed in a form of the admin is not lost when the server fails to save it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import psycopg2
import pytest
from django.contrib import admin
from playwright.sync_api import Page, expect

from tests.browser.contexts import ContextMaker, Session
from tests.browser.drafts import (
    NOTICE,
    delete,
    editable,
    kept,
    open_form,
    save,
    saved_address,
    sign_in,
    type_everything,
    values,
)
from tests.browser.served import Site, free_port, process

pytestmark = pytest.mark.browser

TITLE = "A kiosk that the server did not save"
REFUSE = """
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN RAISE EXCEPTION ''refused by a test''; END';
    CREATE TRIGGER refuse BEFORE INSERT ON events_event FOR EACH ROW EXECUTE FUNCTION refuse()"""
ACCEPT = "DROP TRIGGER refuse ON events_event; DROP FUNCTION refuse()"


class Server:
    """A second server on the database of the site, which can be stopped."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.port, self.log = free_port(), folder / "server.log"
        self.environment = {**site.environment, "PORT": str(self.port)}
        self.address = f"http://127.0.0.1:{self.port}"
        self.running = ExitStack()

    def start(self) -> None:
        """Start it, always on the same port."""
        self.running.enter_context(process(self.environment, self.log))

    def stop(self) -> None:
        """End its processes."""
        self.running.close()


@pytest.fixture
def server(site: Site, tmp_path: Path) -> Iterator[Server]:
    server = Server(site, tmp_path)
    server.start()
    yield server
    server.stop()


def test_every_form_survives_a_stop_of_the_server_and_the_end_of_the_session(
    server: Server,
    site: Site,
    open_context: ContextMaker,
    sessions: dict[str, Session],
    complaints: list[str],
) -> None:
    context = open_context(storage_state=sessions["curator"], base_url=server.address)
    forms: list[tuple[admin.ModelAdmin, Page, dict[str, str]]] = []
    for model_admin in editable():
        page = context.new_page()
        open_form(page, model_admin)
        forms.append((model_admin, page, type_everything(page)))
    server.stop()
    for _model_admin, page, _typed in forms:
        save(page)
        page.wait_for_url("chrome-error://**")
        page.close()
    assert all("ERR_CONNECTION_REFUSED" in complaint for complaint in complaints)
    complaints.clear()

    server.start()
    page = context.new_page()
    for model_admin, _page, typed in forms:
        open_form(page, model_admin)
        restore(page, typed)
        context.clear_cookies(name="sessionid")
        save(page)
        sign_in(page, "curator", site.password)
        restore(page, typed)
        save(page)
        expect(page.locator(".messagelist .success")).to_be_visible()
        if model_admin.opts.model_name != "evidence":
            delete(page, saved_address(page))
    assert kept(page) == []


def restore(page: Page, typed: dict[str, str]) -> None:
    """Restore the draft that the page offers, which contains every typed value."""
    expect(page.locator(NOTICE)).to_contain_text("was not saved")
    assert values(page) != typed, page.url
    page.get_by_role("button", name="Restore").click()
    assert values(page) == typed, page.url


@contextmanager
def events_refused(site: Site) -> Iterator[None]:
    """Make the database refuse new events, with an error that no view handles."""
    execute(site, REFUSE)
    try:
        yield
    finally:
        execute(site, ACCEPT)


def execute(site: Site, statements: str) -> None:
    """Run statements in the database of the site."""
    with (
        closing(psycopg2.connect(site.environment["DATABASE_URL"])) as connection,
        connection,
        connection.cursor() as cursor,
    ):
        cursor.execute(statements)


def type_event(page: Page, summary: str) -> None:
    page.goto("/admin/events/event/add/")
    page.get_by_label("Title in English").press_sequentially(TITLE)
    page.get_by_label("Kind:").select_option("launch")
    page.get_by_label("When:", exact=True).fill("2011-21")
    page.get_by_label("Summary in Chinese").fill(summary)


def restore_event(page: Page, summary: str) -> None:
    """Follow the link of the error page back to the form, and restore what was typed."""
    page.get_by_role("link", name="Open the form again").click()
    page.get_by_role("button", name="Restore").click()
    expect(page.get_by_label("Title in English")).to_have_value(TITLE)
    expect(page.get_by_label("When:", exact=True)).to_have_value("2011-21")
    expect(page.get_by_label("Summary in Chinese")).to_have_value(summary)


def save_and_delete(page: Page) -> None:
    save(page)
    expect(page.locator(".messagelist .success")).to_contain_text(TITLE)
    assert kept(page) == []
    delete(page, saved_address(page))


def test_error_of_the_server_leads_back_to_the_form(
    curator_page: Page, site: Site, complaints: list[str]
) -> None:
    page = curator_page
    type_event(page, "只卖地图")
    with events_refused(site), page.expect_response(lambda answer: answer.status == 500):
        save(page)
        expect(page.get_by_role("heading")).to_have_text("Something went wrong")
    assert "500" in complaints.pop()
    restore_event(page, "只卖地图")
    save_and_delete(page)


def test_form_that_is_too_large_leads_back_to_the_form(
    curator_page: Page, complaints: list[str]
) -> None:
    page = curator_page
    summary = "图" * 300_000  # of 9 bytes each, as a browser sends them
    type_event(page, summary)
    with page.expect_response(lambda answer: answer.status == 413):
        save(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("The form is too large")
    assert "413" in complaints.pop()
    restore_event(page, summary)
    page.get_by_label("Summary in Chinese").fill("只卖地图")
    save_and_delete(page)


def test_text_too_large_for_the_browser_is_announced(curator_page: Page) -> None:
    page = curator_page
    type_event(page, "x" * 2_600_000)
    expect(page.locator(NOTICE)).to_contain_text("does not keep what you type")
