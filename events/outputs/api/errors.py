"""Every error as JSON: problem details (RFC 9457) with a list of the problems."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.core.signals import got_request_exception
from django.http import Http404
from django.utils.log import log_response
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Problem:
    """One problem with a request; `parameter` is None if no single parameter causes it."""

    message: str
    parameter: str | None = None


class BadParameters(exceptions.APIException):
    """A query string with problems. The response lists all of them."""

    status_code = HTTPStatus.BAD_REQUEST

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__()


def problem_response(status: int, problems: Iterable[Problem], **headers: str) -> Response:
    """Return a response with the problem details."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "errors": [
            {"parameter": problem.parameter, "message": str(problem.message)}
            for problem in problems
        ],
    }
    return Response(body, status=status, headers=headers, content_type=MEDIA_TYPE)


def exception_response(error: Exception, context: dict[str, Any]) -> Response:
    """Return the response to a request that raised an exception.

    Unexpected exceptions are logged; the response does not reveal them.
    """
    match error:
        case BadParameters():
            return problem_response(400, error.problems)
        case Http404() | exceptions.NotFound():
            return problem_response(404, [Problem(_("Not found. Check the address."))])
        case exceptions.MethodNotAllowed():
            return problem_response(
                405, [Problem(_("The API is read-only. Use GET, HEAD or OPTIONS."))]
            )
        case exceptions.NotAcceptable():
            return problem_response(
                406, [Problem(_("The API returns JSON only. Accept application/json."))]
            )
        case exceptions.Throttled():
            seconds = max(1, math.ceil(error.wait or 1))
            message = _("Too many requests. Try again in %(seconds)s s.") % {"seconds": seconds}
            return problem_response(429, [Problem(message)], **{"Retry-After": str(seconds)})
    return _server_error(error, context)


def _server_error(error: Exception, context: dict[str, Any]) -> Response:
    """Signal and log the exception with its traceback, as Django does for pages; return a 500."""
    request = context["request"]._request
    got_request_exception.send(sender=type(context["view"]), request=request)
    response = problem_response(
        500, [Problem(_("An internal error occurred and has been logged."))]
    )
    log_response(
        "Internal Server Error: %s",
        request.path,
        response=response,
        request=request,
        exception=error,
    )
    return response
