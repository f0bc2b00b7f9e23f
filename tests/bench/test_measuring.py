"""The bench, tested on a fake site with known times: it measures those times."""

import pytest

from bench.measuring import load, steps, views
from bench.measuring.browser import median_render
from bench.measuring.rows import at_least, at_most, percentile, show
from tests.bench.fake_site import DRAWING_MS, PAGES, STALL_MS, fake_site


def row_with(rows, text):
    (row,) = [row for row in rows if text in row.label]
    return row


def number(row):
    return float(row.measured.split()[0].replace(",", ""))


def test_rows_compare_with_their_goals():
    assert at_most("a", 60.0, 60.0).is_reached
    assert not at_most("a", 60.1, 60.0).is_reached
    assert at_least("a", 8.0, 8.0).is_reached
    assert not at_least("a", 7.9, 8.0).is_reached


def test_table_marks_missed_goals(capsys):
    assert show([at_most("fast", 1, 2)]) == 0
    assert show([at_most("fast", 1, 2), at_most("slow", 3, 2)]) == 1
    assert capsys.readouterr().out.count("MISSED") == 1


def test_percentile_is_a_measured_value():
    assert percentile([float(value) for value in range(1, 201)], 0.95) == 191.0
    assert percentile([7.0], 0.95) == 7.0


@pytest.fixture
def short_warming(monkeypatch):
    monkeypatch.setattr(load, "WARMING", 1)


@pytest.mark.slow
@pytest.mark.usefixtures("short_warming")
def test_server_times_cover_every_kind_of_page():
    with fake_site() as (site, requested):
        rows = load.server_times(site, 3)
    assert 10 <= number(row_with(rows, "server, page, no filter")) < 60
    assert number(row_with(rows, "server, page, repeat with ETag")) < 10
    assert row_with(rows, "chart window, no filter").is_reached
    assert "/en/window/?a=1&b=2&from=2015-01-01&to=2018-06-30&width=1000" in requested
    assert row_with(rows, "API page, no filter").measured == "not there"
    assert not row_with(rows, "API page, no filter").is_reached
    searches = [path for path in requested if path.startswith("/en/?q=")]
    assert searches, "a search that redirects is measured at its target"


@pytest.mark.browser
def test_steps_take_as_long_as_the_chart_takes(browser):
    with fake_site() as (site, _):
        rows = steps.step_rows(browser, site)
    window = row_with(rows, "next window")
    assert window.label.endswith("median of 28")
    assert DRAWING_MS <= number(window) < DRAWING_MS + 60
    assert number(row_with(rows, "longest frame")) >= STALL_MS - 20


@pytest.mark.browser
def test_page_without_a_chart_is_a_missed_goal(browser, monkeypatch):
    # Each filter loads the same page four times.
    monkeypatch.setattr(views, "FILTERS", {"no filter": views.FILTERS["no filter"]})
    with fake_site({**PAGES, "/en/": PAGES["/bench/plain/"]}) as (site, _):
        rows = steps.step_rows(browser, site)
        rendered = views.render_rows(browser, site, 1, {})
    assert not any(row.is_reached for row in rows)
    assert row_with(rendered, "no filter, the chart").measured == "not there"


@pytest.mark.browser
def test_render_waits_for_the_chart(browser):
    with fake_site() as (site, _):
        render = median_render(browser, f"{site.origin}/en/", 1)
        costs = views.cost_rows(browser, site)
    assert render.has_chart
    assert render.full >= DRAWING_MS
    assert 0.5 < number(row_with(costs, "over the wire")) < 3
    assert number(row_with(costs, "elements")) < 20
