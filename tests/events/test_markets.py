"""One vocabulary of markets, in the model and everywhere else."""

import re

import pytest
import pytz
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import override

from events.filters.events import EventFilter
from events.filters.facets import facet_of
from events.filters.selection import Selection
from events.index import get_index
from events.models import Event
from events.models.markets import REGIONS, market_codes, market_label
from events.outputs.api.schema import schema_in
from events.outputs.exports.schema_org import place
from events.seeding.fields import markets as read_markets
from tests.events.admin.test_admin import change_url, form_data
from tests.factories import EventFactory, published_event

UNKNOWN = ["moon", "ZZ", "XA", "XB", "XK", "QO", "EU", "EZ", "UN", "UK", "AC", "us", "USA", "150", "Europe"]  # fmt: skip


def test_countries_are_those_of_iso_3166_as_the_time_zone_database_lists_them():
    assert set(market_codes()) - set(REGIONS) == set(pytz.country_names)
    assert len(market_codes()) == len(set(market_codes())) == 249 + len(REGIONS)


@pytest.mark.parametrize("code", UNKNOWN)
def test_unknown_market_fails_in_model_and_seeds(code):
    message = f"“{code}” is neither an ISO 3166 code nor a known region."
    event = EventFactory.build(markets=["US", code])
    with pytest.raises(ValidationError) as error:
        event.full_clean(validate_unique=False, validate_constraints=False)
    assert error.value.message_dict["markets"] == [message]
    with pytest.raises(ValueError, match=re.escape(message)):
        read_markets(["US", code])


@pytest.mark.django_db
@pytest.mark.parametrize("code", UNKNOWN)
def test_unknown_market_is_a_problem_of_the_filter(code):
    filter_set = EventFilter(QueryDict(f"market={code}"), user=AnonymousUser())
    assert filter_set.problems == [f"Market: “{code}” is not a valid choice."]


@pytest.mark.slow
@pytest.mark.django_db
def test_every_market_is_known_to_model_seeds_filter_and_facet():
    codes = list(market_codes())
    assert read_markets(codes) == codes
    event = published_event(markets=codes)
    event.full_clean()
    for code in codes:
        filter_set = EventFilter(QueryDict(f"market={code}"), user=AnonymousUser())
        assert (filter_set.problems, list(filter_set.qs)) == ([], [event])
    selection = Selection(EventFilter(QueryDict(), user=AnonymousUser()), get_index())
    assert {choice.value for choice in facet_of(selection, "market").choices} == set(codes)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_market_has_a_name_of_its_own_in_each_language(language):
    with override(language):
        names = {market_label(code, language) for code in market_codes()}
    assert len(names) == len(market_codes())
    assert not names & set(market_codes())


def test_region_names_are_translated():
    names = [str(name) for name in REGIONS.values()]
    with override("zh-hans"):
        assert not set(names) & {str(name) for name in REGIONS.values()}


def test_exports_call_regions_places_and_the_rest_countries():
    places = {code for code in market_codes() if place(code)["@type"] == "Place"}
    assert places == set(REGIONS)


def test_api_schema_lists_the_markets_of_answers_and_of_the_parameter():
    schema = schema_in("en")
    answers = schema["components"]["schemas"]["Event"]["properties"]["markets"]
    parameters = schema["paths"]["/api/v1/events/"]["get"]["parameters"]
    asked = next(item for item in parameters if item["name"] == "market")["schema"]
    assert answers["items"]["enum"] == asked["items"]["enum"] == list(market_codes())


@pytest.mark.slow
@pytest.mark.django_db
def test_admin_refuses_an_unknown_market_beside_the_field(curator):
    event = EventFactory()
    response = curator.post(change_url(event), form_data(curator, event, markets="US,moon"))
    errors = response.context["adminform"].form.errors
    assert errors == {"markets": ["“moon” is neither an ISO 3166 code nor a known region."]}
    curator.post(change_url(event), form_data(curator, event, markets="US,africa"))
    assert Event.objects.get().markets == ["US", "africa"]
