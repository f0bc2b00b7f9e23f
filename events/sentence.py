"""The sentence that says what a page of events shows."""

from __future__ import annotations

from django.db.models import Max, Min, QuerySet
from django.utils.translation import get_language, gettext, ngettext

from events.filters import FAILURE, EventFilter
from events.models import Event, Evidence
from sources.bilingual import is_chinese


def sentence(chosen: EventFilter, rows: QuerySet) -> str:
    """What is shown, in the reader's language: "14 failures on Amazon and its parts, 2016 to 2019"."""
    facts = rows.aggregate(first=Min("sort_on__year"), last=Max("sort_on__year"))
    count = rows.count()
    parts = [_count(chosen, count), *_conditions(chosen)]
    if count:
        parts.append(_years(facts["first"], facts["last"]))
        parts.append(_sources(rows))
    return _join(parts)


def _count(chosen: EventFilter, count: int) -> str:
    outcomes = chosen.chosen.get("outcome") or []
    kinds = chosen.chosen.get("kind") or []
    if outcomes == [FAILURE] and not kinds:
        return ngettext("%(count)s failure", "%(count)s failures", count) % {"count": count}
    words = ngettext("%(count)s event", "%(count)s events", count) % {"count": count}
    if kinds:
        labels = _either(Event.Kind(kind).label for kind in kinds)
        words = gettext("%(events)s of kind %(kinds)s") % {"events": words, "kinds": labels}
    return words


def _conditions(chosen: EventFilter) -> list[str]:
    given = chosen.chosen
    parts = []
    if platforms := given.get("platform"):
        names = _either(platform.name for platform in platforms)
        parts.append(gettext("on %(platforms)s and all its parts") % {"platforms": names})
    outcomes = [item for item in given.get("outcome") or [] if item != FAILURE]
    if outcomes:
        labels = _either(Event.Outcome(item).label for item in outcomes)
        parts.append(gettext("with the outcome %(outcomes)s") % {"outcomes": labels})
    if tags := given.get("tag"):
        parts.append(gettext("tagged %(tags)s") % {"tags": _either(tag.label for tag in tags)})
    if sources := given.get("source"):
        titles = _either(f"“{source.display_title}”" for source in sources)
        parts.append(gettext("in %(titles)s") % {"titles": titles})
    if words := given.get("q"):
        parts.append(gettext("mentioning “%(words)s”") % {"words": words})
    return parts + _asked_time(chosen)


def _asked_time(chosen: EventFilter) -> list[str]:
    since, until = chosen.chosen.get("since"), chosen.chosen.get("until")
    language = get_language()
    if since and until:
        between = {"since": since.label(language), "until": until.label(language)}
        return [gettext("possibly between %(since)s and %(until)s") % between]
    if since:
        return [gettext("possibly since %(since)s") % {"since": since.label(language)}]
    if until:
        return [gettext("possibly up to %(until)s") % {"until": until.label(language)}]
    return []


def _years(first: int, last: int) -> str:
    if first == last:
        return gettext("in %(year)s") % {"year": first}
    return gettext("%(first)s to %(last)s") % {"first": first, "last": last}


def _sources(rows: QuerySet) -> str:
    count = (
        Evidence.objects.filter(event__in=rows.order_by().values("pk"))
        .values("snapshot__source")
        .distinct()
        .count()
    )
    return ngettext("%(count)s source", "%(count)s sources", count) % {"count": count}


def _either(labels: object) -> str:
    words = [str(label) for label in labels]
    return gettext(" or ").join(words)


def _join(parts: list[str]) -> str:
    return ("，" if is_chinese(get_language()) else ", ").join(parts)
