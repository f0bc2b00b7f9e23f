"""The events that match a filter set, as row numbers of the in-memory index.

Counts, charts and pages use it, so that a count needs no database query.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any

import numpy as np
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from events.filters.event_parameters import EventParameter
from events.filters.events import EventFilter
from events.index import EventIndex, get_index
from events.models import State


class Selection:
    """The rows of an index that match a filter set, or the filter set without some parameters.

    Rows are int32 arrays in the order of the list, oldest first.
    """

    def __init__(self, filter_set: EventFilter, event_index: EventIndex) -> None:
        self.filter_set = filter_set
        self.index = event_index

    @property
    def key(self) -> Hashable:
        """A hashable key; filter sets with equal keys match the same rows."""
        return self._key(())

    def key_without(self, *without: str) -> Hashable:
        """Return the key of the filter set without some parameters."""
        return self._key(without)

    def rows(self, *without: str) -> np.ndarray:
        """Return the rows that match; parameters named in `without` are ignored."""
        key = self._key(without)
        return self.index.memoize(("rows", key), lambda: self._rows(without))

    def _key(self, without: Iterable[str]) -> tuple:
        values = self._values(without)
        return tuple((name, self._parameter(name).key(values[name])) for name in sorted(values))

    def _values(self, without: Iterable[str]) -> dict[str, Any]:
        values = {
            name: value for name, value in self.filter_set.applied.items() if name not in without
        }
        values.setdefault("state", [State.PUBLISHED])
        return values

    def _parameter(self, name: str) -> EventParameter:
        # Filter sets of readers have no parameter for the state, but the index has all states.
        filters = self.filter_set.filters
        return filters[name] if name in filters else self.filter_set.base_filters[name]

    def _rows(self, without: Iterable[str]) -> np.ndarray:
        mask = np.ones(len(self.index), dtype=bool)
        for name, value in self._values(without).items():
            mask &= self._mask(name, value)
        return np.flatnonzero(mask).astype(np.int32)

    def _mask(self, name: str, value: Any) -> np.ndarray:
        parameter = self._parameter(name)
        key = ("mask", name, parameter.key(value))
        return self.index.memoize(key, lambda: parameter.mask(self.index, value))


def everything() -> Selection:
    """Return the selection of every published event."""
    return Selection(EventFilter(QueryDict(), user=AnonymousUser()), get_index())
