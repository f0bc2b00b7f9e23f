"""Headers of responses: caching, conditional requests and CORS."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _

from events.outputs.api.errors import Problem, problem_response

CACHE_CONTROL = "public, max-age=0, must-revalidate"
EXPOSED_HEADERS = "Allow, ETag, Link, Location, Retry-After, X-Request-ID"
PREFLIGHT_MAX_AGE = 24 * 3600
"""Seconds that a browser may cache a preflight response: one day."""


def conditional_response(
    request: HttpRequest, response: HttpResponseBase
) -> HttpResponseBase | None:
    """Return the 304 or the 412 problem of a conditional request, else None.

    None means that the full response is sent. Sets a strong ETag first, a hash of the body.
    RFC 9110, sections 8.8.3 and 13. There is no Last-Modified, because a response shows relations
    that change without the row itself.
    """
    response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    conditional = get_conditional_response(request, etag=response["ETag"], response=response)
    if conditional is response:
        return None
    if conditional.status_code == 412:
        return problem_response(412, [Problem(_("The If-Match condition is not met."))])
    return conditional


def set_common_headers(response: HttpResponseBase) -> None:
    """Set the headers that caches and browsers on other sites need."""
    is_error = response.status_code >= 400
    response["Cache-Control"] = "no-store" if is_error else CACHE_CONTROL
    response["Content-Language"] = translation.get_language() if is_error else "en, zh-Hans"
    patch_vary_headers(response, ["Accept", "Accept-Language"])
    # Responses are the same for everybody, so any site may read them.
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = EXPOSED_HEADERS


def set_preflight_headers(response: HttpResponseBase, requested: str | None) -> None:
    """Set the headers of a response to a CORS preflight request (Fetch standard).

    `requested` is the value of the request's `Access-Control-Request-Headers`.
    """
    response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
    response["Access-Control-Allow-Headers"] = requested or "*"
    response["Access-Control-Max-Age"] = str(PREFLIGHT_MAX_AGE)
