"""Full-page cache for anonymous requests: compressed pages with their ETags.

A page is valid for the version of the index that it was rendered from. The version is checked at
most once in settings.PAGE_FRESH_FOR seconds, so a page can be that old. Requests with a session or
messages cookie, or with `Cache-Control: no-cache`, are always rendered.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
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

MOST_PAGES = 256
COMPRESSION = 6
OF_ONE_READER = frozenset({settings.SESSION_COOKIE_NAME, "messages"})
"""Cookies of requests whose page may contain data of one user."""

ViewFunc = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Page:
    """A cached response: headers, compressed body, ETag, and the version of the index behind it."""

    version: object
    headers: dict[str, str]
    body: bytes
    etag: str


def cached_page(view: ViewFunc) -> ViewFunc:
    """Mark a view's successful responses as equal for all requests without an account.

    The view finds the index to render from as `request.index`.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        # Read before the view, so that a change during the view never makes an old page look new.
        asked_at, request.index = time.monotonic(), _read_index()
        response = view(request, *args, **kwargs)
        if request.user.is_anonymous and response.status_code == 200:
            response.made_from = (request.index.version, asked_at)
        return response

    return wrapper


class PageCacheMiddleware:
    """Middleware that answers from the cache, and stores responses that `cached_page` marks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.pages: OrderedDict[tuple, Page] = OrderedDict()
        self.lock = threading.Lock()
        self.version: object = None
        self.asked_at = 0.0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the cached page if it is valid, else render the page.

        A rendered page is cached if `cached_page` marked it and it sets no cookie.
        """
        if not is_for_all(request):
            return self.get_response(request)
        key = key_of(request)
        page = None if insists(request) else self._kept(key)
        if page is None:
            response = self.get_response(request)
            made_from = getattr(response, "made_from", None)
            # A response that sets a cookie is for one client; so may be its content.
            if made_from is None or response.cookies:
                return response
            page = self._keep(key, *made_from, response)
        return _answer(request, page)

    def _kept(self, key: tuple) -> Page | None:
        page = self.pages.get(key)
        if page is None:
            return None
        if time.monotonic() - self.asked_at >= settings.PAGE_FRESH_FOR:
            asked_at = time.monotonic()
            self._note(_read_index().version, asked_at)
        if page.version is not self.version:
            return None
        with self.lock:
            if key in self.pages:
                self.pages.move_to_end(key)
        return page

    def _keep(self, key: tuple, version: object, asked_at: float, response: HttpResponse) -> Page:
        body = response.content
        headers = {name: value for name, value in response.items() if name != "Content-Length"}
        compressed = gzip.compress(body, COMPRESSION, mtime=0)
        page = Page(version, headers, compressed, etag_of(response))
        self._note(version, asked_at)
        with self.lock:
            self.pages[key] = page
            self.pages.move_to_end(key)
            while len(self.pages) > MOST_PAGES:
                self.pages.popitem(last=False)
        return page

    def _note(self, version: object, asked_at: float) -> None:
        """Store the version seen at a time, unless a later one is known."""
        with self.lock:
            if asked_at >= self.asked_at:
                self.version, self.asked_at = version, asked_at


def _read_index() -> Any:
    """Return the index that settings.PAGE_INDEX names.

    `web` is a layer below the index and cannot import it.
    """
    return import_string(settings.PAGE_INDEX)()


def is_for_all(request: HttpRequest) -> bool:
    """Return whether the response may be the same for every user without an account."""
    return request.method in ("GET", "HEAD") and OF_ONE_READER.isdisjoint(request.COOKIES)


def key_of(request: HttpRequest) -> tuple:
    """Return the cache key of a request."""
    meta = request.META
    return (
        request.scheme,
        meta.get("HTTP_HOST") or meta.get("SERVER_NAME"),
        meta.get("HTTP_X_FORWARDED_PROTO"),
        # The citations of pages contain the current day.
        timezone.localdate(),
        request.path,
        # Raw: after decoding and encoding, different queries could have the same key.
        meta.get("QUERY_STRING", ""),
    )


def insists(request: HttpRequest) -> bool:
    """Return whether the client requires a newly rendered page."""
    return "no-cache" in request.headers.get("Cache-Control", "")


def etag_of(response: HttpResponse) -> str:
    """Return the ETag of the body.

    It is sent as a weak one, because the response may be compressed.
    """
    return f'"{hashlib.blake2b(response.content, digest_size=12).hexdigest()}"'


def has_it(request: HttpRequest, etag: str) -> bool:
    """Return whether If-None-Match matches this ETag."""
    header = request.headers.get("If-None-Match", "")
    return header == "*" or etag in header


def tagged(response: HttpResponse, etag: str) -> HttpResponse:
    """Return the response with its ETag and with headers that make clients revalidate each time."""
    response["ETag"] = f"W/{etag}"
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ("Accept-Encoding", "Cookie"))
    return response


def _answer(request: HttpRequest, page: Page) -> HttpResponse:
    """Return 304 if the client has the page, else the page, compressed if the client accepts it."""
    is_known = has_it(request, page.etag)
    response = HttpResponseNotModified() if is_known else HttpResponse()
    for name, value in page.headers.items():
        response[name] = value
    tagged(response, page.etag)
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
