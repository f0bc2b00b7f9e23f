"""The schema of the API as OpenAPI 3.1."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from rest_framework.request import Request
from rest_framework.response import Response

from events.outputs.api.base import ApiView
from events.outputs.api.lists import refuse_parameters


@cache
def schema_in(language: str) -> dict[str, Any]:
    """Return the schema with its descriptions in a language.

    Cached for the lifetime of the process, because it depends on code alone.
    """
    with translation.override(language):
        document = SchemaGenerator().get_schema(request=None, public=True)
        for item in (document["info"], *_operations(document), *_components(document)):
            if description := item.get("description"):
                item["description"] = translation.gettext(description)
        return document


def _operations(document: dict) -> Iterator[dict]:
    for methods in document["paths"].values():
        yield from methods.values()


def _components(document: dict) -> Iterable[dict]:
    return document["components"]["schemas"].values()


class SchemaView(ApiView):
    """The schema itself, in English."""

    schema = None

    def get(self, request: Request) -> Response:
        """Return the schema; query parameters are an error."""
        refuse_parameters(request)
        return Response(schema_in("en"))
