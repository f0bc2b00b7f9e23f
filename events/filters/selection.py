"""The events that match a filter set, as row numbers of the in-memory index.

Counts, charts and pages use it. It repeats the rules of `events.filters.events` without one
database query per count; a property test checks that both give the same events.
"""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Iterable

import numpy as np
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from events.filters.events import FAILURE, EventFilter
from events.fulltext import query_text
from events.index import EventIndex, get_index
from events.index.loading import copy_to_array
from events.models import Event, PlatformLife, State

IDS = np.dtype([("pk", np.int64)])
MATCHING_IDS = "SELECT id FROM events_event WHERE search_vector @@ %(query)s::tsquery"


class Selection:
    """The rows of an index that match a filter set, or the filter set without some parameters.

    Rows are int32 arrays in the order of the list, oldest first.
    """

    def __init__(self, filter_set: EventFilter, event_index: EventIndex) -> None:
        self.chosen = filter_set
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
        return tuple((name, _plain(values[name])) for name in sorted(values))

    def _values(self, without: Iterable[str]) -> dict[str, object]:
        # `dates` is no condition: it decides how `since` and `until` are read, also without it.
        without = set(without) - {"dates"}
        values = {name: value for name, value in self.chosen.chosen.items() if name not in without}
        values.setdefault("state", [State.PUBLISHED])
        if not {"since", "until"} & set(values):
            values.pop("dates", None)
        return values

    def _rows(self, without: Iterable[str]) -> np.ndarray:
        mask = np.ones(len(self.index), dtype=bool)
        for name, value in self._values(without).items():
            if name != "dates":
                mask &= self._mask(name, value)
        return np.flatnonzero(mask).astype(np.int32)

    def _mask(self, name: str, value: object) -> np.ndarray:
        key = ("mask", name, _plain(value), self.chosen.is_certain)
        return self.index.memoize(key, lambda: getattr(self, f"_{name}")(value))

    def _q(self, text: str) -> np.ndarray:
        mask = np.zeros(len(self.index), dtype=bool)
        if query := query_text(text):
            ids = copy_to_array(MATCHING_IDS, {"query": query}, IDS)["pk"]
            mask[self.index.rows_with(ids)] = True
        return mask

    def _platform(self, rows: Iterable) -> np.ndarray:
        return self._linked("platform_closure", "platform_codes", rows)

    def _tag(self, rows: Iterable) -> np.ndarray:
        return self._linked("tags", "tag_codes", [row.merged_into or row for row in rows])

    def _source(self, rows: Iterable) -> np.ndarray:
        return self._linked("sources", "source_codes", rows)

    def _linked(self, name: str, codes: str, rows: Iterable) -> np.ndarray:
        known = getattr(self.index.dictionary, codes)
        # A row created after the index was read has no events in it.
        return getattr(self.index, name).mask_of([known[row.pk] for row in rows if row.pk in known])

    def _market(self, markets: Iterable[str]) -> np.ndarray:
        known = self.index.dictionary.market_codes
        return self.index.markets.mask_of([known[code] for code in markets if code in known])

    def _kind(self, kinds: Iterable[str]) -> np.ndarray:
        return np.isin(self.index.kind, [Event.Kind.values.index(kind) + 1 for kind in kinds])

    def _outcome(self, outcomes: Iterable[str]) -> np.ndarray:
        wanted = {outcome for outcome in outcomes if outcome != FAILURE}
        if FAILURE in outcomes:
            wanted |= {outcome.value for outcome in Event.Outcome.failures()}
        codes = [Event.Outcome.values.index(outcome) + 1 for outcome in wanted]
        return np.isin(self.index.outcome, codes)

    def _state(self, states: Iterable[str]) -> np.ndarray:
        return np.isin(self.index.state, [State.values.index(state) + 1 for state in states])

    # The sentinels of open bounds are before and after every day: an open date passes a test for
    # "possibly within" and fails one for "certainly within".
    def _since(self, bound: object) -> np.ndarray:
        day = _ordinal(bound.earliest)
        event_index = self.index
        return event_index.earliest >= day if self.chosen.is_certain else event_index.latest >= day

    def _until(self, bound: object) -> np.ndarray:
        day = _ordinal(bound.latest)
        event_index = self.index
        return event_index.latest <= day if self.chosen.is_certain else event_index.earliest <= day

    def _alive(self, bound: object) -> np.ndarray:
        lives = PlatformLife.objects.everywhere().alive_on(bound.earliest, bound.latest)
        known = self.index.dictionary.platform_codes
        # A platform created after the index was read has no events in it.
        ids = [pk for pk in lives.values_list("platform", flat=True) if pk in known]
        return self.index.platforms.mask_of([known[pk] for pk in ids])


def everything() -> Selection:
    """Return the selection of every published event."""
    return Selection(EventFilter(QueryDict(), user=AnonymousUser()), get_index())


def _plain(value: object) -> Hashable:
    """Return the value of a filter in a hashable form."""
    if isinstance(value, str):
        return value
    if hasattr(value, "machine_date"):
        return str(value)
    return tuple(sorted(getattr(item, "slug", item) for item in value))


def _ordinal(day: datetime.date) -> int:
    return day.toordinal()
