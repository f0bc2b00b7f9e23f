"""The place in a long list that an address asks for, and the addresses of the pages beside it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from events.web.keyset import Cursor, CursorError, Slice


def cursor_of(request: HttpRequest, problems: list[str]) -> Cursor | None:
    """The cursor in the address; for one not understood None, and a problem more."""
    given = request.GET.get("cursor")
    if not given:
        return None
    try:
        return Cursor.parse(given)
    except CursorError:
        problems.append(_not_understood())
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


@dataclass(frozen=True)
class IdPage:
    """One page of rows in the order of their ids, with the query strings of its neighbours."""

    rows: list
    previous_query: str
    next_query: str

    @property
    def queries(self) -> dict[str, str]:
        return {"previous_query": self.previous_query, "next_query": self.next_query}


def page_by_id(
    request: HttpRequest,
    rows: QuerySet,
    *,
    size: int,
    newest_first: bool,
    problems: list[str],
) -> IdPage:
    """The page of `rows` that the address asks for with `cursor=57.after` or `57.before`."""
    pk, is_before = _id_cursor(request, problems)
    descending = newest_first != is_before
    if pk:
        rows = rows.filter(**{"pk__lt" if descending else "pk__gt": pk})
    found = list(rows.order_by("-pk" if descending else "pk")[: size + 1])
    has_more = len(found) > size
    found = found[:size]
    if is_before:
        found.reverse()
    has_previous, has_next = (has_more, True) if is_before else (bool(pk), has_more)
    return IdPage(
        found,
        query_with(request, cursor=f"{found[0].pk}.before") if found and has_previous else "",
        query_with(request, cursor=f"{found[-1].pk}.after") if found and has_next else "",
    )


def _id_cursor(request: HttpRequest, problems: list[str]) -> tuple[int, bool]:
    """The id the page stands beside and whether it is in front of it; 0 is no id."""
    given = request.GET.get("cursor", "")
    if not given:
        return 0, False
    pk, _dot, side = given.partition(".")
    if pk.isascii() and pk.isdigit() and len(pk) < 19 and side in ("after", "before"):
        return int(pk), side == "before"
    problems.append(_not_understood())
    return 0, False


def _not_understood() -> str:
    return _("The place in the list is not understood. This is its beginning.")
