"""Requests to outputs start without a history."""

import pytest
from django.core.cache import caches


@pytest.fixture(autouse=True)
def reset_throttle():
    """Clear the counters, so that no test counts towards the limit of another."""
    caches["throttle"].clear()
