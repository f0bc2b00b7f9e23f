"""Labels for durations in months."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def duration_label(months: tuple[int, int]) -> str:
    """Return a range of whole months, (minimum, maximum), as text in the active language.

    For example “15 months”, “2 to 5 years”, “under a month”.
    """
    minimum, maximum = months
    if maximum < 1:
        return _("less than a month")
    if minimum == maximum:
        return _exact_label(minimum)
    if minimum >= 24 and maximum - minimum >= 12:
        years = {"first": minimum // 12, "last": -(-maximum // 12)}
        return _("%(first)s to %(last)s years") % years
    if minimum < 1:
        return _("up to %(span)s") % {"span": _exact_label(maximum)}
    return _("%(first)s to %(last)s months") % {"first": minimum, "last": maximum}


def _exact_label(months: int) -> str:
    if months >= 24 and months % 12 == 0:
        return ngettext("%(count)s year", "%(count)s years", months // 12) % {"count": months // 12}
    return ngettext("%(count)s month", "%(count)s months", months) % {"count": months}
