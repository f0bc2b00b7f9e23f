"""How long something lasted, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def duration_label(months: tuple[int, int]) -> str:
    """The fewest and most whole months as words: “15 months”, “1 to 2 years”, “under a month”."""
    fewest, most = months
    if most < 1:
        return _("under a month")
    if fewest == most:
        return _one(fewest)
    if fewest >= 24 and most - fewest >= 12:
        return _("%(first)s to %(last)s years") % {"first": fewest // 12, "last": -(-most // 12)}
    if fewest < 1:
        return _("up to %(span)s") % {"span": _one(most)}
    return _("%(first)s to %(last)s months") % {"first": fewest, "last": most}


def _one(months: int) -> str:
    if months >= 24 and months % 12 == 0:
        return ngettext("%(count)s year", "%(count)s years", months // 12) % {"count": months // 12}
    return ngettext("%(count)s month", "%(count)s months", months) % {"count": months}
