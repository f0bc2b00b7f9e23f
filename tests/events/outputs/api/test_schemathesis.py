"""Schemathesis sends requests that the schema allows, and requests that it forbids.

The requests are the same in every run, and few enough for half a minute in total. A test fails on a
server error, on a status, content type or body that the schema does not describe, and on a
forbidden request that is accepted.
"""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, assume, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from events.models import Claim, Dispute, Event, Platform, Tag
from sources.models import Source
from tests.events.outputs.api.test_shapes import DETAIL_IDS

pytestmark = pytest.mark.slow

CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]
HYPOTHESIS_SETTINGS = settings(
    derandomize=True,
    max_examples=15,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def one_connection(db):
    """Keep the connection of the test open after requests, as Django's test client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def operations(knowledge, one_connection, settings):
    settings.API_RATE = None
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema/", get_wsgi_application())
    return [result.ok() for result in schema.get_all_operations()]


def call_all(operations, mode, **options):
    """Call each operation; return the number of responses of each status."""
    counts = {}
    for operation in operations:

        @HYPOTHESIS_SETTINGS
        @given(
            case=operation.as_strategy(generation_mode=mode, **fixed_parameters(operation, options))
        )
        def check_case(case):
            assume((case.path_parameters or {}).get("id") not in options.get("unlike", ()))
            response = case.call(headers={"Accept-Encoding": "identity"})
            counts[response.status_code] = counts.get(response.status_code, 0) + 1
            case.validate_response(response, checks=CHECKS)

        check_case()
    return counts


def fixed_parameters(operation, options):
    if options.get("real_ids") and "{id}" in operation.path:
        return {"path_parameters": {"id": DETAIL_IDS[operation.path.split("/")[3]]}}
    return {}


def test_requests_that_the_schema_allows_match_it(operations):
    assert len(operations) == 12
    counts = call_all(operations, GenerationMode.POSITIVE, real_ids=True)
    assert counts[200] > 25
    assert set(counts) <= {200, 400}


def test_unknown_ids_are_404(operations):
    detail_operations = [operation for operation in operations if "{id}" in operation.path]
    # Hypothesis also tries words of the code, and some of them are slugs of the fixture.
    known = set(Claim.objects.values_list("key", flat=True))
    for model in (Dispute, Event, Platform, Source, Tag):
        known |= set(model.objects.values_list("slug", flat=True))
    counts = call_all(detail_operations, GenerationMode.POSITIVE, unlike=known)
    assert set(counts) == {404}


def test_requests_that_the_schema_forbids_are_refused(operations):
    counts = call_all(operations, GenerationMode.NEGATIVE)
    assert counts.pop(400) > 60
    assert set(counts) <= {404, 405, 406}
