"""A restored draft keeps what was typed in inline rows that somebody else saved meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.contexts import ContextMaker, Session
from tests.browser.drafts import FORM, delete, kept, save, type_in

pytestmark = pytest.mark.browser

PASSAGES = [
    "closed in the autumn with thirty-nine of them unsold",
    "bought the map of the marsh",
    "The kiosk opened in the spring",
    "wrong in a way he had to prove",
]
PLATFORMS = ["whatsapp", "pinterest", "snapchat", "tiktok"]


@dataclass(frozen=True)
class Table:
    """An inline table, and values for one of its columns.

    `fill_in` fills in the other columns of a row; its last argument is different for each row of a
    record.
    """

    page: str
    prefix: str
    column: str
    fill_in: Callable[[Table, Page, int, int], None]
    saved: tuple[str, str]
    mine: tuple[str, str, str]
    theirs: tuple[str, str]

    def cell(self, page: Page, number: int, column: str = "") -> Locator:
        return page.locator(f"#id_{self.prefix}-{number}-{column or self.column}")

    def set(self, page: Page, number: int, value: str) -> None:
        """Type or choose a value in the column."""
        cell = self.cell(page, number)
        if cell.evaluate("cell => cell.localName") == "select":
            cell.select_option(value)
        else:
            cell.fill(value)

    def add(self, page: Page, number: int, key: int, value: str) -> None:
        """Add a row and fill it in."""
        page.locator(f"#{self.prefix}-group .add-row a").click()
        self.fill_in(self, page, number, key)
        self.set(page, number, value)

    def values(self, page: Page) -> list[str]:
        """Return the values of the column, sorted."""
        cells = page.locator(f"[id^=id_{self.prefix}-][id$=-{self.column}]:not([id*=__prefix__])")
        return sorted(cells.evaluate_all("cells => cells.map(cell => cell.value)"))


def choose(table: Table, page: Page, number: int, column: str, search: str) -> None:
    """Choose the first result of a search in an autocomplete field."""
    select = table.cell(page, number, column)
    select.locator("xpath=following-sibling::span[contains(@class, 'select2')]").click()
    with page.expect_response(lambda answer: f"term={search}" in answer.url):
        page.keyboard.type(search)
    page.locator(".select2-results [role=option]:not(.loading-results)").first.click()
    expect(page.locator(".select2-results")).to_have_count(0)


def fill_in_alias(table: Table, page: Page, number: int, key: int) -> None:
    """Do nothing: an alias has no other column."""


def fill_in_platform(table: Table, page: Page, number: int, key: int) -> None:
    choose(table, page, number, "platform", PLATFORMS[key])


def fill_in_evidence(table: Table, page: Page, number: int, key: int) -> None:
    choose(table, page, number, "source", "kiosk")
    table.cell(page, number, "words").fill(PASSAGES[key])


def fill_in_position(table: Table, page: Page, number: int, key: int) -> None:
    table.cell(page, number, "order").fill(str(key))


TABLES = [
    Table(
        *("platform", "aliases", "text", fill_in_alias),
        saved=("Map stand", "Map stall"),
        mine=("My stand", "My stall", "My shop"),
        theirs=("Their stand", "Their shop"),
    ),
    Table(
        *("event", "event_platforms", "position", fill_in_platform),
        saved=("1", "2"),
        mine=("11", "12", "13"),
        theirs=("21", "23"),
    ),
    Table(
        *("event", "evidence", "stance", fill_in_evidence),
        saved=("supports", "supports"),
        mine=("mentions", "mentions", "disputes"),
        theirs=("disputes", "supports"),
    ),
    Table(
        *("dispute", "positions", "statement_en", fill_in_position),
        saved=("It opened", "It closed"),
        mine=("It opened early", "It closed early", "It never closed"),
        theirs=("It opened late", "It never opened"),
    ),
]


def create(page: Page, table: Table) -> None:
    """Create a record with two rows, and stay at its form."""
    page.goto(f"/admin/events/{table.page}/add/")
    for field in page.locator(f"{FORM} [required]:visible").all():
        type_in(page, field, field.get_attribute("name") or "", "with-rows")
    page.locator("#id_slug").fill(f"{table.prefix.replace('_', '-')}-of-two-editors")
    for number, value in enumerate(table.saved):
        table.add(page, number, number, value)
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def save_as_other(page: Page, address: str, table: Table) -> None:
    """Change the first row, delete the second and add a third."""
    page.goto(address)
    table.set(page, 0, table.theirs[0])
    page.locator(f"#id_{table.prefix}-1-DELETE").check()
    table.add(page, 2, 3, table.theirs[1])
    save(page)
    expect(page.locator(".messagelist .success")).to_be_visible()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.prefix)
def test_restored_rows_meet_what_was_saved_meanwhile(
    curator_page: Page,
    open_context: ContextMaker,
    sessions: dict[str, Session],
    table: Table,
) -> None:
    page = curator_page
    create(page, table)
    address = page.url
    for number, value in enumerate(table.mine[:2]):
        table.set(page, number, value)
    table.add(page, 2, 2, table.mine[2])
    other = open_context(storage_state=sessions["curator"])  # editors may not delete these rows
    save_as_other(other.new_page(), address, table)

    page.reload()
    page.get_by_role("button", name="Restore").click()
    everything = sorted([*table.mine, table.theirs[1]])
    assert table.values(page) == everything
    save(page)
    errors = page.locator(".errorlist").filter(has_text="While you were editing")
    expect(errors).to_contain_text("Saved value")
    expect(errors).to_contain_text("Deleted by somebody else while you changed it")
    assert table.values(page) == everything

    page.goto(address)  # what the server refused is kept, too
    page.get_by_role("button", name="Restore").click()
    assert table.values(page) == everything
    # Evidence is created from a quotation, which the form of a saved row does not have.
    if table.prefix == "evidence":
        page.locator("#evidence-3 .inline-deletelink").click()
        everything.remove(table.mine[1])
    save(page)
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert kept(page) == []
    page.goto(address)
    assert table.values(page) == everything
    delete(page, address)
