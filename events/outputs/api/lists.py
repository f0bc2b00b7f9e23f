"""Lists: what is asked of them, a page of them, and the way to the next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

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
from events.filters.events import SORTS, EventFilter
from events.filters.selection import Selection
from events.index import get_index
from events.outputs.api.base import ApiView
from events.outputs.api.errors import BadParameters, Problem
from events.outputs.api.orders import DEFAULT_LIMIT, MOST, EventOrder, KeyOrder, neighbours
from events.web.keyset import CursorError, Slice


@dataclass(frozen=True)
class Window:
    """Which part of a list is asked for: how much, and from where on."""

    limit: int
    cursor: object | None


class BaseList(ApiView):
    """A list. Says which filter, order and serializer make it."""

    filter_class: type
    serializer_class: type
    order: KeyOrder

    def get(self, request: Request) -> Response:
        asked = request.query_params.copy()
        # The filter would take it for one of its own that it does not know.
        limits = asked.pop("limit", [])
        chosen = self.chosen(asked)
        order = self.order_of(chosen)
        problems = problems_of(chosen)
        problems += _empty(asked, {problem.parameter for problem in problems})
        window = _window(limits, asked.getlist("cursor"), order, problems)
        if problems:
            raise BadParameters(problems)
        part = self.part(chosen, window)
        links = {relation: self._link(str(cursor)) for relation, cursor in neighbours(part)}
        body = {
            "next": links.get("next"),
            "previous": links.get("prev"),
            "results": self.serialized(part.rows, self.serializer_class, many=True),
        }
        return Response(body, headers=_link_header(links))

    def chosen(self, asked: QueryDict) -> ListFilter:
        return self.filter_class(asked)

    def order_of(self, chosen: ListFilter) -> KeyOrder:
        return self.order

    def part(self, chosen: ListFilter, window: Window) -> Slice:
        """The rows of the part asked for, and the cursors beside it."""
        rows = self.complete(chosen.qs)
        return self.order_of(chosen).page(rows, cursor=window.cursor, size=window.limit)

    def complete(self, rows: QuerySet) -> QuerySet:
        """The rows with all that their serializer reads, in a fixed number of queries."""
        raise NotImplementedError

    def _link(self, cursor: str) -> str:
        """This very address with another cursor."""
        query = self.request.query_params.copy()
        query["cursor"] = cursor
        return f"{self.request.build_absolute_uri(self.request.path)}?{query.urlencode()}"


class BaseEventList(BaseList):
    """The list of events is the timeline's: its filter, and newest or oldest first."""

    filter_class = EventFilter

    def get(self, request: Request) -> HttpResponseBase:
        """As any list. Who has the answer already is told so before it is made once more: all
        that a list of events shows leaves a note when it changes, and the columns follow those."""
        self.index = get_index()
        tag = self.index.memoized(self._key())
        known = parse_etags(request.headers.get("If-None-Match", ""))
        # Weakly compared (RFC 9110, section 13.1.2).
        if tag and tag in {item.removeprefix("W/") for item in known}:
            return HttpResponseNotModified(headers={"ETag": tag})
        return super().get(request)

    def finalize_response(
        self, request: Request, response: HttpResponseBase, *args: object, **kwargs: object
    ) -> HttpResponseBase:
        response = super().finalize_response(request, response, *args, **kwargs)
        if response.status_code == 200 and request.method == "GET":
            self.index.memoize(self._key(), lambda: response["ETag"])
        return response

    def _key(self) -> tuple[str, str, str]:
        """What an answer depends on beside the events."""
        language = self.request.headers.get("Accept-Language", "")
        return "tag", self.request.build_absolute_uri(), language

    def chosen(self, asked: QueryDict) -> EventFilter:
        return EventFilter(asked, user=AnonymousUser())

    def order_of(self, chosen: EventFilter) -> EventOrder:
        return EventOrder(newest_first=chosen.sort != "oldest")

    def part(self, chosen: EventFilter, window: Window) -> Slice:
        return page_of_events(
            Selection(chosen, self.index),
            newest_first=chosen.sort != "oldest",
            cursor=window.cursor,
            size=window.limit,
            complete=self.complete,
        )


def problems_of(chosen: EventFilter | ListFilter) -> list[Problem]:
    """What a filter did not understand, each with the parameter it is about."""
    found = _unknown(chosen.unknown_parameters)
    for name, messages in chosen.form.errors.items():
        found += [Problem(message, name) for message in messages]
    # Behind those of single fields a filter says what is wrong with several, and with the order.
    rest = [Problem(sentence, "until") for sentence in chosen.problems[len(found) :]]
    if rest and chosen.sort not in SORTS:
        rest[-1] = Problem(rest[-1].message, "sort")
    return found + rest


def refuse_parameters(request: Request) -> None:
    """Raise BadParameters if an address that has no parameters was given any."""
    if request.query_params:
        raise BadParameters(_unknown(request.query_params))


def _unknown(names: Iterable[str]) -> list[Problem]:
    return [
        Problem(_("There is no parameter called “%(name)s” here.") % {"name": name}, name)
        for name in names
    ]


def _empty(asked: QueryDict, named: set[str | None]) -> list[Problem]:
    """The parameters without a value: a filter of pages takes them for fields left empty."""
    return [
        Problem(_("Write a value, or leave the parameter out."), name)
        for name, values in asked.lists()
        if name not in named and name != "cursor" and not all(value.strip() for value in values)
    ]


def _window(limits: list[str], cursors: list[str], order: object, problems: list) -> Window:
    """Which part is asked for; what is wrong with that is added to `problems`."""
    limit, cursor = DEFAULT_LIMIT, None
    for name, given in (("limit", limits), ("cursor", cursors)):
        if len(given) > 1:
            message = _("“%(name)s” is there more than once.") % {"name": name}
            problems.append(Problem(message, name))
    if limits:
        text = limits[-1]
        limit = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
        if not 1 <= limit <= MOST:
            message = _("Write a whole number from 1 to %(most)s.") % {"most": MOST}
            problems.append(Problem(message, "limit"))
    if cursors:
        try:
            cursor = order.read(cursors[-1])
        except CursorError:
            message = _("This is no cursor of this list. Take those that its answers give.")
            problems.append(Problem(message, "cursor"))
    return Window(limit, cursor)


def _link_header(links: dict[str, str]) -> dict[str, str]:
    """The neighbours as RFC 8288 writes them; nothing where there are none."""
    written = ", ".join(f'<{address}>; rel="{relation}"' for relation, address in links.items())
    return {"Link": written} if written else {}
