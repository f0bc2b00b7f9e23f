"""Absolute addresses in responses: of API resources, and of the pages for people."""

from __future__ import annotations

from functools import cache
from urllib.parse import quote

from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from sources.languages.bilingual import is_chinese

# Matches every path converter of the URLconf, and occurs in no path.
_PLACEHOLDER = "9876543210"


class Addresses:
    """Builds addresses on the host of the request; pages are in the language of the request."""

    def __init__(self, request: HttpRequest) -> None:
        self.base = f"{request.scheme}://{request.get_host()}"
        self.language = "zh-hans" if is_chinese(translation.get_language()) else "en"

    def api(self, name: str, id: str) -> str:
        """Return the API address of a row; `name` is "event", "platform" and so on."""
        return self._address(f"api-{name}", id)

    def page(self, name: str, id: int | str) -> str:
        """Return the address of the page that shows a row."""
        return self._address(name, id)

    def api_list(self, name: str, **query: str) -> str:
        """Return the address of an API list, filtered by one parameter."""
        query_string = "&".join(f"{key}={quote(value)}" for key, value in query.items())
        return f"{self.base}{reverse(f'api-{name}')}?{query_string}"

    def _address(self, name: str, id: int | str) -> str:
        before, after = _split_path(name, self.language)
        return f"{self.base}{before}{quote(str(id))}{after}"


@cache
def _split_path(name: str, language: str) -> tuple[str, str]:
    """Return the parts of a path before and after the id.

    Cached, because one response may contain thousands of addresses.
    """
    with translation.override(language):
        before, after = reverse(name, args=[_PLACEHOLDER]).split(_PLACEHOLDER)
    return before, after


@cache
def disputes_page(language: str) -> str:
    """Return the path of the page that lists every dispute."""
    with translation.override(language):
        return reverse("disputes")
