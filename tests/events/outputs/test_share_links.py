import pytest
from django.http import QueryDict

from events.filters.events import EventFilter
from events.outputs.request import canonical_query, with_query
from events.outputs.share_links import share_of_filter
from events.web.absolute_urls import Site

SITE = Site("http://testserver")


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("", ""),
        ("platform=b&kind=launch&platform=a&platform=a", "kind=launch&platform=a&platform=b"),
        ("cursor=2019-01-01.1.after&q=x", "q=x"),
        ("sort=newest&dates=possible&since=2019", "since=2019"),
        ("sort=oldest&dates=certain", "dates=certain&sort=oldest"),
        ("colour=1&state=draft&utm_source=x", ""),
        ("q=a&q=b", "q=b"),
        ("q=&platform=", ""),
        ("q=港湾", "q=%E6%B8%AF%E6%B9%BE"),
    ],
)
def test_canonical_query_is_one_per_set_of_events(query, canonical):
    assert canonical_query(QueryDict(query)) == canonical


@pytest.mark.parametrize("name", sorted(set(EventFilter.base_filters) - {"state"}))
def test_canonical_query_keeps_the_values_that_the_filter_uses(name):
    repeated = QueryDict(f"{name}=2018&{name}=2019")
    used = EventFilter.base_filters[name].field.widget.value_from_datadict(repeated, {}, name)
    assert QueryDict(canonical_query(repeated)).getlist(name) == (
        used if isinstance(used, list) else [used]
    )


def test_with_query_leaves_out_empty_queries():
    assert with_query("/a", "", "b=1", "") == "/a?b=1"
    assert with_query("/a", "") == "/a"


@pytest.mark.slow
@pytest.mark.django_db
def test_every_offered_format_exists(reader):
    share = share_of_filter(SITE, "zh-hans", "kind=launch&sort=oldest")
    for offer in share.offers:
        response = reader.get(offer.address.removeprefix("http://testserver"))
        assert response.status_code == 200, offer
    labels = [offer.label for offer in share.offers]
    for label in (
        "Atom",
        "CSV",
        "JSON Lines",
        "JSON-LD",
        "TimelineJS",
        "iCalendar",
        "Web Annotation",
    ):
        assert label in labels
    assert share.address == "http://testserver/zh-hans/?kind=launch&sort=oldest"


def test_tag_uri_does_not_follow_the_host():
    assert Site("http://a.example").tag("x") == Site("https://b.example").tag("x")
    assert SITE.host == "social-commerce-timeline.example"


def test_addresses_are_in_the_requested_language():
    assert SITE.page("tag", "直播", language="zh-hans") == (
        "http://testserver/zh-hans/tags/%E7%9B%B4%E6%92%AD/"
    )
    assert SITE.page("claim", 7, language="en") == "http://testserver/en/claims/7/"
    assert SITE.page("timeline", language="en") == "http://testserver/en/"
