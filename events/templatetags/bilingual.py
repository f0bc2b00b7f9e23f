"""Template tags for texts in two languages, marked with their actual language."""

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
    """Return the text; if it is not in the page's language, with `lang` and a badge.

    `badge=False` omits the badge.
    """
    if not text.is_fallback:
        return text.text
    element = format_html('<span lang="{}">{}</span>', language_tag(text.language), text.text)
    return format_html("{} {}", element, _badge(text.language)) if badge else element


@register.simple_tag
def fallback_badge(text: Wording) -> str | SafeString:
    """Return the badge for a missing translation, or "" if the text is translated."""
    return _badge(text.language) if text.is_fallback else ""


def _badge(language: str) -> SafeString:
    label = _("in Chinese only") if is_chinese(language) else _("in English only")
    return format_html('<span class="fallback">{}</span>', label)
