"""Template tags and filters for names and counts on the page of search results."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from events.fulltext import highlight
from events.names import Kind, Match, Name
from events.search.ranking import SearchResults
from events.search.snippets import Part, marked
from events.search.suggestions import details_of
from sources.languages.bilingual import Wording, language_tag

register = template.Library()
_MAX_SINGLE_WORDS = 4


@register.filter
def kind_heading(kind: Kind) -> str:
    """Return the heading of names of one kind."""
    return {
        Kind.PLATFORM: _("Platforms"),
        Kind.TAG: _("Tags"),
        Kind.CLAIMANT: _("Claimants"),
        Kind.SOURCE: _("Sources"),
        Kind.DISPUTE: _("Disputes"),
    }[kind]


@register.filter
def details(name: Name) -> list[str]:
    """Return details that distinguish a name from others of its kind."""
    return [detail for detail in details_of(name) if detail]


@register.filter
def count_label(results: SearchResults) -> str:
    """Return the number of results; "more than …" if counting stopped."""
    if not results.is_partial:
        return str(results.count)
    # Rounded down to hundreds.
    return _("more than %(count)s") % {"count": f"{results.count // 100 * 100:,}"}


@register.filter
def single_words(query: str) -> list[str]:
    """Return up to four distinct words of a query of several words, to search them one by one."""
    distinct = list(dict.fromkeys(query.split()))
    return distinct[:_MAX_SINGLE_WORDS] if len(distinct) > 1 else []


@register.filter
def set_off(parts: Iterable[Part]) -> SafeString:
    """Return the text of the parts as HTML, with matches in <mark>."""
    pieces = []
    for part in parts:
        text = escape(part.text)
        pieces.append(f'<mark class="found">{text}</mark>' if part.is_match else text)
    return SafeString("".join(pieces))


@register.simple_tag
def marked_wording(text: Wording, query: str) -> SafeString:
    """Return the text with matches in <mark>, and with `lang` if not in the page's language."""
    html = set_off(marked(text.text, query))
    if not text.is_fallback:
        return html
    return format_html('<span lang="{}">{}</span>', language_tag(text.language), html)


@register.simple_tag
def also_written(match: Match, query: str) -> str | SafeString:
    """Return the spelling that matched, if the displayed name does not contain the query."""
    if highlight(match.name.label.text, query) or match.spelling.text == match.name.label.text:
        return ""
    return format_html("<span>{} <bdi>{}</bdi></span>", _("also known as"), match.spelling.text)
