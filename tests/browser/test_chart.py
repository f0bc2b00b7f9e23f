"""Chart: pan and zoom by pointer, wheel and links; the URL contains the window."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.charts import (
    day_at,
    middle,
    on_plot,
    opened,
    parameters,
    ready,
    settled,
    visible_items,
    wait_until_moved,
    window,
)
from tests.browser.contexts import ContextMaker
from tests.browser.test_accessibility import LEVELS, violations

pytestmark = pytest.mark.browser

HOME = "?from=2014-01-01&to=2020-12-31"


def length(days: tuple[float, float]) -> float:
    return days[1] - days[0] + 1


def test_plus_and_minus_zoom_around_the_middle(page: Page) -> None:
    chart = opened(page, HOME)
    before = window(page)
    chart.get_by_role("link", name="Zoom in").click()
    nearer = wait_until_moved(page, before)
    assert length(nearer) == pytest.approx(length(before) / 2, abs=2)
    assert sum(nearer) == pytest.approx(sum(before), abs=3)
    settled(page)
    chart.get_by_role("link", name="Zoom out").click()
    assert wait_until_moved(page, nearer) == pytest.approx(before, abs=3)


def test_wheel_with_control_zooms_around_the_pointer(page: Page) -> None:
    opened(page, HOME)
    x, y = on_plot(page, 0.8)
    page.mouse.move(x, y)
    before, day = window(page), day_at(page, x)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -300)
    page.keyboard.up("Control")
    after = wait_until_moved(page, before)
    assert length(after) < 0.8 * length(before)
    assert day_at(page, x) == pytest.approx(day, abs=0.5)


def test_wheel_alone_scrolls_the_page(page: Page) -> None:
    opened(page, HOME)
    page.mouse.move(*on_plot(page))
    before = window(page)
    page.mouse.wheel(0, 300)
    page.wait_for_function("() => scrollY > 100")
    assert window(page) == before


def drag(page: Page, start: tuple[float, float], by: float) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    for step in range(1, 6):
        page.mouse.move(start[0] + by * step / 5, start[1])
    page.mouse.up()


def test_drag_moves_the_chart_with_the_pointer(page: Page) -> None:
    opened(page, HOME)
    x, y = on_plot(page)
    before, day = window(page), day_at(page, x)
    drag(page, (x, y), 150)
    after = wait_until_moved(page, before)
    assert length(after) == pytest.approx(length(before))
    assert day_at(page, x + 150) == pytest.approx(day, abs=0.01 * length(before))
    page.wait_for_url(lambda url: "from=2014-01-01" not in url)


def test_drag_that_starts_on_a_mark_follows_no_link(page: Page) -> None:
    opened(page, HOME)
    mark = visible_items(page, ".mark")[0]
    mark.evaluate("mark => mark.scrollIntoView({ block: 'center' })")
    before = window(page)
    drag(page, middle(mark.locator("use")), 60)
    wait_until_moved(page, before)
    page.wait_for_url(lambda url: "from=2014-01-01" not in url)
    assert page.url.split("?")[0].endswith("/en/")
    assert "at" not in parameters(page)


def test_click_on_a_mark_selects_its_row(page: Page) -> None:
    opened(page, HOME)
    mark = visible_items(page, ".mark")[0]
    event = mark.get_attribute("data-event")
    mark.locator("use").click(force=True)
    page.wait_for_url(re.compile(f"[?&]at={event}(&|$)"))
    row = page.locator(f'.event-row[data-event="{event}"]')
    expect(row).to_have_class(re.compile("event-row--selected"))
    expect(row).to_be_in_viewport()
    expect(page.locator(f'.mark[data-event="{event}"][data-selected]').first).to_be_attached()
    page.reload()
    ready(page)
    expect(page.locator(f'.event-row[data-event="{event}"]')).to_have_class(re.compile("selected"))
    page.go_back()
    expect(page.locator(".mark[data-selected]")).to_have_count(0)


def test_mark_under_the_pointer_shows_a_card(page: Page) -> None:
    opened(page, HOME)
    mark = visible_items(page, ".mark")[0]
    mark.locator("use").hover(force=True)
    card = page.locator("[data-card]")
    expect(card).to_be_visible()
    expect(card).to_have_text(mark.get_attribute("aria-label") or "?")
    page.mouse.move(5, 5)
    expect(card).to_be_hidden()


def test_row_under_the_pointer_shows_its_day_in_the_chart(page: Page) -> None:
    opened(page)
    row = page.locator(".event-row").first
    row.hover()
    line = page.locator(".plot__place")
    expect(line).to_be_attached()
    day = float(row.get_attribute("data-day") or "nan")
    # The line crosses the plot at the day of the row.
    x = line.evaluate("line => line.getBoundingClientRect().left")
    assert day_at(page, x) == pytest.approx(day + 0.5, abs=6)
    page.mouse.move(5, 5)
    expect(line).to_have_count(0)


def test_back_forward_and_reload_restore_windows(page: Page) -> None:
    chart = opened(page)
    whole = window(page)
    chart.get_by_role("link", name="Zoom in").click()
    first = wait_until_moved(page, whole)
    settled(page)
    first = window(page)
    chart.get_by_role("link", name="Zoom in").click()
    wait_until_moved(page, first)
    page.wait_for_function(
        "from => new URL(location.href).searchParams.get('from') !== from",
        arg=parameters(page)["from"],
    )
    ready(page)
    second = window(page)
    page.go_back()
    ready(page)
    assert window(page) == pytest.approx(first, abs=1)
    page.go_back()
    ready(page)
    assert window(page) == whole
    assert "from" not in parameters(page)
    page.go_forward()
    page.go_forward()
    ready(page)
    assert window(page) == pytest.approx(second, abs=1)
    text = page.locator("[data-window-words]").inner_text()
    page.reload()
    ready(page)
    assert window(page) == pytest.approx(second, abs=1)
    expect(page.locator("[data-window-words]")).to_have_text(text)


def test_back_to_a_window_of_years_includes_all_of_the_last_year(page: Page) -> None:
    chart = opened(page, "?from=2015&to=2016")
    before = window(page)
    chart.get_by_role("link", name="Zoom in").click()
    wait_until_moved(page, before)
    page.wait_for_url(re.compile("from=2015-"))
    page.go_back()
    ready(page)
    assert window(page) == before


def test_brush_that_is_dragged_moves_the_window(page: Page) -> None:
    opened(page, HOME)
    before = window(page)
    drag(page, middle(page.locator(".year-strip__brush")), -40)
    after = wait_until_moved(page, before)
    assert length(after) == pytest.approx(length(before), abs=1)
    assert after[0] < before[0]
    settled(page)
    brush = page.locator(".year-strip__brush").bounding_box()
    edge = (brush["x"] + brush["width"] - 1, brush["y"] + brush["height"] / 2)
    drag(page, edge, -60)
    shorter = wait_until_moved(page, after)
    assert length(shorter) < length(after)
    assert shorter[0] == pytest.approx(after[0], abs=2)


def test_new_brush_is_drawn_over_all_years(page: Page) -> None:
    opened(page)
    before = window(page)
    strip = page.locator(".year-strip__bars").bounding_box()
    drag(page, (strip["x"] + strip["width"] * 0.5, strip["y"] + 30), strip["width"] * 0.2)
    after = wait_until_moved(page, before)
    assert length(after) == pytest.approx(0.2 * length(before), rel=0.1)
    settled(page)
    assert "/en/?from=" in page.url


def test_band_that_is_clicked_is_zoomed_into(page: Page) -> None:
    opened(page)
    band = visible_items(page, ".band")[0]
    first, last = (int(band.get_attribute(f"data-{name}") or 0) for name in ("first", "last"))
    before = window(page)
    band.locator("path").click(force=True)
    after = wait_until_moved(page, before)
    assert length(after) < length(before)
    assert after[0] <= first
    assert last <= after[1]


def test_failed_request_shows_an_error_until_the_next_success(
    page: Page, complaints: list[str]
) -> None:
    chart = opened(page, HOME)
    page.route("**/timeline/window/**", lambda route: route.abort())
    chart.get_by_role("link", name="Zoom in").click()
    expect(chart.get_by_role("alert")).to_contain_text("could not be loaded")
    page.unroute("**/timeline/window/**")
    chart.get_by_role("link", name="Zoom out").click()
    expect(chart.get_by_role("alert")).to_have_count(0)
    ready(page)
    assert complaints
    assert all("ERR_FAILED" in line for line in complaints)
    complaints.clear()


def test_links_show_all_years_and_limit_the_list_to_the_window(page: Page) -> None:
    chart = opened(page, HOME)
    before = window(page)
    chart.get_by_role("link", name="All years").click()
    wait_until_moved(page, before)
    page.wait_for_url(lambda url: "from=" not in url)
    expect(chart.get_by_role("link", name="All years")).to_be_hidden()
    expect(chart.get_by_role("link", name="Show only these years")).to_be_hidden()
    page.go_back()
    ready(page)
    chart.get_by_role("link", name="Show only these years").click()
    page.wait_for_url(re.compile("since=2014-01-01"))
    assert parameters(page)["until"] == "2020-12-31"
    expect(page.get_by_role("heading", level=1)).to_contain_text("between")


def test_chart_needs_few_elements(page: Page) -> None:
    opened(page)
    assert (
        page.evaluate("document.querySelectorAll('timeline-chart, timeline-chart *').length") <= 800
    )


def test_axe_is_silent_with_an_open_card(page: Page, complaints: list[str]) -> None:
    opened(page, HOME)
    visible_items(page, ".mark")[0].locator("use").hover(force=True)
    expect(page.locator("[data-card]")).to_be_visible()
    page.evaluate(Axe().axe_script)
    assert violations(page, LEVELS) == []
    complaints.clear()


def test_chart_items_are_visible_in_forced_colours(open_context: ContextMaker) -> None:
    page = open_context(forced_colors="active").new_page()
    opened(page)
    hidden = page.evaluate(INVISIBLE)
    assert hidden == []


# Items without a fill or stroke that differs from the background colour.
INVISIBLE = """() => {
  const ground = getComputedStyle(document.querySelector(".chart__plot")).backgroundColor;
  const shapes = document.querySelectorAll(".mark use, .band rect, .life, .life__end, .band text, .mark__name, .tick__label");
  return [...shapes].filter((shape) => {
    const look = getComputedStyle(shape);
    const drawn = [look.fill, look.stroke].filter((colour) => colour !== "none" && colour !== ground);
    return !drawn.length || look.visibility !== "visible" || look.opacity === "0";
  }).map((shape) => shape.outerHTML.slice(0, 120));
}"""
