"""Not making a page again for a reader who has it, while nothing was written to the database.

PostgreSQL's snapshot (https://www.postgresql.org/docs/current/functions-info.html, "Transaction ID
and Snapshot Information Functions") names the transactions that have written and ended, and those
that have written and are still open. As long as it reads the same, every row reads the same. It
changes with writes that a page does not depend on, too: then the page is made, and its ETag tells
whether it is another.
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
"""Pages of one view whose ETags are remembered."""
SNAPSHOT = "SELECT pg_current_snapshot()::text"

ViewFunc = Callable[..., HttpResponse]


def unchanged_page(view: ViewFunc) -> ViewFunc:
    """Give a view's pages ETags, and answer 304 without making them while nothing was written.

    For readers without an account, whose page depends on its address and the database alone.
    """
    known: OrderedDict[tuple, tuple[str, str]] = OrderedDict()
    lock = threading.Lock()

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        # A transaction's own writes do not show in its snapshot.
        if not is_for_all(request) or connection.in_atomic_block:
            return view(request, *args, **kwargs)
        key, snapshot = key_of(request), _snapshot()
        made_from, etag = known.get(key, ("", ""))
        if made_from == snapshot and has_it(request, etag) and not insists(request):
            return tagged(HttpResponseNotModified(), etag)
        response = view(request, *args, **kwargs)
        if response.status_code != 200:
            return response
        etag = etag_of(response)
        with lock:
            known[key] = snapshot, etag
            known.move_to_end(key)
            while len(known) > MOST:
                known.popitem(last=False)
        return tagged(HttpResponseNotModified() if has_it(request, etag) else response, etag)

    return answered


def _snapshot() -> str:
    with connection.cursor() as cursor:
        cursor.execute(SNAPSHOT)
        return cursor.fetchone()[0]
