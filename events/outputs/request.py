"""Parse a request for an output: its filter, its language, and every problem with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.utils import translation
from django.utils.translation import gettext as _

from events.filters.events import EventFilter
from events.filters.parameters import ModeParameter
from events.web.absolute_urls import LANGUAGES


@dataclass(frozen=True)
class OutputRequest:
    """The filter and language of an output.

    Outputs are stored, forwarded and shown on other sites, so the filter is an anonymous reader's
    even when an editor sends the request.
    """

    filter: EventFilter
    language: str
    problems: tuple[str, ...]

    @classmethod
    def parse(
        cls,
        request: HttpRequest,
        *,
        extra_parameters: Iterable[str] = (),
        language: str | None = None,
    ) -> OutputRequest:
        """Parse the query string of a request; its problems are in `problems`.

        `extra_parameters` names the parameters an output has besides the filter's. `language` is
        the one in the path; without it the parameter `lang` decides, and English is the default.
        """
        extra_parameters, data = set(extra_parameters), request.GET.copy()
        requested = (
            data.pop("lang", [settings.LANGUAGE_CODE])[-1] if "lang" in extra_parameters else None
        )
        is_known = requested in LANGUAGES
        language = language or (requested if is_known else settings.LANGUAGE_CODE)
        with translation.override(language):
            filter_set = EventFilter(data, user=AnonymousUser(), page_parameters=extra_parameters)
            problems = []
            if requested and not is_known:
                problems.append(
                    _("“%(code)s” is not a language of this site. Use one of: %(codes)s.")
                    % {"code": requested, "codes": ", ".join(LANGUAGES)}
                )
            return cls(filter_set, language, (*problems, *filter_set.problems))

    @property
    def query(self) -> str:
        """The canonical query string of the filter."""
        return canonical_query(self.filter.data)

    @property
    def query_text(self) -> str:
        """The query string as plain text, for file names."""
        pairs = parse_qsl(self.query)
        return " ".join(f"{name} {value.replace('_', '-')}" for name, value in pairs)


def bad_request(request: HttpRequest, problems: Iterable[str]) -> HttpResponse:
    """Return a 400 with one problem per line, or as JSON if the client prefers JSON."""
    problems = list(problems)
    if request.get_preferred_type(["text/plain", "application/json"]) == "application/json":
        return JsonResponse({"problems": problems}, status=400)
    return HttpResponse(
        "".join(f"{problem}\n" for problem in problems),
        status=400,
        content_type="text/plain; charset=utf-8",
    )


def canonical_query(data: QueryDict) -> str:
    """Return the query string of a filter with sorted parameters: one address per set of events.

    Parameters that select a page, and default values, are left out.
    """
    canonical = QueryDict(mutable=True)
    for name in sorted(set(data) & FILTER_PARAMETERS):
        values = [value for value in data.getlist(name) if value]
        # Of a parameter that takes one value, the filter uses the last one.
        canonical.setlist(name, sorted(set(values)) if name in REPEATABLE else values[-1:])
    for name, item in EventFilter.base_filters.items():
        if isinstance(item, ModeParameter) and canonical.get(name) == item.default:
            del canonical[name]
    return canonical.urlencode()


FILTER_PARAMETERS = frozenset(EventFilter.base_filters) - {"state"}
REPEATABLE = frozenset(
    name
    for name, item in EventFilter.base_filters.items()
    if not isinstance(item, ModeParameter) and item.is_repeatable
)
"""Parameters that may occur more than once; their values are combined with "or"."""


def with_query(address: str, *queries: str) -> str:
    """Return the address with these query strings appended; empty ones are left out."""
    joined = "&".join(query for query in queries if query)
    return f"{address}?{joined}" if joined else address
