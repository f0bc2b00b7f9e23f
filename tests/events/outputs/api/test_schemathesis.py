"""Schemathesis asks the running application what its schema allows, and what it does not.

The same questions every time, so many of each that all of it stays below half a minute. An answer
fails for a server error, a status or content type that the schema does not name, a body it does not
describe, and for taking what it forbids.
"""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from tests.events.outputs.api.test_shapes import ONES

CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]
SOME = settings(
    derandomize=True,
    max_examples=15,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def one_connection(db):
    """The application leaves the test's connection open, as Django's own test client has it do."""
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
    return [found.ok() for found in schema.get_all_operations()]


def ask_all(operations, mode, **fixed):
    """Ask each operation; how many answers of each status came back."""
    seen = {}
    for operation in operations:

        @SOME
        @given(case=operation.as_strategy(generation_mode=mode, **fixed_for(operation, fixed)))
        def ask(case):
            response = case.call(headers={"Accept-Encoding": "identity"})
            seen[response.status_code] = seen.get(response.status_code, 0) + 1
            case.validate_response(response, checks=CHECKS)

        ask()
    return seen


def fixed_for(operation, fixed):
    if fixed.get("real_ids") and "{id}" in operation.path:
        return {"path_parameters": {"id": ONES[operation.path.split("/")[3]]}}
    return {}


def test_what_the_schema_allows_is_answered_as_it_says(operations):
    assert len(operations) == 12
    seen = ask_all(operations, GenerationMode.POSITIVE, real_ids=True)
    assert seen[200] > 25
    assert set(seen) <= {200, 400}


def test_ids_nobody_has_are_answered_as_it_says(operations):
    ones = [operation for operation in operations if "{id}" in operation.path]
    assert set(ask_all(ones, GenerationMode.POSITIVE)) == {404}


def test_what_the_schema_forbids_is_refused(operations):
    seen = ask_all(operations, GenerationMode.NEGATIVE)
    assert seen.pop(400) > 60
    assert set(seen) <= {404, 405, 406}
