"""The events that a filter finds, as rows of the columns: what is counted, drawn and paged.

It is the filter of `events.filters.events` a second time, without a query a count: a property test
holds the two together.
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
from events.index.lives import lives_of
from events.index.loading import copied
from events.models import Event, State

IDS = np.dtype([("pk", np.int64)])
MATCHING_IDS = "SELECT id FROM events_event WHERE search_vector @@ %(query)s::tsquery"


class Selection:
    """The rows of the columns that a filter leaves, and what it leaves without some of its parts.

    Rows are int32 arrays in the order of the list, oldest first.
    """

    def __init__(self, chosen: EventFilter, event_index: EventIndex) -> None:
        self.chosen = chosen
        self.index = event_index

    @property
    def key(self) -> Hashable:
        """Equal for filters that find the same rows."""
        return self._key(())

    def key_without(self, *without: str) -> Hashable:
        """The key of the filter without some of its parameters."""
        return self._key(without)

    def rows(self, *without: str) -> np.ndarray:
        """What the filter leaves; `without` names parameters that are not heeded."""
        key = self._key(without)
        return self.index.memoize(("rows", key), lambda: self._rows(without))

    def _key(self, without: Iterable[str]) -> tuple:
        given = self._given(without)
        return tuple((name, _plain(given[name])) for name in sorted(given))

    def _given(self, without: Iterable[str]) -> dict[str, object]:
        given = {name: value for name, value in self.chosen.chosen.items() if name not in without}
        given.setdefault("state", [State.PUBLISHED])
        if not {"since", "until"} & set(given):
            given.pop("dates", None)
        return given

    def _rows(self, without: Iterable[str]) -> np.ndarray:
        mask = np.ones(len(self.index), dtype=bool)
        for name, value in self._given(without).items():
            if name != "dates":
                mask &= self._mask(name, value)
        return np.flatnonzero(mask).astype(np.int32)

    def _mask(self, name: str, value: object) -> np.ndarray:
        key = ("mask", name, _plain(value), self.chosen.is_certain)
        return self.index.memoize(key, lambda: getattr(self, f"_{name}")(value))

    def _q(self, words: str) -> np.ndarray:
        mask = np.zeros(len(self.index), dtype=bool)
        if query := query_text(words):
            found = copied(MATCHING_IDS, {"query": query}, IDS)["pk"]
            mask[self.index.rows_with(found)] = True
        return mask

    def _platform(self, rows: Iterable) -> np.ndarray:
        return self._linked("platform_closure", "platform_codes", rows)

    def _tag(self, rows: Iterable) -> np.ndarray:
        return self._linked("tags", "tag_codes", [row.merged_into or row for row in rows])

    def _source(self, rows: Iterable) -> np.ndarray:
        return self._linked("sources", "source_codes", rows)

    def _linked(self, name: str, codes: str, rows: Iterable) -> np.ndarray:
        known = getattr(self.index.dictionary, codes)
        # A row that came since the columns were read has no events in them.
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

    # Sentinels of open bounds are before every day and behind it, so that they pass where they may
    # lie within, and fail where they must.
    def _since(self, bound: object) -> np.ndarray:
        day = _ordinal(bound.earliest)
        event_index = self.index
        return event_index.earliest >= day if self.chosen.is_certain else event_index.latest >= day

    def _until(self, bound: object) -> np.ndarray:
        day = _ordinal(bound.latest)
        event_index = self.index
        return event_index.latest <= day if self.chosen.is_certain else event_index.earliest <= day

    def _alive(self, bound: object) -> np.ndarray:
        alive = lives_of(self.index).alive_on(_ordinal(bound.earliest), _ordinal(bound.latest))
        return self.index.platforms.mask_of(np.flatnonzero(alive).tolist())


def everything() -> Selection:
    """Every published event."""
    return Selection(EventFilter(QueryDict(), user=AnonymousUser()), get_index())


def _plain(value: object) -> Hashable:
    """A value of a filter as something that can be looked up."""
    if isinstance(value, str):
        return value
    if hasattr(value, "machine_date"):
        return str(value)
    return tuple(sorted(getattr(item, "slug", item) for item in value))


def _ordinal(day: datetime.date) -> int:
    return day.toordinal()
