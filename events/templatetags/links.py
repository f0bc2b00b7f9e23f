"""Addresses: the same page in another language, and links that leave the site."""

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
def page_in_languages(context: template.Context) -> list[dict[str, object]]:
    """This page's address in each language: code, name in its own words, address, is_current."""
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
    """The page in a language; the home page where the address leads nowhere."""
    translated = translate_url(address, code)
    return translated if translated.startswith(f"/{code}/") else f"/{code}/"


@register.filter
def is_section(request: HttpRequest | None, names: str) -> bool:
    """Whether the page belongs to a section, given as names of addresses apart by spaces."""
    match = getattr(request, "resolver_match", None)
    return bool(match) and match.url_name in names.split()
