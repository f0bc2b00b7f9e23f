"""Template tags that link the style sheets and scripts of a page."""

from __future__ import annotations

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from events.web.assets import joined_name

register = template.Library()

LINK = '<link rel="stylesheet" href="{}">'
SCRIPT = '<script type="module" src="{}"></script>'


@register.simple_block_tag
def stylesheets(content: str) -> SafeString:
    """Return links to the style sheets named in the block: one file if collected, else each."""
    return _elements(LINK, tuple(content.split()))


@register.simple_tag
def scripts(*names: str) -> SafeString:
    """Return links to these modules: one file if static files are collected, else each."""
    return _elements(SCRIPT, names)


def _elements(element: str, names: tuple[str, ...]) -> SafeString:
    if getattr(staticfiles_storage, "joins_assets", False):
        names = (joined_name(names),)
    return format_html_join("\n", element, ((staticfiles_storage.url(name),) for name in names))
