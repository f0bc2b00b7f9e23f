from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from events.charts.year_strip import HEADROOM, HEIGHT, MIN_BAR_HEIGHT, year_bars
from events.filters.events import EventFilter


def bars(query="", years=((2016, 1), (2019, 40))):
    return year_bars(EventFilter(QueryDict(query), user=AnonymousUser()), list(years))


def test_year_bars_hold_the_empty_years_between():
    assert [(bar.year, bar.count) for bar in bars()] == [
        (2016, 1),
        (2017, 0),
        (2018, 0),
        (2019, 40),
    ]


def test_year_bars_stand_on_the_ground_and_are_never_too_low_to_see():
    lowest, empty, *_, highest = bars()
    assert (lowest.height, empty.height, highest.height) == (MIN_BAR_HEIGHT, 0, HEIGHT)
    assert {bar.top + bar.height for bar in bars()} == {HEADROOM + HEIGHT}


def test_year_bars_leave_out_empty_years_of_a_span_too_long():
    assert [bar.year for bar in bars(years=((1066, 1), (2019, 1)))] == [1066, 2019]


def test_year_bars_narrow_to_what_certainly_lies_in_their_year_and_keep_the_rest():
    query = "kind=launch&since=2016&until=2016&dates=certain"
    assert bars("kind=launch&cursor=x")[0].query == query


def test_year_bars_of_the_chosen_year_take_the_choice_back():
    chosen = bars("since=2019&until=2019&dates=certain&kind=launch")
    assert [bar.is_chosen for bar in chosen] == [False, False, False, True]
    assert chosen[-1].query == "kind=launch"


def test_year_bars_of_no_events():
    assert bars(years=()) == []
