"""What all views of the API have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from events.outputs.api import errors, headers
from events.outputs.api.addresses import Addresses
from events.outputs.api.openapi import Schema
from events.outputs.api.serializers.values import Shape
from events.outputs.api.throttling import AddressThrottle
from events.web.json_values import Json


class PlainJSONRenderer(JSONRenderer):
    """JSON in UTF-8, without ASCII escapes, and never indented."""

    def get_indent(self, accepted_media_type: str, renderer_context: dict) -> None:
        """Return None, so that the `indent` parameter of `Accept` changes nothing."""


class AcceptHeaderNegotiation(DefaultContentNegotiation):
    """Negotiates the media type by the `Accept` header alone.

    The query parameter `format` has no special meaning.
    """

    class settings:  # noqa: N801 - the base class reads this name
        URL_FORMAT_OVERRIDE = None


class ApiView(APIView):
    """A read-only view with the same responses for everybody: sessions and cookies are ignored."""

    schema = Schema()
    http_method_names = ["get", "head", "options"]
    authentication_classes = []
    permission_classes = []
    parser_classes = []
    renderer_classes = [PlainJSONRenderer]
    content_negotiation_class = AcceptHeaderNegotiation
    throttle_classes = [AddressThrottle]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Handle a request in the language that its `Accept-Language` header prefers."""
        with translation.override(accepted_language(request)):
            return super().dispatch(request, *args, **kwargs)

    def options(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Answer a CORS preflight request with 204 and no body."""
        response = Response(status=204)
        headers.set_preflight_headers(
            response, request.headers.get("Access-Control-Request-Headers")
        )
        return response

    def get_exception_handler(self) -> Callable[[Exception, dict[str, Any]], Response]:
        """Return the handler that turns every exception into problem details."""
        return errors.exception_response

    def finalize_response(
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Render the response, evaluate conditional headers and set the common headers."""
        response = self._rendered(request, response, *args, **kwargs)
        if response.status_code == 200 and (
            conditional := headers.conditional_response(request, response)
        ):
            response = self._rendered(request, conditional, *args, **kwargs)
        headers.set_common_headers(response)
        return response

    def _rendered(
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        response = super().finalize_response(request, response, *args, **kwargs)
        return response.render() if isinstance(response, Response) else response

    def serialized(
        self, rows: Model | Sequence[Model], serializer: type[Shape], *, many: bool = False
    ) -> Json:
        """Return the serialized data of one row, or of many."""
        context = {"addresses": Addresses(self.request)}
        serializer.prepare(rows if many else [rows])
        return serializer(rows, many=many, context=context).data


def accepted_language(request: HttpRequest) -> str:
    """Return the language of messages and of linked pages, by `Accept-Language` alone.

    Unlike pages, the API ignores the cookie of the language switch: responses depend on no cookie.
    """
    for tag, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if tag.split("-")[0] in ("en", "zh"):
            return "en" if tag.startswith("en") else "zh-hans"
    return settings.LANGUAGE_CODE
