"""Lists: query parameters, pages of rows, and links to adjacent pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import HttpResponseNotModified, QueryDict
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from events.filters.base import ListFilter
from events.filters.event_list import page_of_events
from events.filters.events import EventFilter
from events.filters.selection import Selection
from events.index import get_index
from events.outputs.api.base import ApiView
from events.outputs.api.errors import BadParameters, Problem
from events.outputs.api.limits import DEFAULT_LIMIT, MAX_LIMIT
from events.web.pagination import Cursor, CursorError, Order, Page


@dataclass(frozen=True)
class PageRequest:
    """The requested page of a list: its size, and the cursor where it begins."""

    limit: int
    cursor: Cursor | None


class BaseList(ApiView):
    """A list. Subclasses set its filter set, order and serializer."""

    filter_class: type
    serializer_class: type
    order: Order

    def get(self, request: Request) -> Response:
        """Return a page of the list. Raise BadParameters with all problems of the query string."""
        parameters = request.query_params.copy()
        # The filter set would report it as an unknown parameter.
        limits = parameters.pop("limit", [])
        filter_set = self.filter_set(parameters)
        order = self.order_for(filter_set)
        problems = [Problem(item.message, item.parameter) for item in filter_set.invalid]
        problems += _empty_values(parameters, {problem.parameter for problem in problems})
        page_request = _page_request(limits, parameters.getlist("cursor"), order, problems)
        if problems:
            raise BadParameters(problems)
        page = self.page(filter_set, page_request)
        cursors = {"prev": page.previous, "next": page.next}
        links = {relation: self._link(cursor) for relation, cursor in cursors.items() if cursor}
        body = {
            "next": links.get("next"),
            "previous": links.get("prev"),
            "results": self.serialized(page.rows, self.serializer_class, many=True),
        }
        return Response(body, headers=_link_header(links))

    def filter_set(self, parameters: QueryDict) -> ListFilter:
        """Return the filter set with these query parameters."""
        return self.filter_class(parameters)

    def order_for(self, filter_set: ListFilter) -> Order:
        """Return the order of the rows."""
        return self.order

    def page(self, filter_set: ListFilter, page_request: PageRequest) -> Page:
        """Return the rows of the requested page, with the cursors of adjacent pages."""
        rows = self.complete(filter_set.qs)
        return self.order_for(filter_set).page(rows, page_request.cursor, page_request.limit)

    def complete(self, rows: QuerySet) -> QuerySet:
        """Return the rows with everything that their serializer reads.

        The number of queries is fixed.
        """
        raise NotImplementedError

    def _link(self, cursor: str) -> str:
        """Return the address of this request with another cursor."""
        query = self.request.query_params.copy()
        query["cursor"] = cursor
        return f"{self.request.build_absolute_uri(self.request.path)}?{query.urlencode()}"


class BaseEventList(BaseList):
    """The list of events: the filter set of the timeline, newest or oldest first."""

    filter_class = EventFilter

    def get(self, request: Request) -> HttpResponseBase:
        """Return a page of events, or an early 304 if the client has the current ETag.

        The ETag of each response is stored in the event index. Every change to what a list of
        events shows is noted as an IndexChange, and the next request then gets an index without
        stored ETags.
        """
        self.index = get_index()
        tag = self.index.memoized(self._key())
        known = parse_etags(request.headers.get("If-None-Match", ""))
        # Weak comparison (RFC 9110, section 13.1.2).
        if tag and tag in {item.removeprefix("W/") for item in known}:
            return HttpResponseNotModified(headers={"ETag": tag})
        return super().get(request)

    def finalize_response(
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Store the ETag of a complete response in the event index."""
        response = super().finalize_response(request, response, *args, **kwargs)
        if response.status_code == 200 and request.method == "GET":
            self.index.memoize(self._key(), lambda: response["ETag"])
        return response

    def _key(self) -> tuple[str, str, str]:
        """Return the key of the stored ETag: what a response depends on besides the events."""
        language = self.request.headers.get("Accept-Language", "")
        return "tag", self.request.build_absolute_uri(), language

    def filter_set(self, parameters: QueryDict) -> EventFilter:
        """Return the filter set of an anonymous reader."""
        return EventFilter(parameters, user=AnonymousUser(), page_parameters={"cursor", "sort"})

    def order_for(self, filter_set: EventFilter) -> Order:
        """Return the order that the parameter `sort` selects."""
        return filter_set.order

    def page(self, filter_set: EventFilter, page_request: PageRequest) -> Page:
        """Return a page of events, read from the event index."""
        return page_of_events(
            Selection(filter_set, self.index),
            page_request.cursor,
            page_request.limit,
            complete=self.complete,
        )


def refuse_parameters(request: Request) -> None:
    """Raise BadParameters if the request has query parameters. For addresses without any."""
    if request.query_params:
        raise BadParameters(_unknown(request.query_params))


def _unknown(names: Iterable[str]) -> list[Problem]:
    return [Problem(_("Unknown parameter: “%(name)s”.") % {"name": name}, name) for name in names]


def _empty_values(parameters: QueryDict, reported: set[str | None]) -> list[Problem]:
    """Return a problem for each parameter without a value.

    The filter sets are shared with pages, where an empty value is a form field left empty.
    """
    return [
        Problem(_("Enter a value, or omit the parameter."), name)
        for name, values in parameters.lists()
        if name not in reported and name != "cursor" and not all(value.strip() for value in values)
    ]


def _page_request(
    limits: list[str], cursors: list[str], order: Order, problems: list
) -> PageRequest:
    """Parse the limit and the cursor; append their problems to `problems`."""
    limit, cursor = DEFAULT_LIMIT, None
    for name, values in (("limit", limits), ("cursor", cursors)):
        if len(values) > 1:
            message = _("“%(name)s” is given more than once.") % {"name": name}
            problems.append(Problem(message, name))
    if limits:
        text = limits[-1]
        limit = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
        if not 1 <= limit <= MAX_LIMIT:
            message = _("Enter a whole number from 1 to %(most)s.") % {"most": MAX_LIMIT}
            problems.append(Problem(message, "limit"))
    if cursors:
        try:
            cursor = order.parse(cursors[-1])
        except CursorError:
            message = _("Invalid cursor. Use a cursor from a response of this list.")
            problems.append(Problem(message, "cursor"))
    return PageRequest(limit, cursor)


def _link_header(links: dict[str, str]) -> dict[str, str]:
    """Return the Link header of RFC 8288 for adjacent pages, or no header if there are none."""
    header = ", ".join(f'<{address}>; rel="{relation}"' for relation, address in links.items())
    return {"Link": header} if header else {}
