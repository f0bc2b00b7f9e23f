"""Middleware for all responses: a request id, which is also logged, and compression."""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

_current: ContextVar[str] = ContextVar("request_id", default="-")
PNG_TYPE = "image/png"
_VALID_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


class RequestIdMiddleware:
    """Middleware that sets a request id and returns it in X-Request-ID.

    A proxy's X-Request-ID is used if it has 8 to 64 letters, digits, dots, underscores or hyphens.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set the id for the duration of the request."""
        proxy_id = request.headers.get("X-Request-ID", "")
        request.id = proxy_id if _VALID_ID.fullmatch(proxy_id) else uuid.uuid4().hex
        token = _current.set(request.id)
        try:
            response = self.get_response(request)
        finally:
            _current.reset(token)
        response["X-Request-ID"] = request.id
        return response


class CompressionMiddleware(GZipMiddleware):
    """Django's GZipMiddleware, with two changes.

    Responses too short to be compressed also vary by Accept-Encoding. PNG images are already
    compressed and left unchanged.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Compress the response, except for PNG images."""
        if response.get("Content-Type") == PNG_TYPE:
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        return super().process_response(request, response)


class RequestIdFilter(logging.Filter):
    """Log filter that adds the id of the current request to each record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Set `request_id` on the record, and keep it."""
        record.request_id = _current.get()
        return True
