"""Which platforms have a lane of their own, and in which order. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from events.filters.selection import Selection
from events.index.lives import NONE, Lives, lives_of
from events.index.platform_tree import in_tree_order
from events.models import Platform

MAX_LANES, MAX_TOP_LANES, MAX_COMPARED = 20, 12, 8
MAX_UNFOLDED = 60
"""Lanes that a reader may unfold beyond those, in all."""


@dataclass(frozen=True)
class Lane:
    """A platform's lane: its place in the tree of lanes, and what is folded away below it.

    `count` is how many of the events shown are its own or its parts'; `hidden` how many of its
    parts that have such events have no lane.
    """

    code: int
    platform: Platform
    depth: int
    count: int
    hidden: int
    is_open: bool


def lanes_of(
    selection: Selection,
    *,
    opened: frozenset[str] = frozenset(),
    closed: frozenset[str] = frozenset(),
) -> tuple[Lane, ...]:
    """The lanes of what a filter finds; `opened` and `closed` are slugs a reader (un)folded.

    A platform that was chosen alone is unfolded, several are compared: a lane each. Otherwise the
    companies that matter most stand with those of their parts that matter most and have a life.
    """
    key = ("lanes", selection.key, opened, closed, _order_of(selection))
    return selection.index.memoize(key, lambda: _Choosing(selection, opened, closed).lanes())


def foremost(lanes: Sequence[Lane], most: int) -> tuple[Lane, ...]:
    """At most so many lanes, in the order they are in: the companies first, then their parts."""
    chosen = sorted(range(len(lanes)), key=lambda place: (lanes[place].depth, place))[:most]
    return tuple(lanes[place] for place in sorted(chosen))


def hidden_tops(selection: Selection, lanes: Iterable[Lane]) -> int:
    """How many companies of what is shown have no lane."""
    shown = {lane.code for lane in lanes}
    counts = selection.index.platform_closure.counts_in(selection.rows())
    tops = selection.index.dictionary.children.get(NONE, [])
    if _chosen(selection):
        return 0
    return sum(1 for code in tops if counts[code] and code not in shown)


def _order_of(selection: Selection) -> tuple[str, ...]:
    # The key of a selection knows no order; the lanes of compared platforms stand in that chosen.
    return tuple(selection.chosen.data.getlist("platform"))


def _chosen(selection: Selection) -> list[int]:
    """The codes of the platforms chosen, in the order given, without parts of one another."""
    dictionary = selection.index.dictionary
    given = selection.chosen.data.getlist("platform")
    rows = selection.chosen.chosen.get("platform") or ()
    codes = [
        dictionary.platform_codes[row.pk]
        for row in sorted(rows, key=lambda row: given.index(row.slug))
        if row.pk in dictionary.platform_codes
    ]
    return [code for code in codes if not _is_below(dictionary.parents, code, set(codes))]


def _is_below(parents: np.ndarray, code: int, tops: set[int]) -> bool:
    for _ in range(len(parents)):
        code = int(parents[code])
        if code < 0:
            return False
        if code in tops:
            return True
    return False


class _Choosing:
    def __init__(self, selection: Selection, opened: frozenset, closed: frozenset) -> None:
        self.index = event_index = selection.index
        self.dictionary = event_index.dictionary
        self.lives: Lives = lives_of(event_index)
        rows = selection.rows()
        pairs, codes = event_index.platform_closure.pairs_in(rows)
        count = len(self.dictionary.platforms)
        self.counts = np.bincount(codes, minlength=count)
        # An event of importance 5 outweighs 256 of importance 1.
        weights = np.array([0.0, 1, 4, 16, 64, 256])[event_index.importance[pairs]]
        self.weights = np.bincount(codes, weights=weights, minlength=count)
        self.chosen = _chosen(selection)
        self.opened = self._codes(opened)
        self.closed = self._codes(closed)

    def _codes(self, slugs: frozenset[str]) -> set[int]:
        return {code for code, row in enumerate(self.dictionary.platforms) if row.slug in slugs}

    def lanes(self) -> tuple[Lane, ...]:
        tops = self._tops()
        shown = set(tops)
        if len(self.chosen) <= 1:
            shown |= self._most_weighty(shown)
        for code in sorted(self.opened, key=lambda code: -self.weights[code]):
            if self._can_be_opened(code, shown):
                fresh = [part for part in (code, *self._parts(code)) if part not in shown]
                shown |= set(fresh[: MAX_LANES + MAX_UNFOLDED - len(shown)])
        # The order chosen where platforms are compared, else what weighs most comes first.
        order = {code: place - len(tops) for place, code in enumerate(tops)}
        key = order.get if len(self.chosen) > 1 else lambda code: -self.weights[code]
        tree = in_tree_order(self.dictionary, shown, lambda code: key(code) or -self.weights[code])
        return tuple(self._lane(code, depth, shown) for code, depth in tree)

    def _can_be_opened(self, code: int, shown: set[int]) -> bool:
        """Whether it has events and is, or lies below, something shown that is not folded away."""
        parents = self.dictionary.parents
        is_folded = code in self.closed or _is_below(parents, code, self.closed)
        is_reached = code in shown or _is_below(parents, code, shown)
        return bool(self.counts[code]) and is_reached and not is_folded

    def _tops(self) -> list[int]:
        if self.chosen:
            return self.chosen[:MAX_COMPARED]
        tops = [code for code in self.dictionary.children.get(NONE, []) if self.counts[code]]
        return sorted(tops, key=lambda code: -self.weights[code])[:MAX_TOP_LANES]

    def _parts(self, code: int) -> list[int]:
        """What is right below a platform and has events, the weightiest first."""
        parts = [part for part in self.dictionary.children.get(code, []) if self.counts[part]]
        return sorted(parts, key=lambda part: -self.weights[part])

    def _below(self, code: int) -> list[int]:
        """All that is below a platform and has events, but for what a reader folded away."""
        found, waiting = [], [code]
        while waiting:
            code = waiting.pop()
            if code not in self.closed:
                parts = self._parts(code)
                found += parts
                waiting += parts
        return found

    def _most_weighty(self, tops: set[int]) -> set[int]:
        """Of the parts with a life of their own those that matter most, as far as there is room."""
        below = [code for top in tops for code in self._below(top)]
        alive = [
            code
            for code in below
            if self.lives.born[code] != NONE or self.lives.ended[code] != NONE
        ]
        alive.sort(key=lambda code: -self.weights[code])
        return set(alive[: max(0, MAX_LANES - len(tops))])

    def _lane(self, code: int, depth: int, shown: set[int]) -> Lane:
        below = self._parts(code)
        hidden = sum(1 for part in below if part not in shown)
        is_open = bool(below) and code not in self.closed and (hidden < len(below))
        row = self.dictionary.platforms[code]
        return Lane(code, row, min(depth, 3), int(self.counts[code]), hidden, is_open)
