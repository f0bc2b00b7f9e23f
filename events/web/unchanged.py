"""Conditional GET: answer 304 without rendering while nothing was written to the database.

PostgreSQL's snapshot (https://www.postgresql.org/docs/current/functions-info.html, "Transaction ID
and Snapshot Information Functions") identifies the transactions that have written and ended, and
those that have written and are still open. While it is the same, every row is the same. It also
changes with writes that a page does not depend on: then the page is rendered, and its ETag tells
whether it differs.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from events.web.page_cache import etag_of, has_it, insists, is_for_all, key_of, tagged

MOST = 512
"""ETags that are cached per view; each is of one page."""
SNAPSHOT = "SELECT pg_current_snapshot()::text"

ViewFunc = Callable[..., HttpResponse]


def unchanged_page(view: ViewFunc) -> ViewFunc:
    """Give the pages of a view ETags, and answer 304 without rendering if nothing was written.

    Only for requests without an account, whose page depends on the URL and the database alone.
    """
    cache: OrderedDict[tuple, tuple[str, str]] = OrderedDict()
    lock = threading.Lock()

    @wraps(view)
    def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        # A transaction's snapshot does not show its own writes.
        if not is_for_all(request) or connection.in_atomic_block:
            return view(request, *args, **kwargs)
        key, snapshot = key_of(request), _snapshot()
        cached_snapshot, etag = cache.get(key, ("", ""))
        if cached_snapshot == snapshot and has_it(request, etag) and not insists(request):
            return tagged(HttpResponseNotModified(), etag)
        response = view(request, *args, **kwargs)
        if response.status_code != 200:
            return response
        etag = etag_of(response)
        with lock:
            cache[key] = snapshot, etag
            cache.move_to_end(key)
            while len(cache) > MOST:
                cache.popitem(last=False)
        return tagged(HttpResponseNotModified() if has_it(request, etag) else response, etag)

    return wrapper


def _snapshot() -> str:
    with connection.cursor() as cursor:
        cursor.execute(SNAPSHOT)
        return cursor.fetchone()[0]
