"""Absolute addresses of what an answer names: in the API, and of the page for people."""

from __future__ import annotations

from functools import cache
from urllib.parse import quote

from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from sources.languages.bilingual import is_chinese

# Fits every converter of the map, and stands in no address of its own.
_PLACEHOLDER = "9876543210"


class Addresses:
    """Addresses on the host that was asked, of pages in the language that was asked for."""

    def __init__(self, request: HttpRequest) -> None:
        self.base = f"{request.scheme}://{request.get_host()}"
        self.language = "zh-hans" if is_chinese(translation.get_language()) else "en"

    def api(self, name: str, id: str) -> str:
        """The address in the API of a row: `name` is "event", "platform" and so on."""
        return self._address(f"api-{name}", id)

    def page(self, name: str, id: object) -> str:
        """The address of the page that shows a row."""
        return self._address(name, id)

    def api_list(self, name: str, **query: str) -> str:
        """The address of a list in the API, narrowed by one parameter."""
        query_string = "&".join(f"{key}={quote(value)}" for key, value in query.items())
        return f"{self.base}{reverse(f'api-{name}')}?{query_string}"

    def _address(self, name: str, id: object) -> str:
        before, after = _split_path(name, self.language)
        return f"{self.base}{before}{quote(str(id))}{after}"


@cache
def _split_path(name: str, language: str) -> tuple[str, str]:
    """What stands before and behind the id in an address: thousands are made for one answer."""
    with translation.override(language):
        before, after = reverse(name, args=[_PLACEHOLDER]).split(_PLACEHOLDER)
    return before, after


@cache
def disputes_page(language: str) -> str:
    """The path of the page that shows every dispute."""
    with translation.override(language):
        return reverse("disputes")
