"""Whole pages kept ready for readers without an account, compressed, with their ETags.

A page is kept for the columns it was made from: after a change it is made anew. Whether there was
one is asked at most once in settings.PAGE_FRESH_FOR seconds, so a reader may see a page that is as
old as that. Who is signed in, or asks with `Cache-Control: no-cache`, gets a page made for them.
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
"""Cookies with which a page may say what is for one reader alone."""

ViewFunc = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Page:
    """A response as it was, its body compressed, and the version of the columns behind it."""

    version: object
    headers: dict[str, str]
    body: bytes
    etag: str


def cached_page(view: ViewFunc) -> ViewFunc:
    """Mark a view's successful answers as the same for every reader without an account.

    The view finds the index to make its page from as `request.index`.
    """

    @wraps(view)
    def marked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        # Before the view, so that a change during it makes the page older, never newer, than this.
        asked_at, request.index = time.monotonic(), _read_index()
        response = view(request, *args, **kwargs)
        if request.user.is_anonymous and response.status_code == 200:
            response.made_from = (request.index.version, asked_at)
        return response

    return marked


class PageCacheMiddleware:
    """Answers from the pages kept, and keeps those that `cached_page` marks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.pages: OrderedDict[tuple, Page] = OrderedDict()
        self.lock = threading.Lock()
        self.version: object = None
        self.asked_at = 0.0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_for_all(request):
            return self.get_response(request)
        key = key_of(request)
        page = None if insists(request) else self._kept(key)
        if page is None:
            response = self.get_response(request)
            made_from = getattr(response, "made_from", None)
            # A cookie that is set is for one client, and so may be what the page says.
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
        packed = gzip.compress(body, COMPRESSION, mtime=0)
        page = Page(version, headers, packed, etag_of(response))
        self._note(version, asked_at)
        with self.lock:
            self.pages[key] = page
            self.pages.move_to_end(key)
            while len(self.pages) > MOST_PAGES:
                self.pages.popitem(last=False)
        return page

    def _note(self, version: object, asked_at: float) -> None:
        """Remember which version there was at a moment, unless a later one is known of."""
        with self.lock:
            if asked_at >= self.asked_at:
                self.version, self.asked_at = version, asked_at


def _read_index() -> Any:
    """Return what settings.PAGE_INDEX names: `web` is below the index and cannot import it."""
    return import_string(settings.PAGE_INDEX)()


def is_for_all(request: HttpRequest) -> bool:
    """Whether the answer may be the same for every reader without an account."""
    return request.method in ("GET", "HEAD") and OF_ONE_READER.isdisjoint(request.COOKIES)


def key_of(request: HttpRequest) -> tuple:
    meta = request.META
    return (
        request.scheme,
        meta.get("HTTP_HOST") or meta.get("SERVER_NAME"),
        meta.get("HTTP_X_FORWARDED_PROTO"),
        # Pages say on which day they were read: in their citations.
        timezone.localdate(),
        request.path,
        # As it came: encoded anew, bytes that mean one query would stand for another.
        meta.get("QUERY_STRING", ""),
    )


def insists(request: HttpRequest) -> bool:
    return "no-cache" in request.headers.get("Cache-Control", "")


def etag_of(response: HttpResponse) -> str:
    """The tag of what a response says, to be sent as a weak one: it may be compressed."""
    return f'"{hashlib.blake2b(response.content, digest_size=12).hexdigest()}"'


def has_it(request: HttpRequest, etag: str) -> bool:
    """Whether the client says that it has what this tag stands for."""
    asked = request.headers.get("If-None-Match", "")
    return asked == "*" or etag in asked


def tagged(response: HttpResponse, etag: str) -> HttpResponse:
    """The response for a client that asks each time whether it is still right."""
    response["ETag"] = f"W/{etag}"
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ("Accept-Encoding", "Cookie"))
    return response


def _answer(request: HttpRequest, page: Page) -> HttpResponse:
    """The page as the client takes it: not at all if it has it, compressed if it can."""
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
