"""Each parameter of the event filter states its query, rows, sentence and chips."""

import pytest
from django.http import QueryDict
from django.utils.translation import override

from events.filters.active_filters import active_filters
from events.filters.claims import ClaimFilter
from events.filters.event_parameters import EventParameter
from events.filters.events import EventFilter
from events.filters.lists import DisputeFilter, PlatformFilter, SourceFilter, TagFilter
from events.filters.parameters import ModeParameter, Parameter
from events.filters.selection import Selection
from events.filters.summary_sentence import sentence
from events.index import get_index
from events.models import Event
from tests.factories import (
    ClaimantFactory,
    OutletFactory,
    PlatformFactory,
    SourceFactory,
    TagFactory,
    published_claim,
    published_event,
    snapshot_of,
)

pytestmark = pytest.mark.django_db

EVENT_VALUES = {
    "q": ("harbour", "“harbour”"),
    "platform": ("pier", "Pier"),
    "kind": ("pilot", "pilot"),
    "outcome": ("shut_down", "shut down"),
    "tag": ("timing", "Timing"),
    "market": ("JP", "Japan"),
    "alive": ("2018", "2018"),
    "source": ("tides", "Tides"),
    "since": ("2018-06", "June 2018"),
    "until": ("2019-03-31", "31 March 2019"),
    "state": ("draft", "draft"),
}
"""A value of each parameter that matches some of the events, and its label."""

LIST_VALUES = {
    ClaimFilter: {
        "q": "x", "kind": "cause", "metric": "revenue", "claimant": "analyst", "platform": "pier",
        "tag": "timing", "rank": "preferred", "source": "tides",
    },
    PlatformFilter: {"q": "x", "kind": "company", "parent": "pier"},
    SourceFilter: {"q": "x", "language": "zh-Hans", "outlet": "gazette"},
    TagFilter: {"q": "x", "facet": "cause"},
    DisputeFilter: {"state": "open", "platform": "pier"},
}  # fmt: skip


@pytest.fixture(scope="class")
def matching(shared_rows):
    """Return the event that every value of EVENT_VALUES matches; there are others."""
    with shared_rows():
        for when in ("2015", "2025"):
            published_event(kind="partnership", when=when, platforms=[PlatformFactory()])
        pier = PlatformFactory(slug="pier", name_en="Pier")
        for kind, when in (("launch", "2018-01"), ("shutdown", "2019-12")):
            published_event(kind=kind, when=when, platforms=[pier])
        yield published_event(
            title_en="Harbour", kind="pilot", outcome="shut_down", when="2018-07/2019-02",
            platforms=[pier], tags=[TagFactory(slug="timing", name="Timing", facet="cause")],
            markets=["JP"], snapshot=snapshot_of(SourceFactory(slug="tides", title="Tides")),
        )  # fmt: skip


def filter_of(query, user):
    return EventFilter(QueryDict(query), user=user)


def test_every_parameter_is_a_condition_or_a_mode():
    for name, parameter in EventFilter.base_filters.items():
        assert isinstance(parameter, EventParameter | ModeParameter), name
    conditions = [
        name for name, item in EventFilter.base_filters.items() if isinstance(item, EventParameter)
    ]
    assert set(conditions) == set(EVENT_VALUES)


class TestEventParameters:
    @pytest.mark.parametrize("name", EVENT_VALUES)
    def test_parameter_states_query_rows_sentence_and_chip(self, matching, name, editor_user):
        value, label = EVENT_VALUES[name]
        if name == "state":
            Event.objects.filter(pk=matching.pk).update(state="draft")
        unfiltered, filtered = filter_of("", editor_user), filter_of(f"{name}={value}", editor_user)
        assert filtered.problems == []
        found = list(filtered.qs.order_by("sort_on", "pk").values_list("pk", flat=True))
        assert matching.pk in found
        assert len(found) < Event.objects.count()
        selection = Selection(filtered, get_index())
        assert selection.index.pk[selection.rows()].tolist() == found
        for language in ("en", "zh-hans"):
            with override(language):
                before = sentence(Selection(unfiltered, get_index()))
                assert sentence(selection) != before
                # Counts and years aside, the sentence states the condition.
                texts = [
                    "".join(char for char in text if not char.isdigit())
                    for text in (sentence(selection), before)
                ]
                assert texts[0] not in texts[1]
        (chip,) = active_filters(filtered)
        assert (chip.value, chip.query) == (label, "")

    @pytest.mark.parametrize("name", EVENT_VALUES)
    def test_key_differs_for_another_value(self, matching, name, editor_user):
        value, _label = EVENT_VALUES[name]
        keys = {
            Selection(filter_of(query, editor_user), get_index()).key
            for query in ("", f"{name}={value}")
        }
        assert len(keys) == 2

    @pytest.mark.parametrize("name", ["since", "until"])
    def test_key_of_a_bound_depends_on_the_mode(self, name, matching, editor_user):
        keys = {
            Selection(filter_of(f"{name}=2019{mode}", editor_user), get_index()).key
            for mode in ("", "&dates=certain")
        }
        assert len(keys) == 2


@pytest.mark.parametrize("filter_class", LIST_VALUES)
def test_list_parameters_filter_and_have_chips(filter_class):
    pier = PlatformFactory(slug="pier")
    outlet = OutletFactory(slug="gazette")
    source = SourceFactory(slug="tides", language="zh-Hans", outlet=outlet)
    claimant = ClaimantFactory(slug="analyst")
    published_claim(snapshot=snapshot_of(source), platforms=[pier], claimant=claimant)
    TagFactory(slug="timing")
    values = LIST_VALUES[filter_class]
    assert set(values) == set(filter_class.base_filters)
    for name, value in values.items():
        assert isinstance(filter_class.base_filters[name], Parameter)
        filter_set = filter_class(QueryDict(f"{name}={value}"))
        assert filter_set.problems == [], name
        assert str(filter_set.qs.query) != str(filter_class(QueryDict("")).qs.query), name
        (chip,) = active_filters(filter_set)
        assert chip.value, name
        assert chip.query == "", name
