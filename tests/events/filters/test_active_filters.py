from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from events.filters.active_filters import active_filters
from events.filters.events import EventFilter


def chips(query):
    found = active_filters(EventFilter(QueryDict(query), user=AnonymousUser()))
    return [(chip.label, chip.value, chip.query) for chip in found]


def test_chips_of_words_and_time_take_themselves_away():
    assert chips("q=shop&since=2019-04&cursor=x&sort=oldest") == [
        ("Words", "“shop”", "since=2019-04&sort=oldest"),
        ("From", "April 2019", "q=shop&sort=oldest"),
    ]


def test_chips_of_several_values_take_one_away_each():
    assert chips("kind=launch&kind=pilot&outcome=failure") == [
        ("Kind", "launch", "kind=pilot&outcome=failure"),
        ("Kind", "pilot", "kind=launch&outcome=failure"),
        ("Outcome", "any failure", "kind=launch&kind=pilot"),
    ]


def test_chips_of_nothing_chosen():
    assert chips("") == []
