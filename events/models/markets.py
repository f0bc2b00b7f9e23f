"""Names of markets: countries by ISO 3166 code, and the regions editors name."""

from __future__ import annotations

from functools import cache

from babel import Locale
from django.utils.translation import gettext_lazy as _

from sources.languages.bilingual import is_chinese

REGIONS = {
    "europe": _("Europe"),
    "southeast-asia": _("Southeast Asia"),
    "latin-america": _("Latin America"),
    "north-america": _("North America"),
    "asia": _("Asia"),
    "global": _("worldwide"),
}


@cache
def market_codes() -> tuple[str, ...]:
    """Every code a market may have: countries of two letters, and the regions above."""
    territories = Locale.parse("en").territories
    return (*sorted(code for code in territories if len(code) == 2 and code.isalpha()), *REGIONS)


def market_label(code: str, language: str) -> str:
    """The market in words; a code nobody knows stays as it is."""
    if code in REGIONS:
        return str(REGIONS[code])
    locale = Locale.parse("zh_Hans" if is_chinese(language) else "en")
    return locale.territories.get(code, code)
