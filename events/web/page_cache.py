"""Cache of pages for readers without an account: compressed bodies with their ETags.

The rule: a page is valid on the day of its key, while the version of the data is the one that was
read before the page was rendered. The version changes with every write to a table that readers see
(`settings.PAGE_VERSION`, docs/adr/0015). So a page that is cached must depend on nothing but its
key, the database and the code. Pages that are no longer valid stay until they are replaced or
evicted.

Requests with a session or messages cookie never use the cache. Those with `Cache-Control: no-cache`
get a newly rendered page.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.module_loading import import_string

MAX_BYTES = 32 * 2**20
"""Size of the pages that a process keeps, with their keys and headers."""
PAGE_OVERHEAD = 2048
"""Approximate size of the objects of a page, in bytes, besides their text."""
COMPRESSION_LEVEL = 6
PRIVATE_COOKIES = frozenset({settings.SESSION_COOKIE_NAME, "messages"})
"""Cookies of requests whose page may contain data of one user."""

ViewFunc = Callable[..., HttpResponse]
CacheKey = tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """A response: headers, compressed body, ETag, and the version of the data behind it.

    `max_age` is the time in seconds for which the version need not be checked again.
    """

    version: object
    max_age: float
    headers: dict[str, str]
    body: bytes
    etag: str

    @classmethod
    def of(cls, response: HttpResponse) -> Page:
        """Return the page of a response that `cached_page` or `conditional_page` marked."""
        headers = {name: value for name, value in response.items() if name != "Content-Length"}
        etag = f'"{hashlib.blake2b(response.content, digest_size=12).hexdigest()}"'
        body = gzip.compress(response.content, COMPRESSION_LEVEL, mtime=0)
        return cls(*response.page_origin, headers, body, etag)


class PageStore:
    """Pages by key, at most `max_bytes`; the least recently used are evicted. For all threads."""

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes, self.size = max_bytes, 0
        self.pages: OrderedDict[CacheKey, Page] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, key: CacheKey) -> Page | None:
        """Return a page, valid or not, and mark it as used."""
        with self.lock:
            if key in self.pages:
                self.pages.move_to_end(key)
            return self.pages.get(key)

    def put(self, key: CacheKey, page: Page) -> None:
        """Keep a page instead of the one with its key, unless it alone is too large."""
        with self.lock:
            if key in self.pages:
                self.size -= _size(key, self.pages.pop(key))
            if (size := _size(key, page)) > self.max_bytes:
                return
            self.pages[key] = page
            self.size += size
            while self.size > self.max_bytes:
                self.size -= _size(*self.pages.popitem(last=False))


def _size(key: CacheKey, page: Page) -> int:
    texts = (*key, *page.headers, *page.headers.values())
    return PAGE_OVERHEAD + len(page.body) + sum(map(len, texts))


def cached_page(view: ViewFunc) -> ViewFunc:
    """Cache the pages of a view; they may be settings.PAGE_FRESH_FOR seconds old."""
    return _cached(view, lambda: settings.PAGE_FRESH_FOR)


def conditional_page(view: ViewFunc) -> ViewFunc:
    """Cache the pages of a view; every request checks that its page is still valid."""
    return _cached(view, lambda: 0)


def _cached(view: ViewFunc, read_max_age: Callable[[], float]) -> ViewFunc:
    """Mark the successful responses of a view with the version and age that `Page` has."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_cacheable(request):
            return view(request, *args, **kwargs)
        max_age = read_max_age()
        # Read before the view, so that a change during the view never makes an old page look new.
        version = getattr(request, "page_version", None)
        if version is None and not requires_new_page(request):
            version = _data_version(max_age)
        response = view(request, *args, **kwargs)
        if request.user.is_anonymous and response.status_code == 200:
            response.page_origin = version, max_age
        return response

    return wrapper


class PageCacheMiddleware:
    """Middleware that answers from the cache, and stores the responses of marked views."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.store = PageStore(MAX_BYTES)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the cached page if it is valid, else render the page and cache it."""
        if not is_cacheable(request):
            return self.get_response(request)
        key = cache_key(request)
        page = None if requires_new_page(request) else self._valid_page(request, key)
        if page is None:
            response = self.get_response(request)
            # A response that sets a cookie is for one client; so may be its content.
            if not hasattr(response, "page_origin") or response.cookies:
                return response
            page = Page.of(response)
            if page.version is not None:
                self.store.put(key, page)
        return _answer(request, page)

    def _valid_page(self, request: HttpRequest, key: CacheKey) -> Page | None:
        page = self.store.get(key)
        if page is None:
            return None
        # If the page is not valid, the view uses this version and does not read it again.
        request.page_version = _data_version(page.max_age)
        return page if page.version is request.page_version else None


def _data_version(max_age: float) -> object:
    """Return the version of the data; `web` is below the models and cannot import it."""
    return import_string(settings.PAGE_VERSION)(max_age)


def is_cacheable(request: HttpRequest) -> bool:
    """Return whether the response may be the same for every user without an account."""
    return request.method in ("GET", "HEAD") and PRIVATE_COOKIES.isdisjoint(request.COOKIES)


def cache_key(request: HttpRequest) -> CacheKey:
    """Return the cache key of a request: all that a page depends on besides the data."""
    meta = request.META
    return (
        request.scheme,
        meta.get("HTTP_HOST") or meta.get("SERVER_NAME", ""),
        meta.get("HTTP_X_FORWARDED_PROTO", ""),
        # The citations of pages contain the current day.
        timezone.localdate().isoformat(),
        request.path,
        # Raw: after decoding and encoding, different queries could have the same key.
        meta.get("QUERY_STRING", ""),
    )


def requires_new_page(request: HttpRequest) -> bool:
    """Return whether the client requires a newly rendered page."""
    return "no-cache" in request.headers.get("Cache-Control", "")


def etag_matches(request: HttpRequest, etag: str) -> bool:
    """Return whether If-None-Match matches this ETag."""
    header = request.headers.get("If-None-Match", "")
    return header == "*" or etag in header


def _answer(request: HttpRequest, page: Page) -> HttpResponse:
    """Return 304 if the client has the page, else the page, compressed if the client accepts it.

    The ETag is weak because the response may be compressed; clients revalidate the page each time.
    """
    is_known = etag_matches(request, page.etag)
    response = HttpResponseNotModified() if is_known else HttpResponse()
    for name, value in page.headers.items():
        response[name] = value
    response["ETag"], response["Cache-Control"] = f"W/{page.etag}", "private, no-cache"
    patch_vary_headers(response, ("Accept-Encoding", "Cookie"))
    if is_known:
        del response["Content-Type"]
        return response
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response["Content-Encoding"] = "gzip"
        response.content = page.body
    else:
        response.content = gzip.decompress(page.body)
    response["Content-Length"] = str(len(response.content))
    return response
