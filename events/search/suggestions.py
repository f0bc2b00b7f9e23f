"""Suggestions while the reader types: names from memory, and a few important events.

The browser requests them at every pause in typing, so every input must be fast: names are looked
up in memory, and at most a few dozen important events are read from the database.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypedDict

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from events.annotation.offsets import code_points_to_utf16
from events.fulltext import highlight, matches
from events.models import Claimant, Dispute, Event, Platform, Tag
from events.names import Kind, Match, Name, find, name_index, spelling
from sources.languages.bilingual import Wording, language_tag

MAX_SUGGESTIONS = 10
MAX_QUERY_LENGTH = 100
EVENT = "event"
QUOTAS: dict[str, int] = {
    Kind.PLATFORM: 4,
    Kind.TAG: 2,
    EVENT: 3,
    Kind.CLAIMANT: 1,
    Kind.SOURCE: 1,
    Kind.DISPUTE: 1,
}
"""Suggestions by kind, in the order shown; a kind gets more if others need fewer."""
KINDS_WITH_ALIASES = (Kind.PLATFORM, Kind.TAG)
"""Kinds that show the alias that matched, if the displayed name does not match."""
_EVENTS_READ = 40
_MIN_LATIN_LETTERS, _MIN_OTHER_LETTERS = 3, 2


@dataclass(frozen=True)
class Suggestion:
    """One line of the list. `marks` are the matching spans of the label, in UTF-16 units.

    `lang` is the language of the label if it differs from that of the page, else "".
    """

    kind: str
    label: str
    lang: str
    detail: str
    url: str
    marks: tuple[tuple[int, int], ...]


class Response(TypedDict):
    """The JSON response; `suggestions` has the fields of `Suggestion`."""

    query: str
    status: str
    suggestions: list[dict[str, Any]]


def suggest(query: str) -> Response:
    """Return the JSON response: at most MAX_SUGGESTIONS, and a status message with their number."""
    results = _suggestions(query.replace("\0", " ")) if len(query) <= MAX_QUERY_LENGTH else []
    message = ngettext("%(count)s suggestion", "%(count)s suggestions", len(results))
    return {
        "query": query,
        "status": message % {"count": len(results)} if results else _("No suggestions"),
        "suggestions": [asdict(suggestion) for suggestion in results],
    }


def _suggestions(query: str) -> list[Suggestion]:
    if not spelling(query).key:
        return []
    names = name_index()
    lists: dict[str, Sequence[Match] | list[Event]] = {
        kind: _events(query) if kind == EVENT else find(names[Kind(kind)], query) for kind in QUOTAS
    }
    counts = _allocate({kind: len(rows) for kind, rows in lists.items()})
    return [
        _of_event(row, query) if isinstance(row, Event) else _of_name(row, query)
        for kind, rows in lists.items()
        for row in rows[: counts[kind]]
    ]


def _allocate(sizes: dict[str, int]) -> dict[str, int]:
    """Return how many of each kind to show: its quota, then the rest, MAX_SUGGESTIONS in total."""
    counts, left = dict.fromkeys(sizes, 0), MAX_SUGGESTIONS
    for limits in (QUOTAS, sizes):
        for kind, size in sizes.items():
            more = max(0, min(size, limits[kind], counts[kind] + left) - counts[kind])
            counts[kind] += more
            left -= more
    return counts


def _events(query: str) -> list[Event]:
    """Return important events whose title matches, the most important and latest first."""
    key = spelling(query).key
    if len(key) < (_MIN_LATIN_LETTERS if key.isascii() else _MIN_OTHER_LETTERS):
        return []
    rows = Event.objects.published().search(query).order_by()
    rows = rows.only("slug", "title_en", "title_zh", "when", "importance", "sort_on")
    # Read in any order: to sort, the database would have to fetch all matches.
    events = {row for level in (5, 4) for row in rows.important(level)[:_EVENTS_READ]}
    titled = [row for row in events if matches(row.title_en, query) or matches(row.title_zh, query)]
    return sorted(titled, key=lambda row: (-row.importance, -row.sort_on.toordinal(), row.pk))


def _of_event(row: Event, query: str) -> Suggestion:
    detail = _joined(_("event"), row.date.label(get_language()))
    return _suggestion(EVENT, row.title, detail, row.get_absolute_url(), query)


def _of_name(match: Match, query: str) -> Suggestion:
    name = match.name
    shows_match = bool(highlight(name.label.text, query))
    # Only for names: the other spelling of an article or a dispute would be a whole sentence.
    alias = "" if shows_match or name.kind not in KINDS_WITH_ALIASES else match.spelling.text
    detail = _joined(_kind_label(name.kind), *details_of(name), alias)
    return _suggestion(name.kind, name.label, detail, name.url, query)


def _suggestion(kind: str, label: Wording, detail: str, url: str, query: str) -> Suggestion:
    language = language_tag(label.language) if label.is_fallback else ""
    return Suggestion(kind, label.text, language, detail, url, _marks(label.text, query))


def details_of(name: Name) -> list[str]:
    """Return labels that distinguish a name from others of its kind; some may be empty."""
    parent = name.parent.text
    if name.kind is Kind.PLATFORM:
        return [str(Platform.Kind(name.note).label), parent]
    if name.kind is Kind.TAG:
        return [str(Tag.Facet(name.note).label)]
    if name.kind is Kind.CLAIMANT:
        return [str(Claimant.Kind(name.note).label), parent]
    if name.kind is Kind.SOURCE:
        return [parent, name.note]
    return [str(Dispute.State(name.note).label)]


def _kind_label(kind: Kind) -> str:
    """Return the label of a kind whose details do not name it, else an empty string."""
    labels = {Kind.TAG: _("tag"), Kind.SOURCE: _("article"), Kind.DISPUTE: _("dispute")}
    return labels.get(kind, "")


def _joined(*details: str) -> str:
    return pgettext("between clauses", ", ").join(filter(None, details))


def _marks(label: str, query: str) -> tuple[tuple[int, int], ...]:
    return tuple(
        (code_points_to_utf16(label, start), code_points_to_utf16(label, end))
        for start, end in highlight(label, query)
    )
