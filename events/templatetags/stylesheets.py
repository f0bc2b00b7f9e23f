"""The links to the style sheets of a page."""

from __future__ import annotations

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from events.stylesheets import joined_name

register = template.Library()

LINK = '<link rel="stylesheet" href="{}">'


@register.simple_tag
def stylesheets(*names: str) -> SafeString:
    """A link to these sheets in one file where static files are gathered, else one to each."""
    if getattr(staticfiles_storage, "joins_stylesheets", False):
        return format_html(LINK, staticfiles_storage.url(joined_name(names)))
    return format_html_join("\n", LINK, ((staticfiles_storage.url(name),) for name in names))
