"""The place in a long list that an address asks for, and the addresses of the pages beside it."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from events.keyset import Cursor, CursorError, Slice


def cursor_of(request: HttpRequest, problems: list[str]) -> Cursor | None:
    """The cursor in the address; for one not understood None, and a problem more."""
    given = request.GET.get("cursor")
    if not given:
        return None
    try:
        return Cursor.parse(given)
    except CursorError:
        problems.append(_("The place in the list is not understood. This is its beginning."))
        return None


def page_queries(request: HttpRequest, page: Slice) -> dict[str, str]:
    """`previous_query` and `next_query` for the pager; empty where there is no such page."""
    return {
        "previous_query": query_with(request, cursor=page.previous) if page.previous else "",
        "next_query": query_with(request, cursor=page.next) if page.next else "",
    }


def query_with(request: HttpRequest, **changes: object) -> str:
    """The query string with some parameters changed; None takes one out."""
    data = request.GET.copy()
    for name, value in changes.items():
        data.pop(name, None)
        if value is not None:
            data[name] = str(value)
    return data.urlencode()
