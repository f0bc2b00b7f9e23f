"""The choices a filter holds, each with the address that takes it away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.filters.events import FAILURE, EventFilter
from events.filters.facets import toggled
from events.models import Event, State
from events.models.markets import market_label


@dataclass(frozen=True)
class ActiveFilter:
    """One thing chosen. `query` is the query string without it."""

    label: str
    value: str
    query: str


def active_filters(chosen: EventFilter) -> list[ActiveFilter]:
    """Everything the filter was given and understood, in the order of its fields."""
    found = []
    for name, given in chosen.chosen.items():
        label = str(chosen.filters[name].label)
        if name == "dates":
            continue  # It says how the years are meant, which the sentence tells.
        if isinstance(given, str):
            found.append(ActiveFilter(label, f"“{given}”", _query_without(chosen, name)))
        elif hasattr(given, "machine_date"):
            found.append(
                ActiveFilter(label, given.label(get_language()), _query_without(chosen, name))
            )
        else:
            found += [
                ActiveFilter(label, text, toggled(chosen, name, value))
                for value, text in _values(name, given)
            ]
    return found


def _values(name: str, given: Iterable) -> list[tuple[str, str]]:
    """Each value with its label: rows by slug, choices by their own labels."""
    if name == "kind":
        return [(value, str(Event.Kind(value).label)) for value in given]
    if name == "state":
        return [(value, str(State(value).label)) for value in given]
    if name == "outcome":
        return [
            (value, _("any failure") if value == FAILURE else str(Event.Outcome(value).label))
            for value in given
        ]
    if name == "market":
        return [(code, market_label(code, get_language())) for code in given]
    labels = {"platform": "name", "tag": "label", "source": "display_title"}
    return [(row.slug, str(getattr(row, labels[name]))) for row in given]


def _query_without(chosen: EventFilter, *names: str) -> str:
    data = chosen.data.copy()
    for name in (*names, "cursor"):
        data.pop(name, None)
    return data.urlencode()
