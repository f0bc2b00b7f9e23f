"""Pages and outputs with a list: their links, and cursors that are refused."""

import random

import pytest
from django.urls import reverse

from events.filters import event_list
from events.platforms.failure_views import FAILURES_SHOWN
from events.records.views.claims import CLAIMS_SHOWN
from events.records.views.disputes import DISPUTES_SHOWN
from events.records.views.sources import SOURCES_SHOWN
from tests.events.paged_lists import article, claim, dispute, event, failure

PAGES = {
    "timeline": (event, event_list.PAGE_SIZE),
    "failures": (failure, FAILURES_SHOWN),
    "claims": (claim, CLAIMS_SHOWN),
    "disputes": (dispute, DISPUTES_SHOWN),
    "sources": (article, SOURCES_SHOWN),
}
API = ["events", "platforms", "claims", "sources", "tags", "disputes"]
OUTPUTS = ["/feeds/events.atom", *(f"/api/v1/{name}/" for name in API)]


def shown(response):
    """Return the ids of the rows of a page with a list."""
    context = response.context
    if "groups" in context:
        return [row.pk for _year, rows in context["groups"] for row in rows]
    names = ("ended", "claims", "disputes", "sources")
    rows = next(context[name] for name in names if name in context)
    return [getattr(row, "platform", row).pk for row in rows]


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.django_db
def test_page_with_a_bad_cursor_shows_a_message_and_the_first_page(reader, name):
    add, _size = PAGES[name]
    add(random.Random(0))
    first = shown(reader.get(reverse(name)))
    assert first
    for text in ("x", "1.beside", "²", "2019-13-01.57.after", "\x00"):
        response = reader.get(reverse(name), {"cursor": text})
        assert response.status_code == 200
        assert "Invalid position in the list" in response.content.decode()
        assert shown(response) == first


@pytest.mark.parametrize("address", OUTPUTS)
@pytest.mark.django_db
def test_output_with_a_bad_cursor_is_a_bad_request(reader, address):
    for text in ("x", "1.beside", "²", "2019-13-01.57.after", "\x00"):
        assert reader.get(address, {"cursor": text}).status_code == 400


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.django_db
def test_links_of_a_page_visit_every_row_once_in_both_directions(reader, name):
    add, size = PAGES[name]
    chance = random.Random(0)
    for _ in range(size + 2):
        add(chance)
    response = reader.get(reverse(name))
    pages = [shown(response)]
    while query := response.context["next_query"]:
        response = reader.get(f"{reverse(name)}?{query}")
        pages.append(shown(response))
    back = [pages[-1]]
    while query := response.context["previous_query"]:
        response = reader.get(f"{reverse(name)}?{query}")
        back.insert(0, shown(response))
    visited = [pk for page in pages for pk in page]
    assert len(visited) == len(set(visited)) == size + 2
    assert len(pages) == 2
    assert back == pages
