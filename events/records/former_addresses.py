"""Addresses of records that were renamed since lead to the present ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import ResolverMatch, reverse

from events.models import Claim, Dispute, Event, Platform, State, Tag
from sources.models import Source
from sources.models.former_slugs import former_holder

_KINDS = "event|platform|claim|dispute|tag|source"
_NAME = re.compile(rf"(?:api-|embed_)?({_KINDS})(?:-citation|_card)?")
_ARGUMENTS = ("slug", "key", "id")


class FormerAddressMiddleware:
    """Middleware that answers with a redirect instead of a 404, if the record was renamed.

    It covers every page and output whose address contains the slug of a record. The redirect is
    temporary: a record may be given its former slug again.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the response, or the redirect."""
        response = self.get_response(request)
        if response.status_code == 404 and request.method in ("GET", "HEAD"):
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
    """Return the present address of a record that had the slug of an address; None if none had."""
    named = _NAME.fullmatch(match.url_name or "") if match else None
    if match is None or named is None:
        return None
    name = next((name for name in _ARGUMENTS if name in match.kwargs), "")
    slug = match.kwargs.get(name)
    if not isinstance(slug, str):
        return None
    rows = _readable()[named[1]]
    field = "key" if named[1] == "claim" else "slug"
    row = former_holder(rows, slug, field)
    present = getattr(row, field, slug)
    if present == slug:
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
