"""The data of the results page: the possible meanings of the query, in groups."""

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
    """The matching names of one kind. `total` also counts those that are not shown."""

    kind: Kind
    matches: Sequence[Match]
    total: int

    @property
    def has_more(self) -> bool:
        """Whether there are matches that are not shown."""
        return self.total > len(self.matches)


@dataclass(frozen=True)
class Results:
    """All results of a query. `near` holds similar names and is set only if nothing matches."""

    groups: Sequence[NameGroup] = ()
    card: Card | None = None
    events: SearchResults | None = None
    claims: SearchResults | None = None
    near: Sequence[Name] = field(default=())

    @property
    def is_empty(self) -> bool:
        """Whether no name, event or claim matches."""
        non_empty = [results for results in (self.events, self.claims) if results and results.hits]
        return not (self.groups or self.card or non_empty)


def problems_of(query: str) -> list[str]:
    """Return one sentence for each reason why the query cannot be searched as it is."""
    problems = []
    if "\0" in query:
        problems.append(_("The search text contained an invalid character, which was removed."))
    if len(query) > MAX_QUERY_LENGTH:
        problems.append(
            _("The search text is too long. Enter at most %(most)s characters.")
            % {"most": MAX_QUERY_LENGTH}
        )
    elif query and query_text(query) is None:
        problems.append(
            _("“%(words)s” contains no letters or digits. Enter a word or a number.")
            % {"words": query}
        )
    return problems


def can_be_searched(query: str) -> bool:
    """Return whether the query has a letter or digit and is not too long."""
    return len(query) <= MAX_QUERY_LENGTH and query_text(query) is not None


def search_all(query: str) -> Results:
    """Return all published matches in groups, each with a limit."""
    names = name_index()
    matches = {kind: find(names[kind], query) for kind in Kind}
    platforms = matches[Kind.PLATFORM]
    card = _card(platforms)
    if card:  # The card shows the best match, so the group leaves it out.
        matches[Kind.PLATFORM] = platforms[1:]
    groups = [
        NameGroup(kind, rows[: MAX_NAMES[kind]], len(rows))
        for kind, rows in matches.items()
        if rows
    ]
    # One Latin letter is a prefix of very many words: such results are useless and the slowest.
    is_letter = re.fullmatch("[a-z]", spelling(query).key) is not None
    results = Results(
        groups,
        card,
        None if is_letter else search_events(query, limit=MAX_EVENTS),
        None if is_letter else search_claims(query, limit=MAX_CLAIMS),
    )
    if not results.is_empty:
        return results
    return Results(near=near_names([*names[Kind.PLATFORM], *names[Kind.TAG]], query))


def search_kind(query: str, kind: Kind) -> Results:
    """Return matching names of one kind, at most MAX_OF_ONE_KIND."""
    matches = find(name_index()[kind], query)
    return Results([NameGroup(kind, matches[:MAX_OF_ONE_KIND], len(matches))] if matches else [])


def examples() -> list[str]:
    """Return example queries that have results; by default the first three names."""
    names = name_index()
    candidates = [*names[Kind.PLATFORM], *names[Kind.TAG]]
    return [query for query in EXAMPLES if find(candidates, query)] or [
        str(name.label) for name in candidates[:3]
    ]


def _card(matches: Sequence[Match]) -> Card | None:
    exact = [match for match in matches if match.fit is Fit.EXACT]
    return card_of(exact[0].name.pk) if len(exact) == 1 else None
