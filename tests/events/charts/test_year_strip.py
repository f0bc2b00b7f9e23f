from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from events.charts.year_strip import HEADROOM, HEIGHT, MIN_BAR_HEIGHT, year_bars
from events.filters.events import EventFilter


def bars(query="", years=((2016, 1), (2019, 40))):
    return year_bars(EventFilter(QueryDict(query), user=AnonymousUser()), list(years))


def test_year_bars_include_empty_years():
    assert [(bar.year, bar.count) for bar in bars()] == [
        (2016, 1),
        (2017, 0),
        (2018, 0),
        (2019, 40),
    ]


def test_year_bars_start_at_the_baseline_and_are_visible():
    lowest, empty, *_, highest = bars()
    assert (lowest.height, empty.height, highest.height) == (MIN_BAR_HEIGHT, 0, HEIGHT)
    assert {bar.top + bar.height for bar in bars()} == {HEADROOM + HEIGHT}


def test_year_bars_leave_out_empty_years_of_a_long_span():
    assert [bar.year for bar in bars(years=((1066, 1), (2019, 1)))] == [1066, 2019]


def test_year_bar_query_filters_by_certain_dates_and_keeps_other_filters():
    query = "kind=launch&since=2016&until=2016&dates=certain"
    assert bars("kind=launch&cursor=x")[0].query == query


def test_year_bar_query_of_the_selected_year_removes_the_filter():
    chosen = bars("since=2019&until=2019&dates=certain&kind=launch")
    assert [bar.is_chosen for bar in chosen] == [False, False, False, True]
    assert chosen[-1].query == "kind=launch"


def test_year_bars_of_no_events():
    assert bars(years=()) == []
