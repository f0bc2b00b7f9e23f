"""Codes and names of markets: countries by ISO 3166-1 code, and named regions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from babel import Locale
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sources.languages.bilingual import is_chinese

REGIONS = {
    "europe": gettext_lazy("Europe"),
    "southeast-asia": gettext_lazy("Southeast Asia"),
    "latin-america": gettext_lazy("Latin America"),
    "north-america": gettext_lazy("North America"),
    "asia": gettext_lazy("Asia"),
    "middle-east": gettext_lazy("Middle East"),
    "africa": gettext_lazy("Africa"),
    "oceania": gettext_lazy("Oceania"),
    "western-world": gettext_lazy("Western countries"),
    "overseas": gettext_lazy("overseas markets"),
    "global": gettext_lazy("worldwide"),
}
# Two-letter territory codes of CLDR, which babel contains, that ISO 3166-1 does not assign to a
# country: reserved for parts of countries, reserved for unions, or left to users. The remaining
# codes are those of the IANA time zone database (iso3166.tab).
NOT_ASSIGNED = frozenset(
    ["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"]
)


@cache
def market_codes() -> tuple[str, ...]:
    """Return every valid market code: the assigned ISO 3166-1 alpha-2 codes, then REGIONS."""
    territories = map(str, Locale.parse("en").territories)
    countries = {code for code in territories if len(code) == 2 and code.isalpha()}
    return (*sorted(countries - NOT_ASSIGNED), *REGIONS)


def validate_markets(codes: Iterable[str]) -> None:
    """Raise ValidationError, naming the first of the codes that is no market."""
    for code in codes:
        if code not in market_codes():
            raise ValidationError(
                _("“%(value)s” is neither an ISO 3166 code nor a known region."),
                params={"value": code},
                code="no_market",
            )


# English names of territories that need an article in a sentence.
_WITH_ARTICLE = re.compile(
    r"Bahamas|Comoros|Emirates|Gambia|Islands|Kingdom|Maldives|Middle East|Netherlands|"
    r"Philippines|Republic|Seychelles|States|Territor"
)


def market_in_sentence(code: str, language: str) -> str:
    """Return the name of the market after "in": "the United States", "Japan", "日本"."""
    label = market_label(code, language)
    has_article = not is_chinese(language) and _WITH_ARTICLE.search(label)
    return f"the {label}" if has_article else label


def market_label(code: str, language: str) -> str:
    """Return the name of the market in this language; an unknown code is returned unchanged."""
    if code in REGIONS:
        return str(REGIONS[code])
    locale = Locale.parse("zh_Hans" if is_chinese(language) else "en")
    return locale.territories.get(code, code)
