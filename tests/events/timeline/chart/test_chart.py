import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from events.filters.events import EventFilter
from events.filters.selection import Selection
from events.index import get_index
from events.timeline.chart.chart import Chart, Viewport, WindowError
from events.timeline.chart.domain import domain_of, window_label
from tests.events.timeline.chart.made import FakeEvent, index_of, selection_of
from tests.factories import EventFactory, PlatformFactory, published_event


def day(text):
    return datetime.date.fromisoformat(text).toordinal()


def chart_of(query="", *, user=None):
    data = QueryDict(query)
    filter_set = EventFilter(data, user=user or AnonymousUser())
    return Chart(Selection(filter_set, get_index()), Viewport.of(data), data)


def test_viewport_parses_years_months_and_days():
    viewport = Viewport.of(QueryDict("from=2016&to=2019-06&width=400&open=a&open=b&close=c"))
    assert (viewport.first, viewport.last, viewport.width) == (
        day("2016-01-01"),
        day("2019-06-30"),
        400,
    )
    assert (viewport.opened, viewport.closed) == ({"a", "b"}, {"c"})
    assert Viewport.of(QueryDict("from=&to=&width=")) == Viewport()


@pytest.mark.parametrize(
    "query",
    [
        "from=soon", "to=%00", "from=../2019", "to=2019/..", "from=10000", "from=0000",
        "from=2019&to=2018", "width=0", "width=239", "width=4001", "width=-500", "width=5e2", "width=٥٠٠",
        "width=000240999999", "width=1e9", "width=000240" + "1" * 5000, "width=400.5", "width=%00400",
    ],
)  # fmt: skip
def test_invalid_window_is_refused(query):
    with pytest.raises(WindowError):
        Viewport.of(QueryDict(query))


def test_every_problem_of_a_window_is_reported():
    with pytest.raises(WindowError) as caught:
        Viewport.of(QueryDict("from=soon&to=late&width=1"))
    assert len(caught.value.problems) == 3
    assert "“soon”" in caught.value.problems[0]
    assert "“late”" in caught.value.problems[1]


@pytest.mark.slow
@given(st.text(), st.text(), st.text())
def test_viewport_of_any_text_is_valid_or_refused(first, last, width):
    data = QueryDict(mutable=True)
    data.update({"from": first, "to": last, "width": width})
    try:
        viewport = Viewport.of(data)
    except WindowError:
        return
    assert 240 <= viewport.width <= 4000


@pytest.mark.slow
@given(st.lists(st.tuples(st.integers(1, 3_652_059), st.integers(0, 800)), min_size=1, max_size=5))
def test_domain_is_the_whole_years_of_all_events(spans):
    events = [FakeEvent(first, min(first + length, 3_652_059)) for first, length in spans]
    first, last = domain_of(selection_of(index_of(events)))
    years = [
        datetime.date.fromordinal(d).year for item in events for d in (item.earliest, item.latest)
    ]
    assert datetime.date.fromordinal(first) == datetime.date(min(years), 1, 1)
    assert datetime.date.fromordinal(last) == datetime.date(max(years), 12, 31)


def test_domain_without_events_is_this_year():
    first, last = domain_of(selection_of(index_of([])))
    today = datetime.date.today()
    assert datetime.date.fromordinal(first) <= today <= datetime.date.fromordinal(last)


def test_domain_of_open_dates_ends_at_the_known_bound():
    events = [FakeEvent(day("2015-03-01"), 3_652_060), FakeEvent(0, day("2017-05-01"))]
    first, last = domain_of(selection_of(index_of(events)))
    assert (first, last) == (day("2015-01-01"), day("2017-12-31"))


@pytest.mark.parametrize(
    ("first", "last", "label"),
    [
        ("2016-01-01", "2019-12-31", "2016 – 2019"),
        ("2016-01-01", "2016-12-31", "2016"),
        ("0001-01-01", "9999-12-31", "1 – 9999"),
        ("2016-01-02", "2019-12-31", "2 January 2016 – 31 December 2019"),
    ],
)
def test_window_label_is_short_for_whole_years(first, last, label):
    assert window_label(day(first), day(last), "en") == label


@pytest.fixture
def world(db, class_world):
    pass


@pytest.fixture(scope="class")
def class_world(shared_rows):
    with shared_rows():
        company = PlatformFactory(slug="company")
        part = PlatformFactory(slug="part", parent=company)
        published_event(platforms=[part], kind="launch", when="2015-03-01", title_en="Begun")
        published_event(
            platforms=[part], kind="shutdown", outcome="shut_down", when="2018", title_en="Closed"
        )
        published_event(platforms=[company], when="2020-01-05", title_en="Grown")
        yield


class TestWindow:
    @pytest.mark.parametrize(
        ("query", "first", "last"),
        [
            ("", "2015-01-01", "2020-12-31"),
            ("from=2017", "2017-01-01", "2020-12-31"),
            ("to=2017", "2015-01-01", "2017-12-31"),
            ("from=2016-02&to=2016-03", "2016-02-01", "2016-03-31"),
            ("from=9999-12-31", "9999-12-17", "9999-12-31"),
            ("to=0001-01-01", "2014-12-25", "2015-01-08"),
            ("from=0001&to=9999", "0001-01-01", "9999-12-31"),
        ],
    )
    def test_scale_is_the_requested_window(self, world, query, first, last):
        scale = chart_of(query).scale
        assert (scale.first, scale.last) == (day(first), day(last))


@pytest.fixture(scope="class", params=[[], ["2019"], ["0001-01-01"] * 3, ["9999-12-31"] * 3, ["0001", "9999"], ["../2019", "2019/.."], ["0001-01-01/..", "../9999-12-31"]])  # fmt: skip
def extreme_dates(request, shared_rows):
    with shared_rows():
        platform = PlatformFactory()
        for when in request.param:
            published_event(platforms=[platform], when=when)
        yield


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.usefixtures("extreme_dates")
class TestExtremeDates:
    @pytest.mark.parametrize("query", ["", "from=0001&to=0001", "from=9999&to=9999", "from=0001&to=9999", "from=9999-12-31", "to=0001-01-01", "q=nowhere", "width=240", "width=4000"])  # fmt: skip
    def test_chart_is_drawn(self, query):
        chart = chart_of(query)
        svg = etree.fromstring(chart.svg)
        assert svg.get("data-first") == str(chart.scale.first)
        for link in (chart.zoom_in, chart.zoom_out, chart.narrowing, chart.reset):
            Viewport.of(QueryDict(link[1:]))
        for band in svg.iter("a"):
            if band.get("data-first"):
                Viewport.of(QueryDict(band.get("href")[1:]))
        assert 0 <= chart.brush[0] <= 100
        assert chart.words


@pytest.mark.slow
def test_links_keep_the_filter_and_change_the_window(world):
    chart = chart_of("kind=launch&kind=shutdown&open=company&from=2016&to=2017")
    data = QueryDict(chart.zoom_in[1:])
    assert data.getlist("kind") == ["launch", "shutdown"]
    assert data.getlist("open") == ["company"]
    assert len(data.getlist("from")) == 1
    assert "from" not in QueryDict(chart.reset[1:])
    inner, outer = (Viewport.of(QueryDict(link[1:])) for link in (chart.zoom_in, chart.zoom_out))
    assert inner.first > chart.scale.first > outer.first
    narrowed = QueryDict(chart.narrowing[1:])
    assert (narrowed["since"], narrowed["until"]) == ("2016-01-01", "2017-12-31")


@pytest.mark.slow
def test_fold_links_fold_and_unfold(world):
    chart = chart_of("from=2016&to=2017")
    (top, toggle, _), (_, nothing, life) = chart.rows
    assert (top.is_open, nothing) == (True, "")
    assert str(life.ended) == "Closed"
    assert QueryDict(toggle[1:])["from"] == "2016"
    folded = chart_of(toggle[1:])
    ((top, back, _),) = folded.rows
    assert (top.is_open, top.hidden) == (False, 1)
    assert [lane.platform.slug for lane in chart_of(back[1:]).lanes] == ["company", "part"]


@pytest.mark.slow
def test_drafts_are_drawn_only_for_editors_who_filter_by_state(world, editor_user):
    draft = EventFactory(title_en="Secret", when="2017")
    draft.platforms.add(PlatformFactory(slug="hidden", name_en="Hidden"))
    assert "Secret" not in chart_of().svg
    assert "Secret" not in chart_of(user=editor_user).svg
    assert "hidden" not in [lane.platform.slug for lane in chart_of().lanes]
    assert "Secret" in chart_of("state=draft", user=editor_user).svg


@pytest.mark.slow
def test_alive_day_is_marked(world):
    assert 'class="asked"' in chart_of("alive=2016-05-01").svg
    assert 'class="asked"' not in chart_of().svg


class TestBrush:
    @pytest.mark.parametrize("query", ["", "from=2015&to=2016", "from=2019&to=2022"])
    def test_brush_shows_the_window_in_the_strip(self, world, query):
        chart = chart_of(query)
        first, last = chart.strip_domain
        length = last - first + 1
        start, width = chart.brush
        assert start == pytest.approx(100 * (chart.scale.first - first) / length, abs=0.01)
        assert start + width <= 100.001
