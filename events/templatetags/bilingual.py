"""Texts kept in two languages, shown with the language they are really in."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sources.languages.bilingual import Wording, is_chinese, language_tag

register = template.Library()
register.filter(language_tag)


@register.simple_tag
def wording(text: Wording, badge: bool = True) -> str | SafeString:
    """The text; in another language than the page's, with `lang` and (unless told) a badge."""
    if not text.is_fallback:
        return text.text
    shown = format_html('<span lang="{}">{}</span>', language_tag(text.language), text.text)
    return format_html("{} {}", shown, _badge(text.language)) if badge else shown


@register.simple_tag
def fallback_badge(text: Wording) -> str | SafeString:
    """The badge that says a translation is missing; nothing where there is one."""
    return _badge(text.language) if text.is_fallback else ""


def _badge(language: str) -> SafeString:
    words = _("in Chinese only") if is_chinese(language) else _("in English only")
    return format_html('<span class="fallback">{}</span>', words)
