"""The site as others see it: absolute addresses, and names that stay when the host changes."""

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
# Stands in a reversed address for what tells one row from another; a slug and a number at once.
PLACEHOLDER = "987654321987654321"


@dataclass(frozen=True)
class Site:
    """Where the site answers: `root` is scheme and host, without a slash at the end."""

    root: str
    authority: str = field(default_factory=lambda: settings.AUTHORITY)

    @classmethod
    def of(cls, request: HttpRequest) -> Site:
        return cls(request.build_absolute_uri("/").rstrip("/"))

    def page(self, name: str, *key: object, language: str) -> str:
        """The absolute address of a page in a language; `key` is a row's slug or number."""
        address = _pattern(name, len(key), language)
        return self.root + (address.replace(PLACEHOLDER, quote(str(key[0]))) if key else address)

    def absolute(self, path: str) -> str:
        return self.root + path

    def tag(self, specific: str) -> str:
        """A tag: URI (RFC 4151): the name of a thing, the same wherever the site is served."""
        return f"tag:{self.authority}:{specific}"

    @property
    def host(self) -> str:
        """The name in the authority, without its date: for the right side of calendar UIDs."""
        return self.authority.partition(",")[0]


def site_name() -> str:
    """What the site is called, in the active language."""
    return _("Social Commerce Timeline")


@lru_cache(maxsize=64)
def _pattern(name: str, keys: int, language: str) -> str:
    # Reversing takes longer than writing a row of an export, and exports have a million.
    with translation.override(language):
        return reverse(name, args=[PLACEHOLDER] * keys)
