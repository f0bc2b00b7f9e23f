"""Template tags that link the style sheets and scripts of a page."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from django import template
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from events.web.assets import imported_modules, joined_name

register = template.Library()

LINK = '<link rel="stylesheet" href="{}">'
PRELOAD = '<link rel="modulepreload" href="{}">'
SCRIPT = '<script type="module" src="{}"></script>'


@register.simple_block_tag
def stylesheets(content: str) -> SafeString:
    """Return links to the style sheets named in the block: one file if collected, else each."""
    names = content.split()
    if getattr(staticfiles_storage, "joins_stylesheets", False):
        names = [joined_name(names)]
    return _elements(LINK, names)


@register.simple_tag
def scripts(*names: str) -> SafeString:
    """Return links to these modules, and to preload all modules that they import.

    The browser then fetches them in parallel; otherwise it finds imports one level after another.
    """
    return _elements(PRELOAD, _imports(names)) + _elements(SCRIPT, names)


@cache
def _imports(names: tuple[str, ...]) -> list[str]:
    return imported_modules(names, lambda name: Path(finders.find(name)).read_text("utf-8"))


def _elements(element: str, names: Iterable[str]) -> SafeString:
    return format_html_join("\n", element, ((staticfiles_storage.url(name),) for name in names))
