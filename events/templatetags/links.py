"""Template tags and filters for URLs: translations of the page, sections, external links."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils import translation

from events.web.links import web_address

register = template.Library()
register.filter(web_address)


@register.simple_tag(takes_context=True)
def page_in_languages(context: template.Context) -> list[dict[str, str | bool]]:
    """Return this page's URL in each language, as dicts of code, name, address and is_current.

    `name` is the language's name in that language.
    """
    request: HttpRequest | None = context.get("request")
    address = request.get_full_path() if request else "/"
    return [
        {
            "code": code,
            "name": translation.get_language_info(code)["name_local"],
            "address": _in_language(address, code),
            "is_current": code == translation.get_language(),
        }
        for code, _name in settings.LANGUAGES
    ]


def _in_language(address: str, code: str) -> str:
    """Return the URL of the page in a language.

    A URL without a translation gives the home page.
    """
    translated = translate_url(address, code)
    return translated if translated.startswith(f"/{code}/") else f"/{code}/"


@register.filter
def is_section(request: HttpRequest | None, names: str) -> bool:
    """Return whether the page belongs to a section. `names` are URL names separated by spaces."""
    match = getattr(request, "resolver_match", None)
    return bool(match) and match.url_name in names.split()
