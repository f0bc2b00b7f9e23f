"""The sentence that summarises the filtered events."""

from __future__ import annotations

import datetime

import numpy as np
from django.utils.translation import gettext, ngettext, pgettext

from events.filters.events import EventFilter
from events.filters.selection import Selection
from events.filters.wording import number
from events.index import OPEN_END


def sentence(selection: Selection) -> str:
    """Return "14 failures by Amazon and its products, 2016 to 2019", in the active language."""
    filter_set, rows = selection.filter_set, selection.rows()
    parts = [_counted_events(selection, len(rows))]
    if len(rows):
        if not _is_of_one_date(filter_set):
            parts.append(_years(*_span(selection)))
        parts.append(_sources(selection))
    return pgettext("between clauses", ", ").join(parts)


def _span(selection: Selection) -> tuple[int, int]:
    """Return the first and the last year of the matching events."""
    event_index, rows = selection.index, selection.rows()

    def compute() -> tuple[int, int]:
        latest = event_index.latest[rows]
        last = np.where(latest == OPEN_END, event_index.sort[rows], latest).max()
        days = (int(event_index.sort[rows[0]]), int(last))
        return tuple(datetime.date.fromordinal(day).year for day in days)

    return event_index.memoize(("span", selection.key), compute)


def _counted_events(selection: Selection, count: int) -> str:
    """Return the count and the conditions, which follow the noun in English, precede in Chinese."""
    counted, conditions = _count(selection.filter_set, count), _conditions(selection)
    if not conditions:
        return counted
    joined = pgettext("between conditions", ", ").join(conditions)
    return gettext("%(events)s %(conditions)s") % {"events": counted, "conditions": joined}


def _count(filter_set: EventFilter, count: int) -> str:
    for name, value in filter_set.applied.items():
        if noun := filter_set.filters[name].noun(value, count):
            return noun
    return ngettext("%(count)s event", "%(count)s events", count) % {"count": number(count)}


def _conditions(selection: Selection) -> list[str]:
    filters, applied = selection.filter_set.filters, selection.filter_set.applied
    clauses = [filters[name].clause(selection.index, value) for name, value in applied.items()]
    return [clause for clause in clauses if clause]


def _is_of_one_date(filter_set: EventFilter) -> bool:
    """Return whether the period is one year, month or day, as in the links of the year strip."""
    since, until = filter_set.applied.get("since"), filter_set.applied.get("until")
    return since is not None and since == until


def _years(first: int, last: int) -> str:
    if first == last:
        return gettext("in %(year)s") % {"year": first}
    return gettext("%(first)s to %(last)s") % {"first": first, "last": last}


def _sources(selection: Selection) -> str:
    event_index = selection.index

    def compute() -> int:
        codes = np.flatnonzero(event_index.sources.counts_in(selection.rows()))
        accepted = codes[event_index.dictionary.accepted[codes]]
        return len(np.unique(event_index.dictionary.original_codes[accepted]))

    count = event_index.memoize(("source count", selection.key), compute)
    return ngettext("%(count)s source", "%(count)s sources", count) % {"count": number(count)}
