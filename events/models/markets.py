"""Codes and names of markets: countries by ISO 3166 code, and named regions."""

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
    """Return every valid market code: the two-letter country codes, then those of REGIONS."""
    territories = Locale.parse("en").territories
    return (*sorted(code for code in territories if len(code) == 2 and code.isalpha()), *REGIONS)


def market_label(code: str, language: str) -> str:
    """Return the name of the market in this language; an unknown code is returned unchanged."""
    if code in REGIONS:
        return str(REGIONS[code])
    locale = Locale.parse("zh_Hans" if is_chinese(language) else "en")
    return locale.territories.get(code, code)
