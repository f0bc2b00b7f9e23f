"""The values that answers are made of: texts in both languages, dates, figures, references."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from events.outputs.api.addresses import Addresses
from sources.dates import PartialDate


class Shape(serializers.Serializer):
    """A read-only object. Those that stand for a row build themselves."""

    @classmethod
    def prepare(cls, rows: Sequence[object]) -> None:
        """Fetch for all rows of an answer at once what their querysets do not bring along."""

    @property
    def addresses(self) -> Addresses:
        return self.context["addresses"]


class Text(Shape):
    """A text in English and in Simplified Chinese; null where it has not been written."""

    def get_fields(self) -> dict[str, serializers.Field]:
        # The language tags of BCP 47, which are no names in Python.
        return {
            "en": serializers.CharField(allow_null=True),
            "zh-Hans": serializers.CharField(allow_null=True),
        }


class When(Shape):
    """A date as far as it is known."""

    edtf = serializers.CharField(
        help_text=_("The date as EDTF (ISO 8601-2), such as 2019-04, 2017-37 or 2020/..")
    )
    earliest = serializers.DateField(
        allow_null=True, help_text=_("The first day it may mean; null where that is open.")
    )
    latest = serializers.DateField(
        allow_null=True, help_text=_("The last day it may mean; null where that is open.")
    )
    label = Text(help_text=_("The date in words."))


def text(row: object, field: str) -> dict[str, str | None]:
    """Both languages of a text that a row keeps in `field_en` and `field_zh`."""
    return {
        "en": getattr(row, f"{field}_en") or None,
        "zh-Hans": getattr(row, f"{field}_zh") or None,
    }


@lru_cache(maxsize=8192)
def when(edtf: str) -> dict[str, object] | None:
    """A date as an object; null for none. Shared between answers, so never changed."""
    if not edtf:
        return None
    date = PartialDate.parse(edtf)
    return {
        "edtf": date.text,
        "earliest": date.earliest.isoformat() if date.earliest else None,
        "latest": date.latest.isoformat() if date.latest else None,
        "label": {"en": date.label("en"), "zh-Hans": date.label("zh-Hans")},
    }
