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
    fits = [(fit, own) for own in name.spellings if (fit := _fit(own, wanted)) is not None]
    fit, own = min(fits, key=lambda pair: (pair[0], len(pair[1].key)), default=(None, None))
    if fit in (None, Fit.NAMED) and (other := _with_each(name, apart)):
        fit, own = Fit.EACH, other
    return None if fit is None else Match(name, fit, own)


def _fit(own: Spelling, wanted: Spelling) -> Fit | None:
    if wanted.key in own.key:
        if len(wanted.key) == len(own.key):
            return Fit.EXACT
        places = _places(own.key, wanted.key)
        if 0 in places:
            return Fit.PREFIX
        if not own.starts.isdisjoint(places):
            return Fit.WORD
        return Fit.WITHIN if _is_within_a_word(own, places, len(wanted.key)) else None
    if len(own.key) >= _FEWEST_NAMED and own.key in wanted.key:
        places = _places(wanted.key, own.key)
        if any(wanted.edge(at) and wanted.edge(at + len(own.key)) for at in places):
            return Fit.NAMED
    return None


def _is_within_a_word(own: Spelling, places: list[int], length: int) -> bool:
    return length >= _FEWEST_WITHIN_A_WORD and any(
        own.starts.isdisjoint(range(at + 1, at + length)) for at in places
    )


def _places(text: str, part: str) -> list[int]:
    return [at for at in range(len(text) - len(part) + 1) if text.startswith(part, at)]


def _with_each(name: Name, apart: list[str]) -> Spelling | None:
    """The spelling in which each of the words begins a word, if there are several words."""
    if len(apart) < 2:
        return None
    for own in name.spellings:
        if all(
            part in own.key and not own.starts.isdisjoint(_places(own.key, part)) for part in apart
        ):
            return own
    return None
