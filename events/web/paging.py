"""Cursors in the query string, and the query strings of the previous and next page."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from events.web.keyset import Cursor, CursorError, Slice


def cursor_of(request: HttpRequest, problems: list[str]) -> Cursor | None:
    """Return the cursor of the query string, or None.

    A malformed cursor adds a message to `problems`.
    """
    value = request.GET.get("cursor")
    if not value:
        return None
    try:
        return Cursor.parse(value)
    except CursorError:
        problems.append(_not_understood())
        return None


def page_queries(request: HttpRequest, page: Slice) -> dict[str, str]:
    """Return `previous_query` and `next_query` for the pager, empty without such a page."""
    return {
        "previous_query": query_with(request, cursor=page.previous) if page.previous else "",
        "next_query": query_with(request, cursor=page.next) if page.next else "",
    }


def query_with(request: HttpRequest, **changes: object) -> str:
    """Return the query string with some parameters changed. None removes a parameter."""
    data = request.GET.copy()
    for name, value in changes.items():
        data.pop(name, None)
        if value is not None:
            data[name] = str(value)
    return data.urlencode()


@dataclass(frozen=True)
class IdPage:
    """One page of rows ordered by id, with the query strings of the previous and next page."""

    rows: list
    previous_query: str
    next_query: str

    @property
    def queries(self) -> dict[str, str]:
        """`previous_query` and `next_query` for the pager."""
        return {"previous_query": self.previous_query, "next_query": self.next_query}


def page_by_id(
    request: HttpRequest,
    rows: QuerySet,
    *,
    size: int,
    newest_first: bool,
    problems: list[str],
) -> IdPage:
    """Return the page of `rows` at the cursor of the query string, `57.after` or `57.before`.

    A malformed cursor adds a message to `problems`.
    """
    pk, is_before = _id_cursor(request, problems)
    descending = newest_first != is_before
    if pk:
        rows = rows.filter(**{"pk__lt" if descending else "pk__gt": pk})
    results = list(rows.order_by("-pk" if descending else "pk")[: size + 1])
    has_more = len(results) > size
    results = results[:size]
    if is_before:
        results.reverse()
    has_previous, has_next = (has_more, True) if is_before else (bool(pk), has_more)
    return IdPage(
        results,
        query_with(request, cursor=f"{results[0].pk}.before") if results and has_previous else "",
        query_with(request, cursor=f"{results[-1].pk}.after") if results and has_next else "",
    )


def _id_cursor(request: HttpRequest, problems: list[str]) -> tuple[int, bool]:
    """Return the id in the cursor, and whether the page is before it.

    The id is 0 without a valid cursor.
    """
    value = request.GET.get("cursor", "")
    if not value:
        return 0, False
    pk, _dot, side = value.partition(".")
    if pk.isascii() and pk.isdigit() and len(pk) < 19 and side in ("after", "before"):
        return int(pk), side == "before"
    problems.append(_not_understood())
    return 0, False


def _not_understood() -> str:
    return _("Invalid position in the list. Showing the first page.")
