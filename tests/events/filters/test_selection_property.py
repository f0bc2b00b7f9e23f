"""For every query string, the selection in the index equals the database query."""

import random

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.filters.events import EventFilter
from events.filters.selection import Selection
from events.index import get_index
from events.models import Event, State, Tag, Tagged
from events.timeline.chart.lanes import lanes_of
from tests.factories import (
    EventFactory,
    PlatformFactory,
    SourceFactory,
    TagFactory,
    evidence_for,
    published_event,
    snapshot_of,
    user_in,
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

WHENS = ["2015", "2018-11", "2019", "2019-06-03", "2019-37", "2020/..", "../2019", "2021?", "0001", "9999-12-31"]  # fmt: skip
TITLES = ["Harbour opens", "An event", "Something", "直播电商关闭"]
MARKETS = [[], ["US"], ["GB", "europe"], ["CN"]]
bounds = st.sampled_from(["2014", "2015-01-01", "2018-11", "2019", "2019-06-03", "2019-37", "2020~", "2021", "0001", "9999", "2018/2019"])  # fmt: skip


def several(*values):
    return st.lists(st.sampled_from(values), max_size=3)


GRAMMAR = {
    "q": st.lists(
        st.sampled_from(["harbour", "Harbour opens", "直播", "關閉", "event", "!", "nowhere"]),
        max_size=1,
    ),
    "platform": several(*(f"p{number}" for number in range(7))),
    "kind": several("launch", "pilot", "bid", "shutdown"),
    "outcome": several("failure", "ongoing", "shut_down", "failed"),
    "tag": several("t0", "t1", "t2", "t3"),
    "source": several("s0", "s1"),
    "market": several("US", "GB", "europe", "CN", "FR"),
    "since": st.lists(bounds, max_size=1),
    "until": st.lists(bounds, max_size=1),
    "alive": st.lists(bounds, max_size=1),
    "dates": st.lists(st.sampled_from(["possible", "certain"]), max_size=1),
}
# Each parameter is optional, so that most filters match something.
queries = st.fixed_dictionaries(
    {}, optional=dict(GRAMMAR)
)  # fmt: skip


@pytest.fixture(scope="class")
def mixture(shared_rows):
    with shared_rows():
        chance = random.Random(11)
        platforms = [PlatformFactory(slug="p0")]
        for number in range(1, 7):
            platforms.append(
                PlatformFactory(slug=f"p{number}", parent=chance.choice([None, *platforms]))
            )
        tags = [TagFactory(slug=f"t{number}") for number in range(4)]
        snapshots = [snapshot_of(SourceFactory(slug=f"s{number}")) for number in range(2)]
        for _ in range(70):
            event = published_event(
                title_en=chance.choice(TITLES),
                when=chance.choice(WHENS),
                kind=chance.choice(["launch", "pilot", "bid", "shutdown"]),
                outcome=chance.choice(["", "ongoing", "shut_down", "failed"]),
                markets=chance.choice(MARKETS),
                platforms=chance.sample(platforms, chance.randint(0, 3)),
                tags=chance.sample(tags, chance.randint(0, 2)),
                snapshot=chance.choice(snapshots),
            )
            if chance.random() < 0.1:
                evidence_for(event)
                Event.objects.filter(pk=event.pk).update(
                    state=chance.choice(["retracted", "in_review"])
                )
        EventFactory(when="2019", kind="launch")
        # Merged, but old URLs still contain it.
        Tagged.objects.filter(tag__slug="t3").delete()
        Tag.objects.filter(slug="t3").update(merged_into=tags[0], is_approved=False)
        yield


@pytest.fixture
def editor():
    return user_in("editor")


def assert_same_events(query, user):
    data = QueryDict(mutable=True)
    for name, values in query.items():
        data.setlist(name, values)
    filter_set = EventFilter(data, user=user)
    selection = Selection(filter_set, get_index())
    ids = selection.index.pk[selection.rows()].tolist()
    expected = list(filter_set.qs.order_by("sort_on", "pk").values_list("pk", flat=True))
    assert ids == expected
    # In a period that ends before it starts, the end is ignored as long as there is a start.
    for name in query if not filter_set.problems else ():
        without = selection.index.pk[selection.rows(name)].tolist()
        rest = data.copy()
        del rest[name]
        rows = EventFilter(rest, user=user).qs.order_by("sort_on", "pk")
        if name != "dates" and name != "state":
            assert without == list(rows.values_list("pk", flat=True)), name
    return ids


class TestMixture:
    @settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(query=queries)
    def test_selection_equals_the_query(self, mixture, query):
        assert_same_events(query, AnonymousUser())

    @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(query=queries, states=several(*State.values))
    def test_selection_equals_the_query_of_an_editor(self, mixture, editor, query, states):
        assert_same_events({**query, "state": states}, editor)

    def test_rows_without_dates_are_not_those_of_the_query_without_them(self, mixture):
        certain = EventFilter(QueryDict("until=2018-11&dates=certain"), user=AnonymousUser())
        Selection(certain, get_index()).rows("dates")
        assert_same_events({"until": ["2018-11"]}, AnonymousUser())

    def test_generated_queries_mostly_find_events(self, mixture):
        chance = random.Random(3)
        non_empty = 0
        for _ in range(100):
            name = chance.choice(["platform", "kind", "outcome", "tag", "source", "market"])
            value = chance.choice(
                {
                    "platform": ["p0", "p3"],
                    "kind": ["launch"],
                    "outcome": ["failure"],
                    "tag": ["t0", "t3"],
                    "source": ["s1"],
                    "market": ["US", "europe"],
                }[name]
            )
            non_empty += bool(assert_same_events({name: [value]}, AnonymousUser()))
        assert non_empty > 80

    @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(first=queries, second=queries)
    def test_equal_keys_mean_equal_rows(self, mixture, first, second):
        results = []
        for query in (first, second):
            data = QueryDict(mutable=True)
            for name, values in query.items():
                data.setlist(name, values)
            selection = Selection(EventFilter(data, user=AnonymousUser()), get_index())
            results.append((selection.key, selection.rows().tolist()))
        if results[0][0] == results[1][0]:
            assert results[0][1] == results[1][1]


@pytest.mark.parametrize("name", ["platform", "tag", "source"])
def test_row_created_after_the_index_was_read_finds_nothing(name):
    published_event(platforms=[PlatformFactory()])
    event_index = get_index()
    {"platform": PlatformFactory, "tag": TagFactory, "source": SourceFactory}[name](slug="fresh")
    filter_set = EventFilter(QueryDict(f"{name}=fresh"), user=AnonymousUser())
    selection = Selection(filter_set, event_index)
    assert selection.rows().tolist() == []
    assert lanes_of(selection) == ()
