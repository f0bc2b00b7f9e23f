"""Page cache: who gets which page, what it depends on, and how old it may be."""

import datetime
import gzip
import threading

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import constants
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from events.models import Event, change_log
from events.web import page_cache
from events.web.page_cache import PageCacheMiddleware, cached_page, conditional_page
from tests.factories import EventFactory, PlatformFactory, published_event

pytestmark = pytest.mark.django_db

HOME, EVENT = "/en/", "/en/events/main/"
PAGES = [HOME, EVENT]
"""A page that may be a second old, and one that is checked at each request."""
NO_CACHE = {"cache-control": "no-cache"}
both_kinds = pytest.mark.parametrize("address", PAGES)


@pytest.fixture(autouse=True)
def event(db):
    return published_event(slug="main", title_en="Before", title_zh="港湾")


@pytest.fixture
def new_client(reader):
    """Return a function that makes clients of one site; by default each has its own page cache."""

    def create():
        client = Client()
        client.handler = reader.handler
        return client

    return create


@pytest.fixture
def editor(new_client, editor_user):
    client = new_client()
    client.force_login(editor_user)
    return client


def is_rendered(response):
    return bool(response.templates)


def rename(event, title):
    Event.objects.filter(pk=event.pk).update(title_en=title)


@both_kinds
def test_page_is_rendered_once_until_something_changes(reader, event, address):
    first, second = reader.get(address), reader.get(address)
    assert (is_rendered(first), is_rendered(second)) == (True, False)
    assert first.content == second.content
    rename(event, "After")
    changed = reader.get(address, headers={"if-none-match": first["ETag"]})
    assert (changed.status_code, is_rendered(changed)) == (200, True)
    assert "After" in changed.content.decode()


@both_kinds
def test_unrelated_change_renders_the_page_but_answers_304(reader, address):
    etag = reader.get(EVENT)["ETag"]
    PlatformFactory()
    response = reader.get(EVENT, headers={"if-none-match": etag})
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


def test_conditional_page_is_never_old(reader, event, settings):
    settings.PAGE_FRESH_FOR = 60
    reader.get(EVENT)
    rename(event, "After")
    assert "After" in reader.get(EVENT).content.decode()


def test_valid_pages_need_at_most_one_query(reader, settings, monkeypatch):
    settings.PAGE_FRESH_FOR = 60
    monkeypatch.setattr(change_log, "_versions", {})
    for page in PAGES:
        reader.get(page)
    for page, count in zip(PAGES, (0, 1), strict=True):
        with CaptureQueriesContext(connection) as queries:
            reader.get(page)
        assert len(queries) == count, page


def test_page_that_is_no_longer_valid_needs_one_query_for_the_version(reader):
    def query_count(**headers):
        with CaptureQueriesContext(connection) as queries:
            assert is_rendered(reader.get(EVENT, headers=headers))
        return len(queries)

    reader.get(EVENT)
    PlatformFactory()
    assert query_count() == query_count(**NO_CACHE) + 1


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


@both_kinds
@pytest.mark.parametrize("part", OTHER_KEYS)
def test_page_is_cached_separately_for_each_part_of_the_key(reader, address, part):
    reader.get(address)
    assert is_rendered(OTHER_KEYS[part](reader, address))
    assert not is_rendered(OTHER_KEYS[part](reader, address))
    assert not is_rendered(reader.get(address))


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


def test_differently_encoded_queries_are_cached_separately(reader, new_client):
    for raw in ("q=é", "q=Ã©"):
        reader.get(HOME, QUERY_STRING=raw)
    plain = new_client().get(HOME + "?q=%C3%83%C2%A9").content.decode()
    assert "Ã©" in plain


@both_kinds
def test_page_of_an_editor_is_never_cached(reader, editor, address):
    reader.get(address)
    for _ in range(2):
        response = editor.get(address, headers={"if-none-match": "*"})
        assert (response.status_code, is_rendered(response)) == (200, True)
        assert "Sign out" in response.content.decode()
        assert "ETag" not in response
        assert "Cookie" in response["Vary"]
    assert "Sign out" not in reader.get(address).content.decode()


def test_drafts_of_an_editor_are_not_shown_to_readers(reader, editor):
    EventFactory(title_en="Secret", when="2019")
    address = HOME + "?state=draft"
    assert "Secret" in editor.get(address).content.decode()
    assert "Secret" not in reader.get(address).content.decode()


def test_page_after_signing_in_is_rendered_for_the_editor(new_client, editor_user):
    client = new_client()
    etag = client.get(HOME)["ETag"]
    client.force_login(editor_user)
    response = client.get(HOME, headers={"if-none-match": etag})
    assert response.status_code == 200
    assert "Sign out" in response.content.decode()
    client.logout()
    assert "Sign out" not in client.get(HOME).content.decode()


@both_kinds
def test_message_is_shown_once_and_only_to_its_reader(reader, new_client, address):
    """A message for an editor who signed out is in a cookie."""
    client = new_client()
    etag = client.get(address)["ETag"]
    request, response = RequestFactory().get(address), HttpResponse()
    storage = CookieStorage(request)
    storage.add(constants.INFO, "For you alone")
    storage.update(response)
    client.cookies["messages"] = response.cookies["messages"].value
    shown = client.get(address, headers={"if-none-match": etag})
    assert "For you alone" in shown.content.decode()
    assert "ETag" not in shown
    # A message that was shown is deleted.
    assert shown.cookies["messages"].value == ""
    assert "For you alone" not in reader.get(address).content.decode()


def test_response_that_sets_a_cookie_is_not_cached(rf, counted):
    def set_cookie(request):
        response = counted.view(request)
        response.set_cookie("name", "value")
        return response

    middleware = PageCacheMiddleware(cached_page(set_cookie))
    for _ in range(2):
        assert "ETag" not in middleware(anonymous(rf, "/"))
    assert counted.paths == ["/", "/"]


@both_kinds
def test_cached_page_sets_no_cookie(reader, address):
    for _ in range(2):
        assert reader.get(address).cookies == {}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/en/timeline/window/?from=soon", 400),
        ("/en/events/nothing-of-that-name/", 404),
        ("/healthz", 200),
    ],
)
def test_other_responses_are_not_cached(reader, address, status):
    for _ in range(2):
        response = reader.get(address)
        assert response.status_code == status
        assert "ETag" not in response


@both_kinds
def test_etag_is_weak_and_changes_with_the_page(reader, event, address):
    first = reader.get(address)
    assert first["ETag"].startswith('W/"')
    assert first["Cache-Control"] == "private, no-cache"
    assert reader.get(address)["ETag"] == first["ETag"]
    rename(event, "Other")
    assert reader.get(address)["ETag"] != first["ETag"]


@both_kinds
@pytest.mark.parametrize("header", ["{}", '"other", {}', "*", '{}, W/"x"'])
@pytest.mark.parametrize("method", ["get", "head"])
def test_page_that_the_client_has_is_not_sent_again(reader, header, method, address):
    """RFC 9110, section 15.4.5: no body, and the cache headers of a 200 response."""
    first = reader.get(address)
    response = getattr(reader, method)(
        address, headers={"if-none-match": header.format(first["ETag"])}
    )
    assert response.status_code == 304
    assert response.content == b""
    for name in ("ETag", "Cache-Control", "Vary", "Content-Security-Policy"):
        assert response[name] == first[name]
    for name in ("Content-Type", "Content-Length", "Content-Encoding"):
        assert name not in response


@pytest.mark.parametrize("header", ['"other"', "", 'W/""', "nonsense"])
def test_page_that_the_client_does_not_have_is_sent(reader, header):
    reader.get(HOME)
    assert reader.get(HOME, headers={"if-none-match": header}).status_code == 200


def test_strong_etag_of_the_client_compares_weakly(reader):
    etag = reader.get(HOME)["ETag"].removeprefix("W/")
    assert reader.get(HOME, headers={"if-none-match": etag}).status_code == 304


@both_kinds
def test_page_is_compressed_if_the_client_accepts_gzip(reader, address):
    plain = reader.get(address)
    packed = reader.get(address, headers={"accept-encoding": "br, gzip"})
    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed["Content-Length"] == str(len(packed.content))
    for response in (plain, packed):
        vary = {word.strip() for word in response["Vary"].split(",")}
        assert {"Accept-Encoding", "Cookie"} <= vary


@both_kinds
def test_cached_page_has_the_headers_of_the_first_response(reader, address):
    first, second = reader.get(address), reader.get(address)
    per_request = {"X-Request-ID"}
    assert {name: value for name, value in first.items() if name not in per_request} == {
        name: value for name, value in second.items() if name not in per_request
    }
    assert first["X-Request-ID"] != second["X-Request-ID"]


@both_kinds
def test_head_has_the_headers_of_get_and_no_body(reader, address):
    head = reader.head(address)
    assert head.content == b""
    response = reader.get(address)
    assert not is_rendered(response)
    assert b"</html>" in response.content
    assert head["ETag"] == response["ETag"]


@both_kinds
@pytest.mark.parametrize("cookie", [settings.SESSION_COOKIE_NAME, "messages"])
def test_request_with_a_private_cookie_is_rendered(new_client, cookie, address):
    client = new_client()
    client.get(address)
    client.cookies[cookie] = "gone"
    response = client.get(address)
    assert is_rendered(response)
    assert "ETag" not in response


@pytest.mark.parametrize(
    "name", ["search", "failures", "platforms", "claims", "disputes", "tags", "sources"]
)
def test_lists_have_etags(reader, name):
    first = reader.get(reverse(name))
    again = reader.get(reverse(name), headers={"if-none-match": first["ETag"]})
    assert (again.status_code, is_rendered(again)) == (304, False)


# The tests below use the middleware alone, with views that return the path.


class CountedView:
    """A view that returns the path, and records it."""

    def __init__(self):
        self.paths = []

    def view(self, request):
        self.paths.append(request.path)
        return HttpResponse(request.path)


@pytest.fixture
def counted():
    return CountedView()


def anonymous(rf, path):
    request = rf.get(path)
    request.user = AnonymousUser()
    return request


VERSION = [object()]


def version_of_test(max_age):
    return VERSION[0]


@pytest.fixture
def own_version(settings):
    """Replace the version of the data by VERSION[0]."""
    settings.PAGE_VERSION = f"{__name__}.version_of_test"


@pytest.mark.parametrize("decorator", [cached_page, conditional_page])
def test_page_during_whose_rendering_data_changed_is_not_valid(rf, own_version, decorator):
    paths = []

    def view(request):
        paths.append(request.path)
        VERSION[0] = object() if len(paths) == 1 else VERSION[0]
        return HttpResponse("page")

    middleware = PageCacheMiddleware(decorator(view))
    for _ in range(3):
        middleware(anonymous(rf, "/"))
    assert len(paths) == 2


def test_least_recently_used_pages_are_evicted_to_keep_the_size(
    rf, own_version, counted, monkeypatch
):
    kept = 20
    page_size = page_cache.PAGE_OVERHEAD + 500
    monkeypatch.setattr(page_cache, "MAX_BYTES", kept * page_size)
    middleware = PageCacheMiddleware(cached_page(counted.view))
    for number in range(1, 3 * kept):
        for path in (f"/{number}", "/0"):
            assert middleware(anonymous(rf, path)).content.decode() == path
    assert counted.paths.count("/0") == 1
    middleware(anonymous(rf, "/1"))
    assert counted.paths.count("/1") == 2
    assert kept // 2 < len(middleware.store.pages) <= kept * 2
    assert middleware.store.size <= middleware.store.max_bytes


def test_size_counts_bodies_keys_and_replaced_pages(rf, own_version, monkeypatch):
    import random

    body = random.Random(1).randbytes(100_000)  # Does not become smaller by compression.
    monkeypatch.setattr(page_cache, "MAX_BYTES", 250_000)
    middleware = PageCacheMiddleware(cached_page(lambda request: HttpResponse(body)))
    for path in ("/a", "/b", "/c"):
        middleware(anonymous(rf, path))
    assert [key[4] for key in middleware.store.pages] == ["/b", "/c"]
    for _ in range(5):
        VERSION[0] = object()
        middleware(anonymous(rf, "/c"))
    assert [key[4] for key in middleware.store.pages] == ["/b", "/c"]
    # A page with a long address is too large alone, and does not push out the others.
    middleware(anonymous(rf, "/" + "d" * 200_000))
    assert [key[4] for key in middleware.store.pages] == ["/b", "/c"]


def test_concurrent_requests_get_their_own_pages(rf, own_version, monkeypatch, counted):
    monkeypatch.setattr(page_cache, "MAX_BYTES", 200 * (page_cache.PAGE_OVERHEAD + 300))
    middleware, failed = PageCacheMiddleware(cached_page(counted.view)), []

    def get_many(start):
        try:
            for number in range(400):
                path = f"/{(start + number) % 300}"
                assert middleware(anonymous(rf, path)).content.decode() == path
        except BaseException as error:  # noqa: BLE001 - asserted below
            failed.append(error)

    threads = [threading.Thread(target=get_many, args=[start]) for start in (0, 50, 100, 299)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failed == []
    store = middleware.store
    assert store.size == sum(page_cache._size(*item) for item in store.pages.items())
    assert store.size <= store.max_bytes
