"""What a page of results says of names and numbers."""

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
_MOST_SINGLE_WORDS = 4


@register.filter
def kind_heading(kind: Kind) -> str:
    """The heading of the names of one kind."""
    return {
        Kind.PLATFORM: _("Platforms"),
        Kind.TAG: _("Tags"),
        Kind.CLAIMANT: _("Who says so"),
        Kind.SOURCE: _("Sources"),
        Kind.DISPUTE: _("Disputes"),
    }[kind]


@register.filter
def details(name: Name) -> list[str]:
    """What tells a name from others of its kind."""
    return [detail for detail in details_of(name) if detail]


@register.filter
def count_label(found: SearchResults) -> str:
    """How many there are, as far as they were counted."""
    if not found.is_partial:
        return str(found.count)
    # Nobody counts the last of many.
    return _("more than %(count)s") % {"count": f"{found.count // 100 * 100:,}"}


@register.filter
def single_words(words: str) -> list[str]:
    """The words, if there are several, to be looked for one by one."""
    apart = list(dict.fromkeys(words.split()))
    return apart[:_MOST_SINGLE_WORDS] if len(apart) > 1 else []


@register.filter
def set_off(parts: Iterable[Part]) -> SafeString:
    """The parts of a text, what the words found in <mark>."""
    pieces = []
    for part in parts:
        text = escape(part.text)
        pieces.append(f'<mark class="found">{text}</mark>' if part.is_match else text)
    return SafeString("".join(pieces))


@register.simple_tag
def marked_wording(text: Wording, words: str) -> SafeString:
    """The text with the words set off, and with its language where that is not the page's."""
    shown = set_off(marked(text.text, words))
    if not text.is_fallback:
        return shown
    return format_html('<span lang="{}">{}</span>', language_tag(text.language), shown)


@register.simple_tag
def also_written(match: Match, words: str) -> str | SafeString:
    """The spelling that was found, where the name as it is shown does not have the words."""
    if highlight(match.name.label.text, words) or match.spelling.text == match.name.label.text:
        return ""
    return format_html("<span>{} <bdi>{}</bdi></span>", _("also"), match.spelling.text)
