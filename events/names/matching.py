"""How well names answer what a reader typed. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from events.names.name import Name, Spelling, spelling

# Inside a word ("pin" in shopping) fewer letters would match nearly everything.
_FEWEST_WITHIN_A_WORD = 3
_FEWEST_NAMED = 2


class Fit(IntEnum):
    """How a name answers, the best first."""

    EXACT = 0  # the very name, in any width, case or script
    PREFIX = 1  # the name begins so
    WORD = 2  # a word of the name begins so
    WITHIN = 3  # somewhere in a word
    EACH = 4  # each of the words begins a word of it
    NAMED = 5  # the words contain the name whole


@dataclass(frozen=True)
class Match:
    """A name that answers, how well, and under which spelling."""

    name: Name
    fit: Fit
    spelling: Spelling

    @property
    def order(self) -> tuple[int, int, str]:
        return self.fit, len(self.spelling.key), self.spelling.key


def find(names: Iterable[Name], words: str) -> list[Match]:
    """The names that answer these words, the best first; nothing for words without a letter."""
    wanted = spelling(words)
    if not wanted.key:
        return []
    apart = [key for key in (spelling(word).key for word in words.split()) if key]
    found = (_match(name, wanted, apart) for name in names)
    return sorted(filter(None, found), key=lambda match: match.order)


def _match(name: Name, wanted: Spelling, apart: list[str]) -> Match | None:
    if wanted.key not in name.joined and name.shortest > len(wanted.key) and len(apart) < 2:
        return None  # Nearly all names leave here: the search is through every one of them.
    fits = [(fit, own) for own in name.spellings if (fit := _fit(own, wanted)) is not None]
    fit, own = min(fits, key=lambda pair: (pair[0], len(pair[1].key)), default=(None, None))
    if fit in (None, Fit.NAMED) and (other := _with_each(name, apart)):
        fit, own = Fit.EACH, other
    return None if fit is None else Match(name, fit, own)


def _fit(own: Spelling, wanted: Spelling) -> Fit | None:
    if wanted.key in own.key:
        if len(wanted.key) == len(own.key):
            return Fit.EXACT
        if own.key.startswith(wanted.key):
            return Fit.PREFIX
        if own.has_word(wanted.key):
            return Fit.WORD
        return Fit.WITHIN if _is_within_a_word(own, wanted.key) else None
    if _FEWEST_NAMED <= len(own.key) < len(wanted.key):
        for at in wanted.starts:
            if wanted.key.startswith(own.key, at) and wanted.is_edge(at + len(own.key)):
                return Fit.NAMED
    return None


def _is_within_a_word(own: Spelling, key: str) -> bool:
    if len(key) < _FEWEST_WITHIN_A_WORD:
        return False
    at = own.key.find(key)
    while at >= 0:
        if own.starts.isdisjoint(range(at + 1, at + len(key))):
            return True
        at = own.key.find(key, at + 1)
    return False


def _with_each(name: Name, apart: list[str]) -> Spelling | None:
    """The spelling in which each of the words begins a word, if there are several words."""
    if len(apart) < 2 or not all(part in name.joined for part in apart):
        return None
    for own in name.spellings:
        if all(own.has_word(part) for part in apart):
            return own
    return None
