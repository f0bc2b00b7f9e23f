"""Form fields of parameters: dates with a known bound, and choices."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sources.dates import PartialDate, PartialDateError

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
