"""Page cache: who gets which page, and how old it may be."""

import gzip
import threading
import time
from importlib import import_module

import pytest
from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import Client, RequestFactory
from django.urls import reverse

from events.index import get_index
from events.models import Event
from events.web.page_cache import MOST_PAGES, PageCacheMiddleware
from tests.factories import EventFactory, published_event

pytestmark = pytest.mark.django_db

HOME = "/en/"
NO_CACHE = {"cache-control": "no-cache"}


@pytest.fixture
def rendered(monkeypatch):
    """Record the paths of pages that are rendered, not served from the cache."""
    views = import_module("events.timeline.views")
    paths, original_render = [], views.render

    def render(request, *args, **kwargs):
        paths.append(request.get_full_path())
        return original_render(request, *args, **kwargs)

    monkeypatch.setattr(views, "render", render)
    return paths


@pytest.fixture
def site(reader):
    """Return one handler for all clients of a test.

    By default each client has its own handler and so its own page cache.
    """
    return reader.handler


@pytest.fixture
def new_client(site):
    def create():
        client = Client()
        client.handler = site
        return client

    return create


@pytest.fixture
def editor(new_client, editor_user):
    client = new_client()
    client.force_login(editor_user)
    return client


def test_page_is_rendered_once_until_something_changes(reader, rendered):
    event = published_event(title_en="Before")
    assert reader.get(HOME).content == reader.get(HOME).content
    assert rendered == [HOME]
    Event.objects.filter(pk=event.pk).update(title_en="After")
    assert b"After" in reader.get(HOME).content
    assert rendered == [HOME] * 2


def test_cached_page_expires_after_the_setting(reader, settings, rendered):
    settings.PAGE_FRESH_FOR = 60
    event = published_event(title_en="Before")
    reader.get(HOME)
    Event.objects.filter(pk=event.pk).update(title_en="After")
    assert b"After" not in reader.get(HOME).content
    settings.PAGE_FRESH_FOR = 0
    assert b"After" in reader.get(HOME).content


def test_no_cache_request_is_rendered(reader, rendered):
    reader.get(HOME)
    reader.get(HOME, headers=NO_CACHE)
    assert rendered == [HOME] * 2


def test_each_url_language_and_host_is_cached_separately(reader, rendered):
    published_event(title_en="Harbour", title_zh="港湾")
    for address in (HOME, "/zh-hans/", "/en/?kind=launch", "/en/?kind=pilot"):
        reader.get(address)
    assert len(rendered) == 4
    assert "港湾" in reader.get("/zh-hans/").content.decode()
    assert "港湾" not in reader.get(HOME).content.decode()
    for headers in (
        {"host": "localhost"},
        {"host": "127.0.0.1:8000"},
        {"x-forwarded-proto": "https"},
    ):
        reader.get(HOME, headers=headers)
    reader.get(HOME, secure=True)
    assert len(rendered) == 8


def test_differently_encoded_queries_are_cached_separately(reader, new_client):
    published_event(title_en="Harbour")
    for raw in ("q=é", "q=Ã©"):
        reader.get(HOME, QUERY_STRING=raw)
    plain = new_client().get(HOME + "?q=%C3%83%C2%A9").content.decode()
    assert "Ã©" in plain


def test_page_of_an_editor_is_never_cached(reader, editor, rendered):
    EventFactory(title_en="Secret", when="2019")
    reader.get(HOME + "?state=draft")
    for _ in range(2):
        response = editor.get(HOME + "?state=draft")
        assert "Secret" in response.content.decode()
        assert "ETag" not in response
        assert "Cookie" in response["Vary"]
    assert len(rendered) == 3
    assert "Secret" not in reader.get(HOME + "?state=draft").content.decode()


def test_page_after_signing_in_is_rendered_for_the_editor(new_client, editor_user, rendered):
    client = new_client()
    etag = client.get(HOME)["ETag"]
    client.force_login(editor_user)
    response = client.get(HOME, headers={"if-none-match": etag})
    assert response.status_code == 200
    assert "Sign out" in response.content.decode()
    client.logout()
    assert "Sign out" not in client.get(HOME).content.decode()


def test_page_that_sets_a_cookie_is_not_cached(reader, new_client, rendered):
    """A message for an editor who signed out is in a cookie."""
    request = RequestFactory().get(HOME)
    response = Client().get("/healthz")
    storage = CookieStorage(request)
    storage.add(20, "The event “Secret” was changed.")
    storage.update(response)
    client = new_client()
    client.cookies["messages"] = response.cookies["messages"].value
    shown = client.get(HOME)
    assert "Secret" in shown.content.decode()
    # A message that was shown is deleted.
    assert shown.cookies["messages"].value == ""
    assert "Secret" not in reader.get(HOME).content.decode()


def test_cached_page_sets_no_cookie(reader):
    for _ in range(2):
        assert reader.get(HOME).cookies == {}


def test_error_response_is_not_cached(reader, rendered):
    address = reverse("timeline_window") + "?from=soon"
    for _ in range(2):
        response = reader.get(address)
        assert response.status_code == 400
        assert "ETag" not in response


def test_etag_is_weak_and_changes_with_the_page(reader):
    event = published_event()
    etag = reader.get(HOME)["ETag"]
    assert etag.startswith('W/"')
    assert reader.get(HOME)["ETag"] == etag
    Event.objects.filter(pk=event.pk).update(title_en="Other")
    assert reader.get(HOME)["ETag"] != etag


@pytest.mark.parametrize("header", ["{}", '"other", {}', "*", '{}, W/"x"'])
@pytest.mark.parametrize("method", ["get", "head"])
def test_page_that_the_client_has_is_not_sent_again(reader, header, method):
    """RFC 9110, section 15.4.5: no body, and the cache headers of a 200 response."""
    first = reader.get(HOME)
    response = getattr(reader, method)(
        HOME, headers={"if-none-match": header.format(first["ETag"])}
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


def test_page_is_compressed_if_the_client_accepts_gzip(reader):
    plain = reader.get(HOME)
    packed = reader.get(HOME, headers={"accept-encoding": "br, gzip"})
    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed["Content-Length"] == str(len(packed.content))
    for response in (plain, packed):
        vary = {word.strip() for word in response["Vary"].split(",")}
        assert {"Accept-Encoding", "Cookie"} <= vary


def test_cached_page_has_the_headers_of_the_first_response(reader):
    first, second = reader.get(HOME), reader.get(HOME)
    per_request = {"X-Request-ID"}
    assert {name: value for name, value in first.items() if name not in per_request} == {
        name: value for name, value in second.items() if name not in per_request
    }
    assert first["X-Request-ID"] != second["X-Request-ID"]


def test_head_has_the_headers_of_get_and_no_body(reader, rendered):
    head = reader.head(HOME)
    assert head.content == b""
    assert b"</html>" in reader.get(HOME).content
    assert head["ETag"] == reader.get(HOME)["ETag"]
    assert len(rendered) == 1


@pytest.mark.parametrize("cookie", [settings.SESSION_COOKIE_NAME])
def test_request_with_an_expired_session_is_rendered(new_client, rendered, cookie):
    client = new_client()
    client.get(HOME)
    client.cookies[cookie] = "gone"
    assert "Sign in" in client.get(HOME).content.decode()
    assert len(rendered) == 2


def test_least_recently_used_pages_are_evicted(settings):
    settings.PAGE_FRESH_FOR = 60
    version, rendered = object(), []

    def version_of(request):
        rendered.append(request.path)
        return version

    middleware = PageCacheMiddleware(path_view(version_of))
    for number in range(1, MOST_PAGES + 20):
        for path in (f"/{number}", "/0"):
            middleware(RequestFactory().get(path))
    assert len(middleware.pages) == MOST_PAGES
    assert rendered.count("/0") == 1


def path_view(version_of):
    """Return a view whose response is the path, with the version that `version_of` returns."""
    from django.http import HttpResponse

    def respond(request):
        response = HttpResponse(request.path)
        asked_at = time.monotonic()
        response.made_from = (version_of(request), asked_at)
        return response

    return respond


def test_slow_page_does_not_make_older_pages_valid_again(settings):
    """A page begun before a change and finished after it says nothing about the current version."""
    settings.PAGE_FRESH_FOR = 60
    event = published_event()
    old = get_index().version
    began, may_end = threading.Event(), threading.Event()

    def version_of(request):
        if request.path == "/slow":
            began.set()
            assert may_end.wait(20)
            return old
        return get_index().version if request.path == "/fresh" else old

    middleware = PageCacheMiddleware(path_view(version_of))
    ask = lambda path: middleware(RequestFactory().get(path))  # noqa: E731
    ask("/kept")
    slow = threading.Thread(target=ask, args=["/slow"])
    slow.start()
    assert began.wait(20)
    Event.objects.filter(pk=event.pk).update(importance=5)
    ask("/fresh")
    may_end.set()
    slow.join(20)
    key = next(key for key in middleware.pages if "/kept" in key)
    assert middleware._kept(key) is None


def test_concurrent_requests(settings):
    # No thread uses the database, because it would leave its connection open.
    settings.PAGE_FRESH_FOR = 600
    version, failed = object(), []
    middleware = PageCacheMiddleware(path_view(lambda request: version))

    def ask(start):
        try:
            for number in range(400):
                path = f"/{(start + number) % 300}"
                assert middleware(RequestFactory().get(path)).content.decode() == path
        except BaseException as error:  # noqa: BLE001 - asserted below
            failed.append(error)

    ask(0)
    threads = [threading.Thread(target=ask, args=[start]) for start in (0, 50, 100, 299)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failed == []
    assert len(middleware.pages) == MOST_PAGES
