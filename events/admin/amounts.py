"""Form field of figures: 3.2亿, 1,850万 and 3.5 million mean the full number, or are errors."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.annotation.amounts import Amount, AmountError, Qualifier, Unit, parse_amount
from events.models import Claim

HELP = gettext_lazy(
    "A number, such as 320,000,000, 3.2亿, 1,850万, 3.5 million or 30%. A sign must agree with the "
    "unit and the currency: % with percent, 倍 with times, $ with money in USD. ‰ is a tenth of a "
    "percent."
)
UNITS = {
    Unit.PERCENT: Claim.Unit.PERCENT,
    Unit.PERMILLE: Claim.Unit.PERCENT,
    Unit.MULTIPLE: Claim.Unit.MULTIPLE,
}


class AmountField(forms.DecimalField):
    """A decimal number, typed in any spelling of an exact amount.

    A form with units checks the sign in the text with `check_amount`.
    """

    widget = AdminTextInputWidget

    def __init__(self, *, help_text: Any = "", **kwargs: Any) -> None:
        super().__init__(help_text=help_text or HELP, **kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        """Return the full number. A permille value is converted to percent."""
        if isinstance(value, Decimal):
            return value
        amount = typed_amount("" if value is None else str(value))
        if amount is None:
            return None
        return amount.value.scaleb(-1) if amount.unit is Unit.PERMILLE else amount.value


def typed_amount(text: str) -> Amount | None:
    """Return the amount typed in a field, None for an empty one.

    Raise ValidationError if it is not one exact number.
    """
    if not text.strip():
        return None
    try:
        amount = parse_amount(text)
    except AmountError as error:
        raise ValidationError(str(error), code="invalid") from error
    if amount.value_to is not None:
        message = _("“%(text)s” is a range. Enter its start in “value” and its end in “up to”.")
        raise ValidationError(message, code="range", params={"text": text})
    if amount.qualifier is not Qualifier.NONE:
        message = _("“%(text)s” is not exact. Enter the number alone; the statement says the rest.")
        raise ValidationError(message, code="qualified", params={"text": text})
    return amount


def check_amount(text: str, *, unit: str, currency: str) -> None:
    """Raise ValidationError if the sign in a valid text contradicts the unit or the currency."""
    amount = typed_amount(text)
    if amount is None:
        return
    measure = Claim.Unit.MONEY if amount.currency else UNITS.get(amount.unit)
    if measure and measure != unit:
        message = _("“%(text)s” needs the unit “%(unit)s”. Choose it, or enter the number alone.")
        params = {"text": text, "unit": measure.label}
        raise ValidationError(message, code="unit", params=params)
    if amount.currency and amount.currency != currency:
        message = _("“%(text)s” needs the currency %(currency)s. Enter it, or the number alone.")
        params = {"text": text, "currency": amount.currency}
        raise ValidationError(message, code="currency", params=params)
