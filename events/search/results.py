"""What the page of results holds: what the words may mean, group by group."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from events.fulltext import query_text
from events.names import Kind, Match, Name, find, name_index, near_names, spelling
from events.names.matching import Fit
from events.search.platform_card import Card, card_of
from events.search.ranking import SearchResults, search_claims, search_events

MAX_QUERY_LENGTH = 200
MAX_EVENTS, MAX_CLAIMS = 20, 8
MAX_NAMES = {
    Kind.PLATFORM: 8,
    Kind.TAG: 12,
    Kind.CLAIMANT: 6,
    Kind.SOURCE: 6,
    Kind.DISPUTE: 5,
}
MAX_OF_ONE_KIND = 100
EXAMPLES = ("Spark", "抖音", "tik tok", "直播帶貨", "Instagram checkout", "Ins")


@dataclass(frozen=True)
class NameGroup:
    """The names of one kind that answer. `total` counts those that are not shown, too."""

    kind: Kind
    matches: Sequence[Match]
    total: int

    @property
    def has_more(self) -> bool:
        return self.total > len(self.matches)


@dataclass(frozen=True)
class Results:
    """All that words find."""

    groups: Sequence[NameGroup] = ()
    card: Card | None = None
    events: SearchResults | None = None
    claims: SearchResults | None = None
    near: Sequence[Name] = field(default=())

    @property
    def is_empty(self) -> bool:
        rows = [found for found in (self.events, self.claims) if found and found.hits]
        return not (self.groups or self.card or rows)


def problems_of(words: str) -> list[str]:
    """Why these words cannot be looked for as they are, in sentences."""
    problems = []
    if "\0" in words:
        problems.append(_("The words held a character that no text has. It was left out."))
    if len(words) > MAX_QUERY_LENGTH:
        problems.append(
            _("The words are too long: at most %(most)s characters can be looked for.")
            % {"most": MAX_QUERY_LENGTH}
        )
    elif words and query_text(words) is None:
        problems.append(_("“%(words)s” has neither a letter nor a digit.") % {"words": words})
    return problems


def can_be_searched(words: str) -> bool:
    """Whether there is something to look for, and not too much of it."""
    return len(words) <= MAX_QUERY_LENGTH and query_text(words) is not None


def search_all(words: str) -> Results:
    """Everything published that the words may mean, each group limited."""
    names = name_index()
    matches = {kind: find(names[kind], words) for kind in Kind}
    platforms = matches[Kind.PLATFORM]
    card = _card(platforms)
    if card:  # The best match, which need not be said again.
        matches[Kind.PLATFORM] = platforms[1:]
    groups = [
        NameGroup(kind, found[: MAX_NAMES[kind]], len(found))
        for kind, found in matches.items()
        if found
    ]
    # The beginnings of half of all words: no answer, and the slowest to give.
    is_letter = re.fullmatch("[a-z]", spelling(words).key) is not None
    results = Results(
        groups,
        card,
        None if is_letter else search_events(words, limit=MAX_EVENTS),
        None if is_letter else search_claims(words, limit=MAX_CLAIMS),
    )
    if not results.is_empty:
        return results
    return Results(near=near_names([*names[Kind.PLATFORM], *names[Kind.TAG]], words))


def search_kind(words: str, kind: Kind) -> Results:
    """The names of one kind alone, as many as a page takes."""
    found = find(name_index()[kind], words)
    return Results([NameGroup(kind, found[:MAX_OF_ONE_KIND], len(found))] if found else [])


def examples() -> list[str]:
    """Words to try, of which each finds something here."""
    names = name_index()
    every = [*names[Kind.PLATFORM], *names[Kind.TAG]]
    return [words for words in EXAMPLES if find(every, words)] or [
        str(name.label) for name in every[:3]
    ]


def _card(matches: Sequence[Match]) -> Card | None:
    exact = [match for match in matches if match.fit is Fit.EXACT]
    return card_of(exact[0].name.pk) if len(exact) == 1 else None
