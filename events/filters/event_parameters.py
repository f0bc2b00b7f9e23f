"""The parameters of the event filter, each with everything that depends on its value.

Pages count events without database queries, so a parameter states its condition twice: `filter` for
the database and `mask` for the index in memory. A property test compares both. It also states its
part of the summary sentence (`clause`, or `noun` where it replaces the word "events"), and the
labels of its values for chips and facets (`label_of`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from django.db.models import QuerySet
from django.utils.translation import get_language, gettext, ngettext, pgettext

from events.filters.parameters import (
    ChoicesParameter,
    KeywordParameter,
    Parameter,
    PlatformParameter,
    SourceParameter,
    TagParameter,
)
from events.filters.wording import either, number
from events.fulltext import query_text
from events.index import EventIndex
from events.index.loading import copy_to_array
from events.index.postings import Postings
from events.models import Event, Platform, State, Tag
from events.models.markets import market_codes, market_in_sentence, market_label
from sources.models import Source

FAILURE = "failure"
IDS = np.dtype([("pk", np.int64)])
MATCHING_IDS = "SELECT id FROM events_event WHERE search_vector @@ %(query)s::tsquery"


class EventParameter(Parameter, ABC):
    """A parameter that selects events."""

    @abstractmethod
    def mask(self, event_index: EventIndex, value: Any) -> np.ndarray:
        """Return whether each row of the index matches (bool). The same rule as `filter`."""

    @abstractmethod
    def clause(self, event_index: EventIndex, value: Any) -> str:
        """Return the condition after the word "events"; empty if other parameters state it."""

    def noun(self, value: Any, count: int) -> str:
        """Return "14 failures" if the value changes the word "events", or an empty string."""
        return ""

    @property
    def applied(self) -> Mapping[str, Any]:
        """The values of all parameters of the filter set."""
        return self.parent.applied


class EventKeywords(EventParameter, KeywordParameter):
    """A full-text query."""

    def mask(self, event_index: EventIndex, value: str) -> np.ndarray:
        mask = np.zeros(len(event_index), dtype=bool)
        if query := query_text(value):
            ids = copy_to_array(MATCHING_IDS, {"query": query}, IDS)["pk"]
            mask[event_index.rows_with(ids)] = True
        return mask

    def clause(self, event_index: EventIndex, value: str) -> str:
        return gettext("mentioning “%(words)s”") % {"words": value}


class EventPlatforms(EventParameter, PlatformParameter):
    """Any number of platforms; each includes its parts."""

    def mask(self, event_index: EventIndex, value: Iterable[Platform]) -> np.ndarray:
        codes = event_index.dictionary.platform_codes
        return mask_of(event_index.platform_closure, codes, (row.pk for row in value))

    def clause(self, event_index: EventIndex, value: Iterable[Platform]) -> str:
        """Return "by Amazon, Meta and their products"; no products if none of them has a part."""
        names = [str(platform.name) for platform in value]
        dictionary = event_index.dictionary
        codes = (dictionary.platform_codes.get(platform.pk) for platform in value)
        if not any(code in dictionary.children for code in codes if code is not None):
            joined = pgettext("between platforms", " and ").join(names)
            return gettext("by %(platforms)s") % {"platforms": joined}
        joined = pgettext("between platforms", ", ").join(names)
        message = ngettext(
            "by %(platforms)s and its products", "by %(platforms)s and their products", len(names)
        )
        return message % {"platforms": joined}


class EventKinds(EventParameter, ChoicesParameter):
    """Any number of kinds."""

    def mask(self, event_index: EventIndex, value: list[str]) -> np.ndarray:
        return _has_code(event_index.kind, Event.Kind.values, value)

    def clause(self, event_index: EventIndex, value: list[str]) -> str:
        return ""

    def noun(self, value: list[str], count: int) -> str:
        labels = either(Event.Kind(kind).label for kind in value)
        message = ngettext("%(count)s %(kinds)s event", "%(count)s %(kinds)s events", count)
        return message % {"count": number(count), "kinds": labels}


class EventOutcomes(EventParameter, ChoicesParameter):
    """Any number of outcomes; FAILURE means all failed outcomes."""

    def filter(self, rows: QuerySet, value: list[str]) -> QuerySet:
        return super().filter(rows, self._outcomes(value))

    def mask(self, event_index: EventIndex, value: list[str]) -> np.ndarray:
        return _has_code(event_index.outcome, Event.Outcome.values, self._outcomes(value))

    def clause(self, event_index: EventIndex, value: list[str]) -> str:
        if self._is_noun(value):
            return ""
        outcomes = either(
            pgettext("outcome", "failure") if item == FAILURE else Event.Outcome(item).label
            for item in value
        )
        return gettext("with the outcome %(outcomes)s") % {"outcomes": outcomes}

    def noun(self, value: list[str], count: int) -> str:
        if not self._is_noun(value):
            return ""
        message = ngettext("%(count)s failure", "%(count)s failures", count)
        return message % {"count": number(count)}

    def _is_noun(self, value: list[str]) -> bool:
        """Return whether "failures" replaces "events": the kinds need that place if given."""
        return value == [FAILURE] and "kind" not in self.applied

    def _outcomes(self, value: list[str]) -> list[str]:
        failures = [outcome.value for outcome in Event.Outcome.failures()]
        return [outcome for item in value for outcome in (failures if item == FAILURE else [item])]


class EventTags(EventParameter, TagParameter):
    """Any number of tags; a merged tag means its target."""

    def mask(self, event_index: EventIndex, value: Iterable[Tag]) -> np.ndarray:
        codes = event_index.dictionary.tag_codes
        return mask_of(event_index.tags, codes, (tag.pk for tag in value))

    def clause(self, event_index: EventIndex, value: Iterable[Tag]) -> str:
        return gettext("tagged %(tags)s") % {"tags": either(tag.label for tag in value)}


class EventMarkets(EventParameter, ChoicesParameter):
    """Any number of market codes."""

    def __init__(self, **kwargs: Any) -> None:
        # A function, because each filter set copies its choices, and there are hundreds.
        super().__init__(choices=lambda: [(code, code) for code in market_codes()], **kwargs)

    def filter(self, rows: QuerySet, value: list[str]) -> QuerySet:
        return rows.filter(markets__overlap=value)

    def mask(self, event_index: EventIndex, value: list[str]) -> np.ndarray:
        return mask_of(event_index.markets, event_index.dictionary.market_codes, value)

    def clause(self, event_index: EventIndex, value: list[str]) -> str:
        """Return "in Japan or Europe", "worldwide", or "in Japan or worldwide"."""
        ordered = sorted(value, key="global".__eq__)
        places = either(market_in_sentence(code, get_language()) for code in ordered)
        if value == ["global"]:
            return places
        return gettext("in %(places)s") % {"places": places}

    def label_of(self, item: str) -> str:
        return market_label(item, get_language())


class EventSources(EventParameter, SourceParameter):
    """Any number of articles used as evidence."""

    def mask(self, event_index: EventIndex, value: Iterable[Source]) -> np.ndarray:
        codes = event_index.dictionary.source_codes
        return mask_of(event_index.sources, codes, (row.pk for row in value))

    def clause(self, event_index: EventIndex, value: Iterable[Source]) -> str:
        titles = either(gettext("“%(title)s”") % {"title": row.display_title} for row in value)
        return gettext("reported in %(titles)s") % {"titles": titles}


class EventStates(EventParameter, ChoicesParameter):
    """Any number of states; only for users who see drafts."""

    def mask(self, event_index: EventIndex, value: list[str]) -> np.ndarray:
        return _has_code(event_index.state, State.values, value)

    def clause(self, event_index: EventIndex, value: list[str]) -> str:
        states = either(self.label_of(item) for item in value)
        return gettext("in the state %(states)s") % {"states": states}


def mask_of(postings: Postings, codes: Mapping[Any, int], keys: Iterable[Any]) -> np.ndarray:
    """Return whether each row has one of the keys.

    A key created after the index was read has no code and no events in it.
    """
    return postings.mask_of([codes[key] for key in keys if key in codes])


def _has_code(column: np.ndarray, choices: list[str], values: Iterable[str]) -> np.ndarray:
    """Return whether each row has one of the values; codes count from 1."""
    return np.isin(column, [choices.index(value) + 1 for value in values])
