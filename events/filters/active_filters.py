"""The active filters of a filter set, each with the query string that removes it."""

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
    """One chosen value. `query` is the query string without it."""

    label: str
    value: str
    query: str


def active_filters(filter_set: EventFilter) -> list[ActiveFilter]:
    """Return every valid value of the filter set, in the order of its fields."""
    results = []
    for name, value in filter_set.chosen.items():
        label = str(filter_set.filters[name].label)
        if name == "dates":
            continue  # It changes the meaning of the years; the summary sentence says so.
        if isinstance(value, str):
            results.append(ActiveFilter(label, f"“{value}”", _query_without(filter_set, name)))
        elif hasattr(value, "machine_date"):
            results.append(
                ActiveFilter(label, value.label(get_language()), _query_without(filter_set, name))
            )
        else:
            results += [
                ActiveFilter(label, text, toggled(filter_set, name, item))
                for item, text in _labelled(name, value)
            ]
    return results


def _labelled(name: str, values: Iterable) -> list[tuple[str, str]]:
    """Return (value, label) of each value; the value of a row is its slug."""
    if name == "kind":
        return [(value, str(Event.Kind(value).label)) for value in values]
    if name == "state":
        return [(value, str(State(value).label)) for value in values]
    if name == "outcome":
        return [
            (value, _("any failure") if value == FAILURE else str(Event.Outcome(value).label))
            for value in values
        ]
    if name == "market":
        return [(code, market_label(code, get_language())) for code in values]
    labels = {"platform": "name", "tag": "label", "source": "display_title"}
    return [(row.slug, str(getattr(row, labels[name]))) for row in values]


def _query_without(filter_set: EventFilter, *names: str) -> str:
    data = filter_set.data.copy()
    for name in (*names, "cursor"):
        data.pop(name, None)
    return data.urlencode()
