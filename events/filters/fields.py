"""Form fields of parameters: dates with a known bound, and choices."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sources.dates import PartialDate, PartialDateError
from sources.models.former_slugs import present_holder

MAX_FORMER = 10
"""Unknown slugs of one parameter that are looked up: each takes up to six queries."""
INVALID_CHOICE = {"invalid_choice": gettext_lazy("“%(value)s” is not a valid choice.")}


class DateField(forms.CharField):
    """A year, month or day, parsed as a PartialDate."""

    def to_python(self, value: str | None) -> PartialDate | None:
        """Return None for an empty value; raise ValidationError for text that is no date."""
        text = super().to_python(value)
        if not text:
            return None
        try:
            return PartialDate.parse(text)
        except PartialDateError as error:
            raise ValidationError(
                _(
                    "“%(text)s” is not a valid date. Enter a year, month or day: 2019, 2019-04 "
                    "or 2019-04-01."
                )
                % {"text": text}
            ) from error


class SinceField(DateField):
    """A date with a first day."""

    def clean(self, value: str | None) -> PartialDate | None:
        """Raise ValidationError for a date without a first day."""
        date = super().clean(value)
        if date and date.earliest is None:
            raise ValidationError(
                _("“%(text)s” has no start date. Enter a date with a known start.")
                % {"text": value}
            )
        return date


class UntilField(DateField):
    """A date with a last day."""

    def clean(self, value: str | None) -> PartialDate | None:
        """Raise ValidationError for a date without a last day."""
        date = super().clean(value)
        if date and date.latest is None:
            raise ValidationError(
                _("“%(text)s” has no end date. Enter a date with a known end.") % {"text": value}
            )
        return date


class PeriodField(SinceField, UntilField):
    """A date with a first and a last day."""


class ChoicesField(forms.TypedMultipleChoiceField):
    """Any number of the choices."""

    default_error_messages = INVALID_CHOICE


class RowsField(django_filters.fields.ModelMultipleChoiceField):
    """Rows identified by slug; a slug that a row had before means that row.

    After the validation, `present` has the present slug for each former one.
    """

    present: Mapping[str, str] = MappingProxyType({})

    def _check_values(self, value: Collection[str]) -> QuerySet:
        try:
            return super()._check_values(value)
        except ValidationError:
            unknown = set(value) - set(self._known(value))
            if len(unknown) > MAX_FORMER:
                raise
            self.present = self._present(unknown)
            if not self.present:
                raise
            return super()._check_values([self.present.get(slug, slug) for slug in value])

    def _known(self, value: Collection[str]) -> Collection[str]:
        rows = self.queryset.filter(slug__in=[slug for slug in value if "\x00" not in slug])
        return rows.values_list("slug", flat=True)

    def _present(self, unknown: Collection[str]) -> dict[str, str]:
        """Return the present slug of each former one."""
        holders = {
            slug: present_holder(self.queryset, slug) for slug in unknown if "\x00" not in slug
        }
        return {slug: str(row.slug) for slug, row in holders.items() if row is not None}  # type: ignore[attr-defined]
