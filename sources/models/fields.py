"""Model fields and validators of the project's own types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from sources.dates import PartialDate, PartialDateError

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    WordList = ArrayField[Sequence[str], list[str]]


def validate_edtf(text: str) -> None:
    """Raise ValidationError unless `text` is EDTF that `PartialDate` reads (ISO 8601-2)."""
    try:
        PartialDate.parse(text)
    except PartialDateError as error:
        raise ValidationError(str(error), code="edtf") from error


class EDTFField(models.CharField):
    """An EDTF date of any precision, as text: 2017, 2017-07, 2021-36, 2020/.., [..2018], 2010~."""

    default_validators = [validate_edtf]
    description = _("Uncertain date (EDTF)")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 64)
        super().__init__(*args, **kwargs)


def word_list(verbose_name: StrOrPromise, *, help_text: StrOrPromise = "") -> WordList:
    """Return an array field of short texts, for names that are never queried on their own."""
    return ArrayField(
        models.CharField(max_length=200),
        verbose_name=verbose_name,
        default=list,
        blank=True,
        help_text=help_text,
    )
