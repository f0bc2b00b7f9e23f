from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from events.filters.active_filters import active_filters
from events.filters.events import EventFilter


def active(query):
    results = active_filters(EventFilter(QueryDict(query), user=AnonymousUser()))
    return [(item.label, item.value, item.query) for item in results]


def test_active_filter_of_text_or_date_removes_its_parameter():
    assert active("q=shop&since=2019-04&cursor=x&sort=oldest") == [
        ("Keywords", "“shop”", "since=2019-04&sort=oldest"),
        ("From", "April 2019", "q=shop&sort=oldest"),
    ]


def test_active_filter_of_several_values_removes_one_each():
    assert active("kind=launch&kind=pilot&outcome=failure") == [
        ("Kind", "launch", "kind=pilot&outcome=failure"),
        ("Kind", "pilot", "kind=launch&outcome=failure"),
        ("Outcome", "any failure", "kind=launch&kind=pilot"),
    ]


def test_active_filters_of_an_empty_query_are_empty():
    assert active("") == []
