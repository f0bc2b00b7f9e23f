"""How much of an article is given word for word: the measure of the quotation budget.

A Chinese, Japanese or Korean character, a word of another script, or a number is a token;
everything else is dropped. A token of an article is given if it lies in a run of RUN tokens that
occurs in a text that readers get. Case, width and the Chinese script make no difference. No
database access.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from sources.languages.folding import fold, fold_with_origins

RUN = 8
"""Tokens. Names, dates and set phrases are shorter, so they count only as part of a longer run."""

MAX_CHARACTERS, MAX_WORDS = 60, 40

_CJK = (
    "\u3005-\u3007\u3021-\u3029\u3041-\u30ff\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
)
_TOKEN = re.compile(rf"(?P<cjk>[{_CJK}])|\d+|(?:(?![{_CJK}])[^\W\d_])+")


@dataclass(frozen=True)
class Token:
    """One token: its folded text, and its span in the text in code points."""

    text: str
    start: int
    end: int
    is_cjk: bool


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of a text in order."""
    folded = fold_with_origins(text)
    return [
        Token(match.group(), *folded.original(*match.span()), match["cjk"] is not None)
        for match in _TOKEN.finditer(folded.text)
    ]


def words_of(text: str) -> list[str]:
    """Return the folded texts of the tokens of a text."""
    return [match.group() for match in _TOKEN.finditer(fold(text))]


def is_short(text: str) -> bool:
    """Return whether a text is short enough for one quotation.

    That is at most MAX_CHARACTERS Chinese characters or MAX_WORDS words; of a mixture, a
    corresponding part of each.
    """
    tokens = tokens_of(text)
    characters = sum(token.is_cjk for token in tokens)
    return characters / MAX_CHARACTERS + (len(tokens) - characters) / MAX_WORDS <= 1


def runs_of(words: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield each run of RUN tokens."""
    return (tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1))


@dataclass(frozen=True)
class Article:
    """The tokens of an article's text, with an index of its runs."""

    text: str

    @cached_property
    def tokens(self) -> list[Token]:
        """The tokens of the text."""
        return tokens_of(self.text)

    @classmethod
    @lru_cache(16)
    def of(cls, text: str) -> Article:
        """Return the article with a text; the last ones are kept, as their index takes a while."""
        return cls(text)

    @cached_property
    def _starts(self) -> list[int]:
        return [token.start for token in self.tokens]

    @cached_property
    def _places(self) -> dict[tuple[str, ...], list[int]]:
        places: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for at, run in enumerate(runs_of([token.text for token in self.tokens])):
            places[run].append(at)
        return places

    def given_by(self, answer: str) -> set[int]:
        """Return the numbers of the tokens that a text gives word for word."""
        if len(answer) < RUN:  # Most names: too short for a run.
            return set()
        found = (self._places.get(run, ()) for run in runs_of(words_of(answer)))
        return {at + offset for places in found for at in places for offset in range(RUN)}

    def runs_around(self, numbers: set[int], given: set[int]) -> list[str]:
        """Return the text of each run of given tokens that has some of these tokens."""
        runs: list[str] = []
        last = -1
        for number in sorted(numbers):
            if number <= last:
                continue
            low, last = number, number
            while low - 1 in given:
                low -= 1
            while last + 1 in given:
                last += 1
            runs.append(self.text[self.tokens[low].start : self.tokens[last].end])
        return runs

    def within(self, start: int, end: int) -> set[int]:
        """Return the numbers of the tokens in `text[start:end]`, however few they are."""
        first = bisect_left(self._starts, start)
        after = bisect_left(self._starts, end)
        if after > first and self.tokens[after - 1].end > end:
            after -= 1
        return set(range(first, after))
