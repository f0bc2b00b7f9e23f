"""Value objects of responses: texts in both languages, and dates."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from events.outputs.api.addresses import Addresses
from events.web.json_values import JsonObject
from sources.dates import PartialDate


class Shape(serializers.Serializer):
    """A read-only object. Subclasses that represent a row build their JSON themselves."""

    @classmethod
    def prepare(cls, rows: Sequence[Any]) -> None:
        """Load, for all rows of a response at once, what their querysets do not load.

        Each subclass names the model of its rows.
        """

    @property
    def addresses(self) -> Addresses:
        """The builder of addresses, from the serializer's context."""
        return self.context["addresses"]


class Uid(serializers.CharField):
    """The identifier of a row that never changes."""

    def __init__(self, **options: Any) -> None:
        help_text = _("Never changes, unlike the id. A merged record has that of the other one.")
        super().__init__(**{"help_text": help_text, **options})


def uid(row: Model) -> str:
    """Return the identifier of a row, such as "event-12"; the UIDs of iCalendar begin with it."""
    return f"{row._meta.model_name}-{row.pk}"


class Text(Shape):
    """A text in English and in Simplified Chinese; null if there is none."""

    def get_fields(self) -> dict[str, serializers.Field]:
        # The language tags of BCP 47, which are not Python identifiers.
        """Return one nullable text per language."""
        return {
            "en": serializers.CharField(allow_null=True),
            "zh-Hans": serializers.CharField(allow_null=True),
        }


class When(Shape):
    """A date, as precisely as it is known."""

    edtf = serializers.CharField(
        help_text=_("The date as EDTF (ISO 8601-2), such as 2019-04, 2017-37 or 2020/..")
    )
    earliest = serializers.DateField(
        allow_null=True, help_text=_("The first possible day; null if the start is open.")
    )
    latest = serializers.DateField(
        allow_null=True, help_text=_("The last possible day; null if the end is open.")
    )
    label = Text(help_text=_("The formatted date."))


def text(row: Model, field: str) -> dict[str, str | None]:
    """Return both languages of a text that a row has in `field_en` and `field_zh`."""
    return {
        "en": getattr(row, f"{field}_en") or None,
        "zh-Hans": getattr(row, f"{field}_zh") or None,
    }


@lru_cache(maxsize=8192)
def when(edtf: str) -> JsonObject | None:
    """Return the JSON object of a date, or None for an empty text.

    The object is cached and shared between responses, so it must not be changed.
    """
    if not edtf:
        return None
    date = PartialDate.parse(edtf)
    return {
        "edtf": date.text,
        "earliest": date.earliest.isoformat() if date.earliest else None,
        "latest": date.latest.isoformat() if date.latest else None,
        "label": {"en": date.label("en"), "zh-Hans": date.label("zh-Hans")},
    }
