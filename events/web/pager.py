"""The cursor in the query string of a page, and the query strings of its neighbours."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from events.web.pagination import Cursor, CursorError, Order, Page


def cursor_of(request: HttpRequest, order: Order, problems: list[str]) -> Cursor | None:
    """Return the cursor of the query string, or None.

    A malformed cursor adds a message to `problems`.
    """
    text = request.GET.get("cursor")
    if not text:
        return None
    try:
        return order.parse(text)
    except CursorError:
        problems.append(_("Invalid position in the list. Showing the first page."))
        return None


def page_queries(request: HttpRequest, page: Page) -> dict[str, str]:
    """Return `previous_query` and `next_query` for the pager, empty without such a page."""
    return {
        "previous_query": query_with(request, cursor=page.previous) if page.previous else "",
        "next_query": query_with(request, cursor=page.next) if page.next else "",
    }


def query_with(request: HttpRequest, **changes: str | None) -> str:
    """Return the query string with some parameters changed. None removes a parameter."""
    data = request.GET.copy()
    for name, value in changes.items():
        data.pop(name, None)
        if value is not None:
            data[name] = value
    return data.urlencode()
