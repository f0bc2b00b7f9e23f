"""Page cache: the middleware alone, with views that return the path."""

import random
import threading

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse

from events.web import page_cache
from events.web.page_cache import PageCacheMiddleware, cached_page, conditional_page

pytestmark = pytest.mark.django_db


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


def test_response_that_sets_a_cookie_is_not_cached(rf, counted):
    def set_cookie(request):
        response = counted.view(request)
        response.set_cookie("name", "value")
        return response

    middleware = PageCacheMiddleware(cached_page(set_cookie))
    for _ in range(2):
        assert "ETag" not in middleware(anonymous(rf, "/"))
    assert counted.paths == ["/", "/"]


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


@pytest.mark.slow
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
