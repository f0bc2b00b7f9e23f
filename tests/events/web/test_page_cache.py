"""Page cache: what a page depends on, and how old it may be."""

import datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.models import change_log
from tests.events.web.cached_pages import EVENT, HOME, PAGES, both_kinds, is_rendered, rename
from tests.factories import PlatformFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("event")]

NO_CACHE = {"cache-control": "no-cache"}


@pytest.mark.slow
@both_kinds
def test_page_is_rendered_once_until_something_changes(reader, event, address):
    first, second = reader.get(address), reader.get(address)
    assert (is_rendered(first), is_rendered(second)) == (True, False)
    assert first.content == second.content
    rename(event, "After")
    changed = reader.get(address, headers={"if-none-match": first["ETag"]})
    assert (changed.status_code, is_rendered(changed)) == (200, True)
    assert "After" in changed.content.decode()


@pytest.mark.slow
@both_kinds
def test_unrelated_change_renders_the_page_but_answers_304(reader, address):
    etag = reader.get(address)["ETag"]
    PlatformFactory()
    response = reader.get(address, headers={"if-none-match": etag})
    assert (response.status_code, is_rendered(response)) == (304, True)


@pytest.mark.slow
@both_kinds
def test_rollback_does_not_hide_a_later_change(reader, event, address):
    reader.get(address)
    with transaction.atomic():
        rename(event, "Never")
        assert "Never" in reader.get(address).content.decode()
        transaction.set_rollback(True)
    assert "Before" in reader.get(address).content.decode()
    rename(event, "Now")
    assert "Now" in reader.get(address).content.decode()


@pytest.mark.slow
def test_age_of_a_page_is_limited_by_the_setting(reader, event, settings, monkeypatch):
    seconds = [0.0]
    monkeypatch.setattr(change_log, "_versions", {})
    monkeypatch.setattr(change_log, "time", type("Clock", (), {"monotonic": lambda: seconds[0]}))
    settings.PAGE_FRESH_FOR = 60
    for page in PAGES:
        reader.get(page)
    rename(event, "After")
    seconds[0] += 59
    assert "After" not in reader.get(HOME).content.decode()
    seconds[0] += 2
    assert "After" in reader.get(HOME).content.decode()


@pytest.mark.slow
def test_conditional_page_is_never_old(reader, event, settings):
    settings.PAGE_FRESH_FOR = 60
    reader.get(EVENT)
    rename(event, "After")
    assert "After" in reader.get(EVENT).content.decode()


@pytest.mark.slow
def test_valid_pages_need_at_most_one_query(reader, settings, monkeypatch):
    settings.PAGE_FRESH_FOR = 60
    monkeypatch.setattr(change_log, "_versions", {})
    for page in PAGES:
        reader.get(page)
    for page, count in zip(PAGES, (0, 1), strict=True):
        with CaptureQueriesContext(connection) as queries:
            reader.get(page)
        assert len(queries) == count, page


@pytest.mark.slow
def test_page_that_is_no_longer_valid_needs_one_query_for_the_version(reader):
    def query_count(**headers):
        with CaptureQueriesContext(connection) as queries:
            assert is_rendered(reader.get(EVENT, headers=headers))
        return len(queries)

    reader.get(EVENT)
    PlatformFactory()
    assert query_count() == query_count(**NO_CACHE) + 1


@pytest.mark.slow
@both_kinds
def test_no_cache_request_is_rendered(reader, address):
    first = reader.get(address)
    again = reader.get(address, headers=NO_CACHE)
    assert is_rendered(again)
    assert again["ETag"] == first["ETag"]


OTHER_KEYS = {
    "scheme": lambda client, address: client.get(address, secure=True),
    "host": lambda client, address: client.get(address, headers={"host": "127.0.0.1:8000"}),
    "proxy's scheme": lambda client, address: client.get(
        address, headers={"x-forwarded-proto": "https"}
    ),
    "path": lambda client, address: client.get(address.replace("/en/", "/zh-hans/")),
    "query": lambda client, address: client.get(address + "?kind=launch"),
}


@pytest.mark.slow
@both_kinds
@pytest.mark.parametrize("part", OTHER_KEYS)
def test_page_is_cached_separately_for_each_part_of_the_key(reader, address, part):
    reader.get(address)
    assert is_rendered(OTHER_KEYS[part](reader, address))
    assert not is_rendered(OTHER_KEYS[part](reader, address))
    assert not is_rendered(reader.get(address))


@pytest.mark.slow
@both_kinds
def test_page_shows_the_day_on_which_it_is_read(reader, address, monkeypatch):
    day = datetime.datetime(2031, 3, 4, 23, 59, 59, tzinfo=datetime.UTC)
    monkeypatch.setattr(timezone, "now", lambda: day)
    first = reader.get(address)
    assert "Retrieved 4 March 2031" in first.content.decode()
    monkeypatch.setattr(timezone, "now", lambda: day + datetime.timedelta(seconds=1))
    second = reader.get(address, headers={"if-none-match": first["ETag"]})
    assert second.status_code == 200
    assert "Retrieved 5 March 2031" in second.content.decode()


@pytest.mark.slow
def test_differently_encoded_queries_are_cached_separately(reader, new_client):
    for raw in ("q=é", "q=Ã©"):
        reader.get(HOME, QUERY_STRING=raw)
    plain = new_client().get(HOME + "?q=%C3%83%C2%A9").content.decode()
    assert "Ã©" in plain
