"""What every address of the API has in common."""

from __future__ import annotations

from django.conf import settings
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
from events.outputs.api.throttling import AddressThrottle


class PlainJSONRenderer(JSONRenderer):
    """JSON in UTF-8, characters as they are, and one form whatever parameters `Accept` has."""

    def get_indent(self, accepted_media_type: str, renderer_context: dict) -> None:
        return None


class AcceptHeaderNegotiation(DefaultContentNegotiation):
    """The form of an answer is asked for in `Accept`; `format` is a parameter like any other."""

    class settings:  # noqa: N801 - the name that the base class reads
        URL_FORMAT_OVERRIDE = None


class ApiView(APIView):
    """Read-only and the same for everybody: sessions and their cookies are not looked at."""

    schema = Schema()
    # Whether an address may answer with that of another row.
    may_redirect = False
    http_method_names = ["get", "head", "options"]
    authentication_classes = []
    permission_classes = []
    parser_classes = []
    renderer_classes = [PlainJSONRenderer]
    content_negotiation_class = AcceptHeaderNegotiation
    throttle_classes = [AddressThrottle]

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        with translation.override(accepted_language(request)):
            return super().dispatch(request, *args, **kwargs)

    def options(self, request: Request, *args: object, **kwargs: object) -> Response:
        response = Response(status=204)
        headers.set_preflight_headers(
            response, request.headers.get("Access-Control-Request-Headers")
        )
        return response

    def get_exception_handler(self) -> object:
        return errors.exception_response

    def finalize_response(
        self, request: Request, response: HttpResponseBase, *args: object, **kwargs: object
    ) -> HttpResponseBase:
        response = self._rendered(request, response, *args, **kwargs)
        if response.status_code == 200 and (
            conditional := headers.conditional_response(request, response)
        ):
            response = self._rendered(request, conditional, *args, **kwargs)
        headers.set_common_headers(response)
        return response

    def _rendered(
        self, request: Request, response: HttpResponseBase, *args: object, **kwargs: object
    ) -> HttpResponseBase:
        response = super().finalize_response(request, response, *args, **kwargs)
        return response.render() if isinstance(response, Response) else response

    def serialized(self, rows: object, serializer: type, *, many: bool = False) -> object:
        """The rows as the serializer builds them."""
        context = {"addresses": Addresses(self.request)}
        serializer.prepare(rows if many else [rows])
        return serializer(rows, many=many, context=context).data


def accepted_language(request: HttpRequest) -> str:
    """The language of messages and of the pages that are linked, by `Accept-Language` alone.

    Pages heed the cookie of the language switch too; answers to programs depend on no cookie.
    """
    for tag, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if tag.split("-")[0] in ("en", "zh"):
            return "en" if tag.startswith("en") else "zh-hans"
    return settings.LANGUAGE_CODE
