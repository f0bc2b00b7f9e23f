"""The two pages with which the tests of the page cache work."""

import pytest

from events.models import Event

HOME, EVENT = "/en/", "/en/events/main/"
PAGES = [HOME, EVENT]
"""A page that may be a second old, and one that is checked at each request."""
both_kinds = pytest.mark.parametrize("address", PAGES)


def is_rendered(response):
    return bool(response.templates)


def rename(event, title):
    Event.objects.filter(pk=event.pk).update(title_en=title)
