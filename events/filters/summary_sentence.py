"""The sentence that summarises the filtered events."""

from __future__ import annotations

import datetime

import numpy as np
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext, ngettext, pgettext

from events.filters.events import FAILURE, EventFilter
from events.filters.selection import Selection
from events.index import OPEN_END
from events.index.dictionary import Dictionary
from events.models import Event, Platform
from events.models.markets import market_label
from sources.dates import Precision


def sentence(selection: Selection) -> str:
    """Return "14 failures by Amazon and its products, 2016 to 2019", in the active language."""
    filter_set, rows = selection.chosen, selection.rows()
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
    counted, conditions = _count(selection.chosen, count), _conditions(selection)
    if not conditions:
        return counted
    joined = pgettext("between conditions", ", ").join(conditions)
    return gettext("%(events)s %(conditions)s") % {"events": counted, "conditions": joined}


def _is_of_failures(filter_set: EventFilter) -> bool:
    """Return whether the word “failures” alone describes the outcomes and kinds of the filter."""
    values = filter_set.chosen
    return values.get("outcome") == [FAILURE] and not values.get("kind")


def _count(filter_set: EventFilter, count: int) -> str:
    kinds = filter_set.chosen.get("kind") or []
    if _is_of_failures(filter_set):
        return ngettext("%(count)s failure", "%(count)s failures", count) % {
            "count": _number(count)
        }
    if kinds:
        labels = _either(Event.Kind(kind).label for kind in kinds)
        message = ngettext("%(count)s %(kinds)s event", "%(count)s %(kinds)s events", count)
        return message % {"count": _number(count), "kinds": labels}
    return ngettext("%(count)s event", "%(count)s events", count) % {"count": _number(count)}


def _conditions(selection: Selection) -> list[str]:
    filter_set = selection.chosen
    values = filter_set.chosen
    parts = []
    if platforms := values.get("platform"):
        parts.append(_by_platforms(list(platforms), selection.index.dictionary))
    outcomes = values.get("outcome")
    if outcomes and not _is_of_failures(filter_set):
        labels = _either(
            pgettext("outcome", "failure") if item == FAILURE else Event.Outcome(item).label
            for item in outcomes
        )
        parts.append(gettext("with the outcome %(outcomes)s") % {"outcomes": labels})
    if tags := values.get("tag"):
        parts.append(gettext("tagged %(tags)s") % {"tags": _either(tag.label for tag in tags)})
    if markets := values.get("market"):
        parts.append(_in_markets(markets))
    if alive := values.get("alive"):
        message = gettext("on platforms operating in %(date)s")
        if alive.precision is Precision.DAY:
            message = gettext("on platforms operating on %(date)s")
        parts.append(message % {"date": alive.label(get_language())})
    if sources := values.get("source"):
        titles = _either(
            gettext("“%(title)s”") % {"title": source.display_title} for source in sources
        )
        parts.append(gettext("reported in %(titles)s") % {"titles": titles})
    if query := values.get("q"):
        parts.append(gettext("mentioning “%(words)s”") % {"words": query})
    return parts + _period(filter_set)


def _by_platforms(platforms: list[Platform], dictionary: Dictionary) -> str:
    """Return "by Amazon, Meta and their products"; without products if none of them has a part."""
    names = [str(platform.name) for platform in platforms]
    codes = (dictionary.platform_codes.get(platform.pk) for platform in platforms)
    if not any(code in dictionary.children for code in codes if code is not None):
        joined = pgettext("between platforms", " and ").join(names)
        return gettext("by %(platforms)s") % {"platforms": joined}
    joined = pgettext("between platforms", ", ").join(names)
    message = ngettext(
        "by %(platforms)s and its products", "by %(platforms)s and their products", len(names)
    )
    return message % {"platforms": joined}


def _in_markets(codes: list[str]) -> str:
    """Return "in Japan or Europe", "worldwide", or "in Japan or worldwide"."""
    labels = [market_label(code, get_language()) for code in sorted(codes, key="global".__eq__)]
    places = _either(labels)
    if codes == ["global"]:
        return places
    return gettext("in %(places)s") % {"places": places}


def _is_of_one_date(filter_set: EventFilter) -> bool:
    """Return whether the period is one year, month or day, as in the links of the year strip."""
    since, until = filter_set.chosen.get("since"), filter_set.chosen.get("until")
    return since is not None and since == until


def _period(filter_set: EventFilter) -> list[str]:
    since, until = filter_set.chosen.get("since"), filter_set.chosen.get("until")
    language = get_language()
    dates = {
        "date": since.label(language) if since else "",
        "since": since.label(language) if since else "",
        "until": until.label(language) if until else "",
    }
    if _is_of_one_date(filter_set):
        certain, possible = gettext("dated %(date)s"), gettext("possibly in %(date)s")
        if since.precision is Precision.DAY:
            possible = gettext("possibly on %(date)s")
    elif since and until:
        certain = gettext("dated between %(since)s and %(until)s")
        possible = gettext("possibly between %(since)s and %(until)s")
    elif since:
        certain = gettext("dated %(since)s or later")
        possible = gettext("possibly dated %(since)s or later")
    elif until:
        certain = gettext("dated %(until)s or earlier")
        possible = gettext("possibly dated %(until)s or earlier")
    else:
        return []
    return [(certain if filter_set.is_certain else possible) % dates]


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
    return ngettext("%(count)s source", "%(count)s sources", count) % {"count": _number(count)}


def _number(count: int) -> str:
    """Return the count with the thousands separators of the active language."""
    return number_format(count, use_l10n=True, force_grouping=True)


def _either(labels: object) -> str:
    return gettext(" or ").join(str(label) for label in labels)
