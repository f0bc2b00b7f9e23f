"""Pages kept ready: the right one to the right reader, and none that is older than it says."""

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
INSIST = {"cache-control": "no-cache"}


@pytest.fixture
def made(monkeypatch):
    """Which pages were made, not kept: their paths, one after another."""
    views = import_module("events.timeline.views")
    found, before = [], views.render

    def render(request, *args, **kwargs):
        found.append(request.get_full_path())
        return before(request, *args, **kwargs)

    monkeypatch.setattr(views, "render", render)
    return found


@pytest.fixture
def site(reader):
    """The one site that all clients of a test ask: by itself each would have its own."""
    return reader.handler


@pytest.fixture
def another(site):
    def make():
        client = Client()
        client.handler = site
        return client

    return make


@pytest.fixture
def editor(another, editor_user):
    client = another()
    client.force_login(editor_user)
    return client


def test_page_is_made_once_until_something_changes(reader, made):
    event = published_event(title_en="Before")
    assert reader.get(HOME).content == reader.get(HOME).content
    assert made == [HOME]
    Event.objects.filter(pk=event.pk).update(title_en="After")
    assert b"After" in reader.get(HOME).content
    assert made == [HOME] * 2


def test_page_is_kept_no_longer_than_it_says(reader, settings, made):
    settings.PAGE_FRESH_FOR = 60
    event = published_event(title_en="Before")
    reader.get(HOME)
    Event.objects.filter(pk=event.pk).update(title_en="After")
    assert b"After" not in reader.get(HOME).content
    settings.PAGE_FRESH_FOR = 0
    assert b"After" in reader.get(HOME).content


def test_reader_who_insists_gets_a_page_made_for_them(reader, made):
    reader.get(HOME)
    reader.get(HOME, headers=INSIST)
    assert made == [HOME] * 2


def test_each_address_language_and_host_has_its_own(reader, made):
    published_event(title_en="Harbour", title_zh="港湾")
    for address in (HOME, "/zh-hans/", "/en/?kind=launch", "/en/?kind=pilot"):
        reader.get(address)
    assert len(made) == 4
    assert "港湾" in reader.get("/zh-hans/").content.decode()
    assert "港湾" not in reader.get(HOME).content.decode()
    for headers in (
        {"host": "localhost"},
        {"host": "127.0.0.1:8000"},
        {"x-forwarded-proto": "https"},
    ):
        reader.get(HOME, headers=headers)
    reader.get(HOME, secure=True)
    assert len(made) == 8


def test_bytes_that_mean_another_query_have_a_page_of_their_own(reader, another):
    published_event(title_en="Harbour")
    for raw in ("q=é", "q=Ã©"):
        reader.get(HOME, QUERY_STRING=raw)
    plain = another().get(HOME + "?q=%C3%83%C2%A9").content.decode()
    assert "Ã©" in plain


def test_page_of_an_editor_is_neither_kept_nor_given_away(reader, editor, made):
    EventFactory(title_en="Secret", when="2019")
    reader.get(HOME + "?state=draft")
    for _ in range(2):
        response = editor.get(HOME + "?state=draft")
        assert "Secret" in response.content.decode()
        assert "ETag" not in response
        assert "Cookie" in response["Vary"]
    assert len(made) == 3
    assert "Secret" not in reader.get(HOME + "?state=draft").content.decode()


def test_page_after_signing_in_is_one_of_an_editor(another, editor_user, made):
    client = another()
    etag = client.get(HOME)["ETag"]
    client.force_login(editor_user)
    response = client.get(HOME, headers={"if-none-match": etag})
    assert response.status_code == 200
    assert "Sign out" in response.content.decode()
    client.logout()
    assert "Sign out" not in client.get(HOME).content.decode()


def test_page_that_sets_a_cookie_is_not_kept(reader, another, made):
    """A message left for an editor who signed out travels in a cookie of its own."""
    request = RequestFactory().get(HOME)
    response = Client().get("/healthz")
    storage = CookieStorage(request)
    storage.add(20, "The event “Secret” was changed.")
    storage.update(response)
    client = another()
    client.cookies["messages"] = response.cookies["messages"].value
    told = client.get(HOME)
    assert "Secret" in told.content.decode()
    # Shown, it is taken back.
    assert told.cookies["messages"].value == ""
    assert "Secret" not in reader.get(HOME).content.decode()


def test_kept_page_carries_no_cookie(reader):
    for _ in range(2):
        assert reader.get(HOME).cookies == {}


def test_answer_that_is_not_a_success_is_not_kept(reader, made):
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


@pytest.mark.parametrize("form", ["{}", '"other", {}', "*", '{}, W/"x"'])
@pytest.mark.parametrize("method", ["get", "head"])
def test_page_that_the_client_has_is_not_sent_again(reader, form, method):
    """RFC 9110, section 15.4.5: no body; what a 200 would have said of the cache stays."""
    first = reader.get(HOME)
    response = getattr(reader, method)(HOME, headers={"if-none-match": form.format(first["ETag"])})
    assert response.status_code == 304
    assert response.content == b""
    for name in ("ETag", "Cache-Control", "Vary", "Content-Security-Policy"):
        assert response[name] == first[name]
    for name in ("Content-Type", "Content-Length", "Content-Encoding"):
        assert name not in response


@pytest.mark.parametrize("form", ['"other"', "", 'W/""', "nonsense"])
def test_page_that_the_client_does_not_have_is_sent(reader, form):
    reader.get(HOME)
    assert reader.get(HOME, headers={"if-none-match": form}).status_code == 200


def test_strong_form_of_the_etag_compares_weakly(reader):
    etag = reader.get(HOME)["ETag"].removeprefix("W/")
    assert reader.get(HOME, headers={"if-none-match": etag}).status_code == 304


def test_page_is_compressed_for_those_who_take_it(reader):
    plain = reader.get(HOME)
    packed = reader.get(HOME, headers={"accept-encoding": "br, gzip"})
    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed["Content-Length"] == str(len(packed.content))
    for response in (plain, packed):
        vary = {word.strip() for word in response["Vary"].split(",")}
        assert {"Accept-Encoding", "Cookie"} <= vary


def test_headers_of_a_kept_page_are_those_of_the_first(reader):
    first, second = reader.get(HOME), reader.get(HOME)
    own = {"X-Request-ID"}
    assert {name: value for name, value in first.items() if name not in own} == {
        name: value for name, value in second.items() if name not in own
    }
    assert first["X-Request-ID"] != second["X-Request-ID"]


def test_head_is_answered_like_get_without_its_body(reader, made):
    head = reader.head(HOME)
    assert head.content == b""
    assert b"</html>" in reader.get(HOME).content
    assert head["ETag"] == reader.get(HOME)["ETag"]
    assert len(made) == 1


@pytest.mark.parametrize("cookie", [settings.SESSION_COOKIE_NAME])
def test_session_that_is_not_one_any_more_gets_a_page_made_for_it(another, made, cookie):
    client = another()
    client.get(HOME)
    client.cookies[cookie] = "gone"
    assert "Sign in" in client.get(HOME).content.decode()
    assert len(made) == 2


def test_no_more_pages_are_kept_than_there_is_room_for_the_least_used_first(settings):
    settings.PAGE_FRESH_FOR = 60
    version, made = object(), []

    def version_of(request):
        made.append(request.path)
        return version

    middleware = PageCacheMiddleware(answering(version_of))
    for number in range(1, MOST_PAGES + 20):
        for path in (f"/{number}", "/0"):
            middleware(RequestFactory().get(path))
    assert len(middleware.pages) == MOST_PAGES
    assert made.count("/0") == 1


def answering(version_of):
    """A site whose every page is its own path, made from what `version_of` says."""
    from django.http import HttpResponse

    def respond(request):
        response = HttpResponse(request.path)
        asked_at = time.monotonic()
        response.made_from = (version_of(request), asked_at)
        return response

    return respond


def test_page_that_took_long_does_not_make_older_ones_fresh_again(settings):
    """A page begun before a change and finished after it says nothing about now."""
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

    middleware = PageCacheMiddleware(answering(version_of))
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


def test_many_threads_may_ask_at_once(settings):
    # No thread asks the database, whose connection it would leave open.
    settings.PAGE_FRESH_FOR = 600
    version, failed = object(), []
    middleware = PageCacheMiddleware(answering(lambda request: version))

    def ask(start):
        try:
            for number in range(400):
                path = f"/{(start + number) % 300}"
                assert middleware(RequestFactory().get(path)).content.decode() == path
        except BaseException as error:  # noqa: BLE001 - told below
            failed.append(error)

    ask(0)
    threads = [threading.Thread(target=ask, args=[start]) for start in (0, 50, 100, 299)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failed == []
    assert len(middleware.pages) == MOST_PAGES
