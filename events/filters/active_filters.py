"""The active filters of a filter set, each with the query string that removes it."""

from __future__ import annotations

from dataclasses import dataclass

from events.filters.base import ListFilter
from events.filters.facets import toggled


@dataclass(frozen=True)
class ActiveFilter:
    """One applied value. `query` is the query string without it."""

    label: str
    value: str
    query: str


def active_filters(filter_set: ListFilter) -> list[ActiveFilter]:
    """Return every applied value, in the order of the parameters."""
    results = []
    for name, value in filter_set.applied.items():
        parameter = filter_set.filters[name]
        for item in parameter.items(value):
            query = (
                toggled(filter_set, name, parameter.code_of(item))
                if parameter.is_repeatable
                else _query_without(filter_set, name)
            )
            results.append(ActiveFilter(str(parameter.label), parameter.label_of(item), query))
    return results


def _query_without(filter_set: ListFilter, name: str) -> str:
    data = filter_set.data.copy()
    for removed in (name, "cursor", "at"):
        data.pop(removed, None)
    return data.urlencode()
