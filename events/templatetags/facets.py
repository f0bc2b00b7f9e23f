"""Template filters for the choices of a facet."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from events.filters.facets import Choice

register = template.Library()


@register.filter
def any_chosen(choices: Iterable[Choice]) -> bool:
    """Return whether one of the choices is chosen, so that it must not be hidden."""
    return any(choice.is_chosen for choice in choices)
