"""What the headers of every answer say: how long it may be kept, to whom it is open."""

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


def conditional_response(
    request: HttpRequest, response: HttpResponseBase
) -> HttpResponseBase | None:
    """The answer to a request that has a condition which is decided now: a 304, or a 412 problem.

    None where the answer is to be given in full. Sets the strong ETag of its bytes beforehand.
    RFC 9110, sections 8.8.3 and 13; there is no Last-Modified, since an answer shows relations
    that change without the row they hang on.
    """
    response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    conditional = get_conditional_response(request, etag=response["ETag"], response=response)
    if conditional is response:
        return None
    if conditional.status_code == 412:
        return problem_response(412, [Problem(_("The answer does not meet If-Match."))])
    return conditional


def set_common_headers(response: HttpResponseBase) -> None:
    """Set what caches and browsers of other sites have to know."""
    is_error = response.status_code >= 400
    response["Cache-Control"] = "no-store" if is_error else CACHE_CONTROL
    response["Content-Language"] = translation.get_language() if is_error else "en, zh-Hans"
    patch_vary_headers(response, ["Accept", "Accept-Language"])
    # Nothing here depends on who asks, so every site may.
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = EXPOSED_HEADERS


def set_preflight_headers(response: HttpResponseBase, requested: str | None) -> None:
    """Answer a browser that asks beforehand (the Fetch standard's CORS preflight)."""
    response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
    response["Access-Control-Allow-Headers"] = requested or "*"
    response["Access-Control-Max-Age"] = str(PREFLIGHT_MAX_AGE)
