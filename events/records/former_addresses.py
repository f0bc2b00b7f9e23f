"""Addresses of records that were renamed or merged since lead to the present ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import ResolverMatch, reverse

from events.models import Claim, Dispute, Event, Platform, State, Tag
from sources.models import Source
from sources.models.former_slugs import present_holder

_KINDS = "event|platform|claim|dispute|tag|source"
_NAME = re.compile(rf"(?:api-|embed_)?({_KINDS})(?:-citation|_card)?")
_ARGUMENTS = ("slug", "key", "id", "pk")


class FormerAddressMiddleware:
    """Middleware that redirects instead of a 404, if the record was renamed or merged.

    It covers every page and output whose address contains the slug of a record. A merged event or
    claim that readers had seen counts as retracted, which is a 410. The redirect is temporary: a
    record may be given its former slug again, and a merge can be undone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the response, or the redirect."""
        response = self.get_response(request)
        if response.status_code in (404, 410) and request.method in ("GET", "HEAD"):
            address = present_address(request.resolver_match)
            if address is not None:
                query = request.META["QUERY_STRING"]
                redirect = HttpResponseRedirect(f"{address}?{query}" if query else address)
                # A page of another site follows only redirects that allow it to.
                for name, value in response.items():
                    if name == "Vary" or name.startswith("Access-Control-"):
                        redirect[name] = value
                return redirect
        return response


def present_address(match: ResolverMatch | None) -> str | None:
    """Return the address of the record to which an address led before; None if there is none."""
    named = _NAME.fullmatch(match.url_name or "") if match else None
    if match is None or named is None:
        return None
    name = next((name for name in _ARGUMENTS if name in match.kwargs), "")
    value = match.kwargs.get(name)
    rows = _readable()[named[1]]
    if isinstance(value, int):
        field, row = "pk", rows.filter(merged__pk=value).first()
    else:
        field = "key" if named[1] == "claim" else "slug"
        row = present_holder(rows, value, field) if value else None
    present = getattr(row, field, value)
    if present == value:
        return None
    return reverse(match.view_name, kwargs={**match.kwargs, name: present})


def _readable() -> Mapping[str, models.QuerySet]:
    """Return the records that have or had a page: a retracted one says there why it was."""
    states = (State.PUBLISHED, State.RETRACTED)
    return {
        "event": Event.objects.filter(state__in=states),
        "claim": Claim.objects.filter(state__in=states),
        "platform": Platform.objects.approved(),
        "dispute": Dispute.objects.approved(),
        "tag": Tag.objects.approved(),
        "source": Source.objects.for_readers(),
    }
