"""How drf-spectacular generates the schema from the views, so that nothing is declared twice."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, inline_serializer
from rest_framework import serializers
from rest_framework.views import APIView

from events.filters.events import EventFilter
from events.filters.parameters import ModeParameter, Parameter
from events.outputs.api.errors import MEDIA_TYPE
from events.outputs.api.limits import DEFAULT_LIMIT, MAX_LIMIT
from events.web.json_values import Json

# Parameters for editors only: requests to the API are anonymous.
EDITOR_PARAMETERS = frozenset({"state"})

PARAMETER_DESCRIPTIONS = {
    "q": gettext_lazy(
        "Search terms, all of which must match, in English, Simplified or Traditional Chinese."
    ),
    "platform": gettext_lazy("Ids of platforms; each includes its products."),
    "tag": gettext_lazy("Ids of tags."),
    "source": gettext_lazy("Ids of articles used as evidence."),
    "claimant": gettext_lazy("Ids of claimants."),
    "outlet": gettext_lazy("Ids of outlets that wrote or published the article."),
    "parent": gettext_lazy("Ids of direct parent platforms."),
    "since": gettext_lazy("The start: a year, month or day, such as 2019, 2019-04 or 2019-04-01."),
    "until": gettext_lazy("The end: a year, month or day."),
    "dates": gettext_lazy("Whether to include events that are only possibly in the period."),
    "kind": gettext_lazy("The kind."),
    "metric": gettext_lazy("The metric of the figure."),
    "rank": gettext_lazy("The rank of the claim."),
    "language": gettext_lazy("The language of the article."),
    "facet": gettext_lazy("The facet."),
    "state": gettext_lazy("Whether the dispute is open or resolved."),
    "sort": gettext_lazy("The sort order."),
    "outcome": gettext_lazy("The outcome; “failure” includes all failed outcomes."),
}


class ProblemItem(serializers.Serializer):
    """A problem with a request."""

    parameter = serializers.CharField(allow_null=True)
    message = serializers.CharField()


class ProblemDetails(serializers.Serializer):
    """The problems with a request (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    errors = ProblemItem(many=True)


ERROR_DESCRIPTIONS = {
    400: gettext_lazy("Unknown or invalid parameters; each is listed."),
    404: gettext_lazy("Not found, or not public."),
    405: gettext_lazy("The API is read-only."),
    406: gettext_lazy("A format other than JSON was requested."),
    412: gettext_lazy("The If-Match condition is not met."),
    429: gettext_lazy("Too many requests. Retry-After states when to try again."),
    500: gettext_lazy("Internal server error."),
}


class Schema(AutoSchema):
    """Generates an operation from a list view or a detail view."""

    @property
    def is_list(self) -> bool:
        """Whether the view is a list."""
        return hasattr(self.view, "filter_class")

    def get_operation_id(self) -> str:
        """Return the class name of the view."""
        return type(self.view).__name__

    def get_description(self) -> str:
        """Return the docstring of the view."""
        return (type(self.view).__doc__ or "").strip()

    def get_tags(self) -> list[str]:
        """Return the name of the resource, the third segment of the path."""
        return [self.path.split("/")[3]]

    def get_override_parameters(self) -> list[OpenApiParameter]:
        """Return the id of a detail view, or the filters and paging of a list."""
        if not self.is_list:
            return [_id_parameter()]
        return [*_filter_parameters(self.view.filter_class), *_page_parameters(self.view)]

    def get_filter_backends(self) -> list:
        """Return none: the parameters come from the filter set."""
        return []

    def get_request_serializer(self) -> None:
        """Return None: the API is read-only."""

    def get_response_serializers(self) -> dict[int | tuple[int, str], OpenApiResponse]:
        """Return the response of each status that the view may have."""
        success = OpenApiResponse(self._result(), description=_("The requested data."))
        responses: dict[int | tuple[int, str], OpenApiResponse] = {200: success}
        if not self.is_list:
            responses[302] = OpenApiResponse(
                description=_("Renamed, or merged into another record: redirects to its address.")
            )
        responses[304] = OpenApiResponse(
            description=_("Not modified since the ETag in If-None-Match.")
        )
        for status, description in ERROR_DESCRIPTIONS.items():
            if status == 404 and self.is_list:
                continue
            responses[status, MEDIA_TYPE] = OpenApiResponse(
                ProblemDetails, description=str(description)
            )
        return responses

    def _result(self) -> type[serializers.Serializer] | serializers.Serializer:
        """Return the serializer of a row, or that of a page of rows."""
        serializer = self.view.serializer_class
        if not self.is_list:
            return serializer
        name = serializer.__name__.removesuffix("Serializer")
        address = {"allow_null": True, "help_text": _("The URL of that page, or null.")}
        return inline_serializer(
            f"{name}List",
            {
                "next": serializers.URLField(**address),
                "previous": serializers.URLField(**address),
                "results": serializer(many=True),
            },
        )


def strip_enum_ids(result: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
    """Remove the ids of enumerations that the generator adds for its own use."""
    pending: list[Any] = [result]
    while pending:
        part = pending.pop()
        if isinstance(part, dict):
            part.pop("x-spec-enum-id", None)
            pending += part.values()
        elif isinstance(part, list):
            pending += part
    return result


def _id_parameter() -> OpenApiParameter:
    return OpenApiParameter("id", str, OpenApiParameter.PATH, pattern=r"^[-\w]+$")


def _filter_parameters(filter_class: type) -> list[OpenApiParameter]:
    return [
        _filter_parameter(name, parameter)
        for name, parameter in filter_class.base_filters.items()
        if not (filter_class is EventFilter and name in EDITOR_PARAMETERS)
    ]


def _filter_parameter(name: str, parameter: Parameter | ModeParameter) -> OpenApiParameter:
    """Return the parameter of a filter. Parameters that may be repeated are arrays."""
    shape: dict[str, Json] = {"type": "string", "minLength": 1}
    choices = parameter.extra.get("choices") or ()
    if choices:
        choices = choices() if callable(choices) else choices
        shape["enum"] = [str(value) for value, _label in choices]
    elif name == "q":
        shape |= {"maxLength": parameter.extra["max_length"], "pattern": r"\S"}
    if isinstance(parameter, ModeParameter):
        shape["default"] = parameter.default
    elif parameter.is_repeatable:
        shape = {"type": "array", "items": shape}
    return OpenApiParameter(
        name, shape, description=str(PARAMETER_DESCRIPTIONS.get(name, parameter.label))
    )


def _page_parameters(view: APIView) -> list[OpenApiParameter]:
    limit = {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT}
    return [
        OpenApiParameter("limit", limit, default=DEFAULT_LIMIT, description=_("Results per page.")),
        OpenApiParameter(
            "cursor",
            {"type": "string", "minLength": 1},
            description=_("The position of the page. Use the links “next” and “previous” instead."),
        ),
    ]
