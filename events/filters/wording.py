"""Numbers and alternatives in the sentence that summarises a filter."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.formats import number_format
from django.utils.translation import gettext


def number(count: int) -> str:
    """Return the count with the thousands separators of the active language."""
    return number_format(count, use_l10n=True, force_grouping=True)


def either(labels: Iterable[object]) -> str:
    """Return "launch or pilot" in the active language."""
    return gettext(" or ").join(str(label) for label in labels)
