"""The sentence that says what a page of events shows."""

from __future__ import annotations

import datetime

import numpy as np
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext, ngettext, pgettext

from events.filters.events import FAILURE, EventFilter
from events.filters.selection import Selection
from events.index import OPEN_END
from events.models import Event
from events.models.markets import market_label
from sources.dates import Precision


def sentence(selection: Selection) -> str:
    """What is shown, for the active reader: "14 failures on Amazon and its parts, 2016 to 2019"."""
    chosen, rows = selection.chosen, selection.rows()
    parts = [_what(chosen, len(rows))]
    if len(rows):
        if not _is_of_one_date(chosen):
            parts.append(_years(*_span(selection)))
        parts.append(_sources(selection))
    return pgettext("between clauses", ", ").join(parts)


def _span(selection: Selection) -> tuple[int, int]:
    """The first and the last year of what is shown."""
    event_index, rows = selection.index, selection.rows()

    def work() -> tuple[int, int]:
        latest = event_index.latest[rows]
        last = np.where(latest == OPEN_END, event_index.sort[rows], latest).max()
        days = (int(event_index.sort[rows[0]]), int(last))
        return tuple(datetime.date.fromordinal(day).year for day in days)

    return event_index.memoize(("span", selection.key), work)


def _what(chosen: EventFilter, count: int) -> str:
    """How many of what, and what they have in common: behind the noun, in Chinese before it."""
    counted, conditions = _count(chosen, count), _conditions(chosen)
    if not conditions:
        return counted
    joined = pgettext("between conditions", ", ").join(conditions)
    return gettext("%(events)s %(conditions)s") % {"events": counted, "conditions": joined}


def _is_of_failures(chosen: EventFilter) -> bool:
    """Whether “failures” alone says both the outcomes and the kinds asked for."""
    return chosen.chosen.get("outcome") == [FAILURE] and not chosen.chosen.get("kind")


def _count(chosen: EventFilter, count: int) -> str:
    kinds = chosen.chosen.get("kind") or []
    if _is_of_failures(chosen):
        return ngettext("%(count)s failure", "%(count)s failures", count) % {
            "count": _number(count)
        }
    if kinds:
        labels = _either(Event.Kind(kind).label for kind in kinds)
        words = ngettext(
            "%(count)s event of kind %(kinds)s", "%(count)s events of kind %(kinds)s", count
        )
        return words % {"count": _number(count), "kinds": labels}
    return ngettext("%(count)s event", "%(count)s events", count) % {"count": _number(count)}


def _conditions(chosen: EventFilter) -> list[str]:
    given = chosen.chosen
    parts = []
    if platforms := given.get("platform"):
        names = _either(platform.name for platform in platforms)
        parts.append(gettext("on %(platforms)s and all its parts") % {"platforms": names})
    outcomes = given.get("outcome")
    if outcomes and not _is_of_failures(chosen):
        labels = _either(
            gettext("any failure") if item == FAILURE else Event.Outcome(item).label
            for item in outcomes
        )
        parts.append(gettext("with the outcome %(outcomes)s") % {"outcomes": labels})
    if tags := given.get("tag"):
        parts.append(gettext("tagged %(tags)s") % {"tags": _either(tag.label for tag in tags)})
    if markets := given.get("market"):
        places = _either(market_label(code, get_language()) for code in markets)
        parts.append(gettext("in %(places)s") % {"places": places})
    if alive := given.get("alive"):
        is_day = alive.precision is Precision.DAY
        words = gettext("on platforms alive on %(date)s")
        if not is_day:
            words = gettext("on platforms alive in %(date)s")
        parts.append(words % {"date": alive.label(get_language())})
    if sources := given.get("source"):
        titles = _either(
            gettext("“%(title)s”") % {"title": source.display_title} for source in sources
        )
        parts.append(gettext("in %(titles)s") % {"titles": titles})
    if words := given.get("q"):
        parts.append(gettext("mentioning “%(words)s”") % {"words": words})
    return parts + _asked_time(chosen)


def _is_of_one_date(chosen: EventFilter) -> bool:
    """Whether a single year, month or day is asked for, as the strip of years does."""
    since, until = chosen.chosen.get("since"), chosen.chosen.get("until")
    return since is not None and since == until


def _asked_time(chosen: EventFilter) -> list[str]:
    since, until = chosen.chosen.get("since"), chosen.chosen.get("until")
    language = get_language()
    dates = {
        "date": since.label(language) if since else "",
        "since": since.label(language) if since else "",
        "until": until.label(language) if until else "",
    }
    if _is_of_one_date(chosen):
        certain, possible = gettext("certainly in %(date)s"), gettext("possibly in %(date)s")
    elif since and until:
        certain = gettext("certainly between %(since)s and %(until)s")
        possible = gettext("possibly between %(since)s and %(until)s")
    elif since:
        certain, possible = (
            gettext("certainly since %(since)s"),
            gettext("possibly since %(since)s"),
        )
    elif until:
        certain = gettext("certainly up to %(until)s")
        possible = gettext("possibly up to %(until)s")
    else:
        return []
    return [(certain if chosen.is_certain else possible) % dates]


def _years(first: int, last: int) -> str:
    if first == last:
        return gettext("in %(year)s") % {"year": first}
    return gettext("%(first)s to %(last)s") % {"first": first, "last": last}


def _sources(selection: Selection) -> str:
    event_index = selection.index

    def work() -> int:
        codes = np.flatnonzero(event_index.sources.counts_in(selection.rows()))
        accepted = codes[event_index.dictionary.accepted[codes]]
        return len(np.unique(event_index.dictionary.original_codes[accepted]))

    count = event_index.memoize(("source count", selection.key), work)
    return ngettext("%(count)s source", "%(count)s sources", count) % {"count": _number(count)}


def _number(count: int) -> str:
    """A count with its thousands apart, as the reader's language sets them."""
    return number_format(count, use_l10n=True, force_grouping=True)


def _either(labels: object) -> str:
    words = [str(label) for label in labels]
    return gettext(" or ").join(words)
