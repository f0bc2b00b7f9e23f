"""Absolute URLs of the site, and names that stay the same when the host changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
# Takes the place of a row's key in a reversed URL. It is a valid slug and a valid number.
PLACEHOLDER = "987654321987654321"


@dataclass(frozen=True)
class Site:
    """The site's base URL: `root` is scheme and host, without a trailing slash.

    `authority` is that of the site's tag: URIs.
    """

    root: str
    authority: str = field(default_factory=lambda: settings.AUTHORITY)

    @classmethod
    def of(cls, request: HttpRequest) -> Site:
        """Return the site at the host of a request."""
        return cls(request.build_absolute_uri("/").rstrip("/"))

    def page(self, name: str, *key: int | str, language: str) -> str:
        """Return the absolute URL of a page in a language. `key` is a slug or an id."""
        address = _pattern(name, len(key), language)
        return self.root + (address.replace(PLACEHOLDER, quote(str(key[0]))) if key else address)

    def absolute(self, path: str) -> str:
        """Return the absolute URL of a path."""
        return self.root + path

    def tag(self, specific: str) -> str:
        """Return a tag: URI (RFC 4151), a name that does not depend on the host."""
        return f"tag:{self.authority}:{specific}"

    @property
    def host(self) -> str:
        """The host name in the authority, without its date, for the right side of calendar UIDs."""
        return self.authority.partition(",")[0]


def site_name() -> str:
    """Return the site's name in the active language."""
    return _("Social Commerce Timeline")


@lru_cache(maxsize=64)
def _pattern(name: str, key_count: int, language: str) -> str:
    # Cached: reversing takes longer than writing one row of an export of a million rows.
    with translation.override(language):
        return reverse(name, args=[PLACEHOLDER] * key_count)
