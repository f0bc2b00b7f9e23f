"""On a phone the chart is a vertical rail next to the list, and never blocks scrolling."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.contexts import ContextMaker
from tests.browser.test_accessibility import COLOURS, LEVELS, violations
from tests.browser.test_narrow import STICKING_OUT

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
READY = "timeline-chart[data-ready]"
WINDOW = "document.querySelector('timeline-chart').days"


@pytest.fixture
def phone(open_context: ContextMaker) -> BrowserContext:
    return open_context(**PHONE)


@pytest.fixture
def page(phone: BrowserContext) -> Page:
    page = phone.new_page()
    page.goto("/en/")
    page.locator(f"{READY}").wait_for()
    return page


def wait_until(page: Page, condition: str) -> None:
    """Wait for a condition by polling: the content security policy blocks Playwright's own way."""
    for _ in range(1200):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(25)
    raise AssertionError(f"not reached: {condition}")


def scroll_to_plot(page: Page) -> dict[str, float]:
    """Scroll until the rail sticks; return the bounding box of its plot."""
    page.evaluate("scrollTo(0, document.querySelector('.rail').offsetTop + 300)")
    wait_until(page, "document.querySelector('.rail').getBoundingClientRect().top < 20")
    box = page.locator(".rail__plot").bounding_box()
    assert box
    return box


def touches(phone: BrowserContext, page: Page, *steps: list[tuple[float, float]]) -> None:
    """Touch the first points, move through the others, and lift the fingers."""
    session = phone.new_cdp_session(page)
    for number, points in enumerate(steps):
        kind = "touchMove" if number else "touchStart"
        fingers = [{"x": x, "y": y, "id": index} for index, (x, y) in enumerate(points)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})
        page.wait_for_timeout(16)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def watch_touches(page: Page) -> None:
    """Record in `prevented`, by number of fingers, whether the default action was prevented."""
    page.evaluate("""() => { window.prevented = {}; document.addEventListener("touchmove", event => {
      (window.prevented[event.touches.length] ??= []).push(event.defaultPrevented);
    }, { passive: true }); }""")


def free_mark(page: Page) -> Locator:
    """Return a visible mark whose event is far down the list."""
    box = scroll_to_plot(page)
    marks = page.locator(".rail .mark")
    for number in reversed(range(marks.count())):
        place = marks.nth(number).locator("use").bounding_box()
        if place and box["y"] + 5 < place["y"] < box["y"] + box["height"] - 25:
            return marks.nth(number)
    raise AssertionError("no mark is visible")


def test_rail_is_next_to_the_list_after_the_filters(page: Page) -> None:
    expect(page.locator(".rail")).to_be_visible()
    expect(page.locator(".chart__body")).to_be_hidden()
    expect(page.locator("timeline-chart .as-table summary")).to_be_visible()
    expect(page.locator(".panel")).not_to_have_attribute("open", "")
    assert page.evaluate("""() => [".timeline__filters", ".rail", ".timeline__list"]
      .every((name, at) => document.querySelector(".timeline").children[at].matches(name))""")
    scroll_to_plot(page)
    rail, rows = (page.locator(name).bounding_box() for name in (".rail", ".timeline__list"))
    assert rail["x"] + rail["width"] <= rows["x"]
    assert 88 <= rail["width"] <= 106
    assert rail["y"] + rail["height"] <= 740


def test_rail_is_small_and_nothing_scrolls_horizontally(page: Page) -> None:
    assert page.evaluate(STICKING_OUT) == []
    assert page.evaluate("document.querySelectorAll('*').length") <= 1500
    lanes = page.locator(".rail__lane")
    assert 1 <= lanes.count() <= 6
    for lane in lanes.all():
        assert lane.get_attribute("title") == lane.inner_text()


@pytest.mark.parametrize(("sort", "is_newest_first"), [("newest", True), ("oldest", False)])
def test_time_runs_in_the_order_of_the_list(page: Page, sort: str, is_newest_first: bool) -> None:
    page.goto(f"/en/?sort={sort}")
    page.locator(READY).wait_for()
    scroll_to_plot(page)
    years = page.locator(".rail .tick__label").evaluate_all("""labels => labels
      .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
      .map(label => Number(label.textContent))""")
    assert len(years) > 5
    assert years == sorted(years, reverse=is_newest_first)


def test_tap_selects_in_the_list(phone: BrowserContext, page: Page) -> None:
    mark = free_mark(page)
    event, box = mark.get_attribute("data-event"), mark.locator("use").bounding_box()
    touches(phone, page, [(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)])
    selected = page.locator(".timeline__list .event-row--selected")
    expect(selected).to_have_attribute("data-event", event)
    expect(selected).to_be_in_viewport()
    assert f"at={event}" in page.url
    expect(page.locator(f'.rail .mark[data-event="{event}"]').first).to_have_attribute(
        "data-selected", ""
    )


def test_tap_next_to_a_mark_selects_it(phone: BrowserContext, page: Page) -> None:
    box = scroll_to_plot(page)
    lowest = page.locator(".rail .mark use").evaluate_all(
        "marks => marks.map(mark => mark.getBoundingClientRect())"
    )
    place = max((b for b in lowest if b["y"] < box["y"] + box["height"]), key=lambda b: b["y"])
    touches(phone, page, [(place["x"] + place["width"] / 2, place["y"] + place["height"] + 12)])
    expect(page.locator(".timeline__list .event-row--selected")).to_be_visible()


def test_tap_on_a_band_zooms_into_it(phone: BrowserContext, page: Page) -> None:
    scroll_to_plot(page)
    before = page.evaluate(WINDOW)
    box = page.locator(".rail .band path").first.bounding_box()
    touches(phone, page, [(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)])
    wait_until(page, f"{WINDOW} < {before} / 2")
    page.locator(READY).wait_for()
    page.wait_for_url("**from=*")


def test_finger_over_the_rail_scrolls_the_page(phone: BrowserContext, page: Page) -> None:
    box = scroll_to_plot(page)
    x, y = box["x"] + 60, box["y"] + box["height"] * 0.8
    before, window = page.evaluate("scrollY"), page.evaluate(WINDOW)
    watch_touches(page)
    touches(phone, page, *([(x, y - step)] for step in range(0, 300, 20)))
    wait_until(page, f"scrollY > {before} + 200")
    assert page.evaluate(WINDOW) == window
    assert page.locator(".event-row--selected").count() == 0
    assert not any(page.evaluate("prevented[1]"))


def test_pinch_zooms_around_its_middle(phone: BrowserContext, page: Page) -> None:
    box = scroll_to_plot(page)
    x, y = box["x"] + 60, box["y"] + box["height"] * 0.4
    day = f"document.querySelector('timeline-chart').dayAt({x}, {y})"
    days, middle = page.evaluate(WINDOW), page.evaluate(day)
    watch_touches(page)
    touches(phone, page, *([(x, y - half), (x, y + half)] for half in range(30, 121, 10)))
    wait_until(page, f"{WINDOW} < {days} / 2")
    assert page.evaluate(day) == pytest.approx(middle, abs=days / 100)
    # The content above may change its height, but the rail keeps its position.
    assert page.locator(".rail__plot").bounding_box() == box
    assert page.evaluate("visualViewport.scale") == 1
    assert all(page.evaluate("prevented[2]"))
    page.locator(READY).wait_for()


def test_buttons_zoom_and_show_all(page: Page) -> None:
    scroll_to_plot(page)
    whole = page.evaluate(WINDOW)
    page.locator(".rail").get_by_label("Zoom in").tap()
    wait_until(page, f"{WINDOW} < {whole} * 0.6")
    page.wait_for_url("**from=*")
    page.locator(".rail").get_by_text("All years").tap()
    wait_until(page, f"{WINDOW} === {whole}")
    wait_until(page, "!location.search.includes('from=')")


def test_marker_shows_where_the_list_is(page: Page) -> None:
    scroll_to_plot(page)
    marker = "parseFloat(document.querySelector('.rail__here').style.top)"
    first, page_height = page.evaluate(marker), page.evaluate("document.body.scrollHeight")
    assert first >= 0
    page.evaluate(f"scrollTo(0, {page_height})")
    wait_until(page, f"{marker} > {first}")


def test_arrow_keys_follow_the_direction_of_time(page: Page) -> None:
    scroll_to_plot(page)
    plot = page.locator(".rail__plot")
    plot.focus()
    first = "document.querySelector('timeline-chart').first"
    before = page.evaluate(first)
    page.keyboard.press("ArrowDown")
    wait_until(page, f"{first} < {before}")
    page.keyboard.press("ArrowRight")
    focused = page.locator(".rail :focus")
    expect(focused).to_have_attribute("tabindex", "0")
    assert page.locator('.rail [tabindex="0"]:is(.mark, .band)').count() == 1
    page.keyboard.press("Escape")
    expect(plot).to_be_focused()


def test_rotation_of_the_phone_keeps_the_window(page: Page) -> None:
    page.goto("/en/?from=2017-01-01&to=2019-12-31")
    page.locator(READY).wait_for()
    days = page.evaluate(WINDOW)
    page.set_viewport_size({"width": 900, "height": 400})
    expect(page.locator(".rail")).to_have_count(0)
    expect(page.locator(".chart__body .mark").first).to_be_attached()
    page.locator(READY).wait_for()
    expect(page.locator(".chart__tools .tool")).to_have_count(4)
    page.set_viewport_size({"width": 360, "height": 740})
    expect(page.locator(".rail")).to_be_visible()
    page.locator(READY).wait_for()
    assert page.evaluate(WINDOW) == days
    assert "from=2017-01-01&to=2019-12-31" in page.url


def test_print_has_the_horizontal_chart(page: Page) -> None:
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.locator(".rail")).to_be_hidden()
    expect(page.locator(".chart__body .mark").first).to_be_visible()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_rail_has_no_violation(page: Page, complaints: list[str], language: str) -> None:
    page.goto(f"/{language}/?from=2017-01-01&to=2021-12-31")
    page.locator(READY).wait_for()
    scroll_to_plot(page)
    page.evaluate(Axe().axe_script)
    found = violations(page, LEVELS)
    page.emulate_media(color_scheme="dark")
    found += violations(page, COLOURS)
    # On pages with forms, axe itself uses inline styles, which the policy blocks.
    complaints.clear()
    assert found == []


def test_chart_without_javascript_is_horizontal(open_context: ContextMaker) -> None:
    page = open_context(**PHONE, java_script_enabled=False).new_page()
    page.goto("/en/")
    expect(page.locator(".chart__body .mark").first).to_be_visible()
    assert page.locator(".rail").count() == 0
    rows, chart = (
        page.locator(name).bounding_box() for name in (".timeline__list", ".chart__body")
    )
    assert rows["width"] == chart["width"]
