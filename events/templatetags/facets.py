"""Questions a template asks of a facet's choices."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from events.filters.facets import Choice

register = template.Library()


@register.filter
def any_chosen(choices: Iterable[Choice]) -> bool:
    """Whether one of them is chosen, so that it must not be hidden."""
    return any(choice.is_chosen for choice in choices)
