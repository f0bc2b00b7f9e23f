import datetime

import pgtrigger
import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from events.filters.events import EventFilter
from events.filters.selection import Selection
from events.index import get_index
from events.timeline.chart.lanes import (
    MAX_COMPARED,
    MAX_TOP_LANES,
    MAX_UNFOLDED,
    hidden_tops,
    lanes_of,
)
from tests.events.timeline.chart.made import (
    LAUNCH,
    FakeEvent,
    index_of,
    selection_and_lanes,
    selection_of,
    worlds,
)
from tests.factories import PlatformFactory, published_event

DAY = datetime.date(2016, 1, 1).toordinal()
slugs = st.frozensets(st.sampled_from([*(f"p{code}" for code in range(8)), "nowhere", "\0", ""]))


def on(*platforms, importance=3, kind=LAUNCH):
    return FakeEvent(DAY, DAY, platforms, importance, kind)


def slugs_and_depths(lanes):
    return [(lane.platform.slug, lane.depth) for lane in lanes]


@pytest.mark.slow
@given(worlds(max_events=20), slugs, slugs)
def test_lanes_are_distinct_platforms_with_events(world, opened, closed):
    event_index = index_of(*world)
    lanes = lanes_of(selection_of(event_index), opened=opened, closed=closed)
    assert len({lane.code for lane in lanes}) == len(lanes)
    for lane in lanes:
        assert lane.count == len(event_index.platform_closure.rows_of(lane.code)) > 0
        assert 0 <= lane.depth <= 3
        assert lane.hidden >= 0


@pytest.mark.slow
@given(worlds(max_events=20), slugs, slugs)
def test_no_lane_is_below_a_folded_one(world, opened, closed):
    event_index = index_of(*world)
    parents = event_index.dictionary.parents.tolist()
    for lane in lanes_of(selection_of(event_index), opened=opened, closed=closed):
        above = parents[lane.code]
        while above >= 0:
            assert event_index.dictionary.platforms[above].slug not in closed
            above = parents[above]


def test_selection_without_events_has_no_lanes():
    assert selection_and_lanes([])[1] == selection_and_lanes([on()])[1] == ()


def test_lanes_follow_their_parent_highest_weight_first():
    _, lanes = selection_and_lanes(
        [on(1), on(2, importance=5), on(3), on(4, importance=1)], parents=[-1, 0, 0, -1, -1]
    )
    assert slugs_and_depths(lanes) == [("p0", 0), ("p2", 1), ("p1", 1), ("p3", 0), ("p4", 0)]


def test_part_without_a_life_is_hidden_until_it_is_unfolded():
    events = [on(1), on(2, kind=1)]
    selection, lanes = selection_and_lanes(events, parents=[-1, 0, 0])
    assert slugs_and_depths(lanes) == [("p0", 0), ("p1", 1)]
    assert (lanes[0].hidden, lanes[0].is_open) == (1, True)
    lanes = lanes_of(selection, opened=frozenset({"p0"}))
    assert slugs_and_depths(lanes) == [("p0", 0), ("p1", 1), ("p2", 1)]
    assert (lanes[0].hidden, lanes[0].is_open) == (0, True)


def test_folded_company_hides_its_parts_even_unfolded_ones():
    selection, _ = selection_and_lanes([on(1), on(2)], parents=[-1, 0, 1])
    for opened in (frozenset(), frozenset({"p1"}), frozenset({"p2"}), frozenset({"p0"})):
        lanes = lanes_of(selection, opened=opened, closed=frozenset({"p0"}))
        assert slugs_and_depths(lanes) == [("p0", 0)], opened
        assert (lanes[0].count, lanes[0].is_open) == (2, False)


def test_companies_without_a_lane_are_counted():
    count = MAX_TOP_LANES + 3
    selection, lanes = selection_and_lanes(
        [on(code) for code in range(count)], parents=[-1] * count
    )
    assert len(lanes) == MAX_TOP_LANES
    assert hidden_tops(selection, lanes) == 3


def test_number_of_unfolded_lanes_is_limited():
    parents = [-1, *[0] * 30, *(part for part in range(1, 31) for _ in range(20))]
    events = [on(code) for code in range(len(parents))]
    selection = selection_of(index_of(events, parents))
    opened = frozenset(f"p{code}" for code in range(31))
    assert len(lanes_of(selection, opened=opened)) <= MAX_UNFOLDED + 22


def test_cycle_in_the_tree_terminates():
    # Rows that were saved before the database refused circles may form one.
    selection, lanes = selection_and_lanes([on(0), on(1), on(2)], parents=[1, 0, -1])
    assert slugs_and_depths(lanes) == [("p2", 0)]
    assert lanes_of(selection, opened=frozenset({"p0", "p1", "p2"}))


@pytest.mark.django_db
def test_selected_cycle_in_the_tree_terminates():
    # Rows that were saved before the database refused circles may form one.
    first = PlatformFactory(slug="first")
    second = PlatformFactory(slug="second", parent=first)
    published_event(platforms=[first])
    published_event(platforms=[second])
    with pgtrigger.ignore("events.Platform:parents_form_no_circle"):
        type(first).objects.filter(pk=first.pk).update(parent=second)
    assert lanes("platform=first") == []


def lanes(query):
    filter_set = EventFilter(QueryDict(query), user=AnonymousUser())
    assert not filter_set.problems
    return slugs_and_depths(lanes_of(Selection(filter_set, get_index())))


@pytest.fixture
def shops(db, class_shops):
    pass


@pytest.fixture(scope="class")
def class_shops(shared_rows):
    with shared_rows():
        company = PlatformFactory(slug="company", name_en="Company")
        part = PlatformFactory(slug="part", parent=company)
        other = PlatformFactory(slug="other")
        for platform in (company, part, other):
            published_event(platforms=[platform])
        published_event(platforms=[other])
        yield


class TestSelectedPlatforms:
    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("", [("company", 0), ("part", 1), ("other", 0)]),
            ("platform=company", [("company", 0), ("part", 1)]),
            ("platform=part&platform=other", [("part", 0), ("other", 0)]),
            ("platform=other&platform=part", [("other", 0), ("part", 0)]),
            # A part of a selected platform is in its lane already.
            ("platform=company&platform=part", [("company", 0), ("part", 1)]),
            ("platform=part", [("part", 0)]),
        ],
    )
    def test_selected_platforms_have_one_lane_each_in_the_order_of_the_query(
        self, shops, query, expected
    ):
        assert lanes(query) == expected

    def test_lanes_are_cached_by_the_order_of_the_query(self, shops):
        event_index = get_index()
        for query in ("platform=part&platform=other", "platform=other&platform=part"):
            filter_set = EventFilter(QueryDict(query), user=AnonymousUser())
            rows = lanes_of(Selection(filter_set, event_index))
            assert [f"platform={lane.platform.slug}" for lane in rows] == query.split("&")


@pytest.mark.slow
def test_number_of_compared_platforms_is_limited(db):
    for number in range(MAX_COMPARED + 1):
        published_event(platforms=[PlatformFactory(slug=f"p{number}")])
    query = "&".join(f"platform=p{number}" for number in range(MAX_COMPARED + 1))
    assert len(lanes(query)) == MAX_COMPARED
