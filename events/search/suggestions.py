"""What a reader may want while still typing: names from memory, and a few important events.

Answered at every pause in the typing, so that nothing here may take long whatever was typed: names
are looked up in memory, and of events only a handful of the important ones is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

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
QUOTAS = {
    Kind.PLATFORM: 4,
    Kind.TAG: 2,
    EVENT: 3,
    Kind.CLAIMANT: 1,
    Kind.SOURCE: 1,
    Kind.DISPUTE: 1,
}
"""In the order shown; a kind takes more where others need less."""
KINDS_WITH_ALIASES = (Kind.PLATFORM, Kind.TAG)
"""Kinds of which the spelling that matched is told where the name shown does not have it."""
_EVENTS_READ = 40
_MIN_LATIN_LETTERS, _MIN_OTHER_LETTERS = 3, 2


@dataclass(frozen=True)
class Suggestion:
    """One line of the list. `marks` are the spans of the label that match, in UTF-16 units.

    `lang` is the label's language where it is not the page's.
    """

    kind: str
    label: str
    lang: str
    detail: str
    url: str
    marks: tuple[tuple[int, int], ...]


def suggest(words: str) -> dict[str, object]:
    """The answer to what was typed: at most ten suggestions, and what to say of their number."""
    found = _found(words.replace("\0", " ")) if len(words) <= MAX_QUERY_LENGTH else []
    said = ngettext("%(count)s suggestion", "%(count)s suggestions", len(found))
    return {
        "query": words,
        "status": said % {"count": len(found)} if found else _("No suggestions"),
        "suggestions": [asdict(suggestion) for suggestion in found],
    }


def _found(words: str) -> list[Suggestion]:
    if not spelling(words).key:
        return []
    names = name_index()
    lists: dict[str, Sequence[Match] | list[Event]] = {
        kind: _events(words) if kind == EVENT else find(names[kind], words) for kind in QUOTAS
    }
    taken = _shared({kind: len(rows) for kind, rows in lists.items()})
    return [
        _of_event(row, words) if isinstance(row, Event) else _of_name(row, words)
        for kind, rows in lists.items()
        for row in rows[: taken[kind]]
    ]


def _shared(sizes: dict[str, int]) -> dict[str, int]:
    """How many of each kind are shown: its share, then what others leave, ten in all."""
    taken, left = dict.fromkeys(sizes, 0), MAX_SUGGESTIONS
    for most in (QUOTAS, sizes):
        for kind, size in sizes.items():
            more = max(0, min(size, most[kind], taken[kind] + left) - taken[kind])
            taken[kind] += more
            left -= more
    return taken


def _events(words: str) -> list[Event]:
    """Important events with the words in their title, the most important and latest first."""
    key = spelling(words).key
    if len(key) < (_MIN_LATIN_LETTERS if key.isascii() else _MIN_OTHER_LETTERS):
        return []
    rows = Event.objects.published().search(words).order_by()
    rows = rows.only("slug", "title_en", "title_zh", "when", "importance", "sort_on")
    # Whichever come first: sorted by the database, all matches would have to be fetched.
    found = {row for degree in (5, 4) for row in rows.important(degree)[:_EVENTS_READ]}
    titled = [row for row in found if matches(row.title_en, words) or matches(row.title_zh, words)]
    return sorted(titled, key=lambda row: (-row.importance, -row.sort_on.toordinal(), row.pk))


def _of_event(row: Event, words: str) -> Suggestion:
    detail = _listed(_("event"), row.date.label(get_language()))
    return _suggestion(EVENT, row.title, detail, row.get_absolute_url(), words)


def _of_name(match: Match, words: str) -> Suggestion:
    name = match.name
    shows_match = bool(highlight(name.label.text, words))
    # Only of names is another spelling told: a title in the other language would be a sentence.
    also = "" if shows_match or name.kind not in KINDS_WITH_ALIASES else match.spelling.text
    detail = _listed(_kind_label(name.kind), *details_of(name), also)
    return _suggestion(name.kind, name.label, detail, name.url, words)


def _suggestion(kind: str, label: Wording, detail: str, url: str, words: str) -> Suggestion:
    language = language_tag(label.language) if label.is_fallback else ""
    return Suggestion(kind, label.text, language, detail, url, _marks(label.text, words))


def details_of(name: Name) -> list[str]:
    """What tells a name from others of its kind, in words."""
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
    """The word for a kind of which the details do not tell it."""
    words = {Kind.TAG: _("tag"), Kind.SOURCE: _("article"), Kind.DISPUTE: _("dispute")}
    return words.get(kind, "")


def _listed(*details: str) -> str:
    return pgettext("between clauses", ", ").join(filter(None, details))


def _marks(label: str, words: str) -> tuple[tuple[int, int], ...]:
    return tuple(
        (code_points_to_utf16(label, start), code_points_to_utf16(label, end))
        for start, end in highlight(label, words)
    )
