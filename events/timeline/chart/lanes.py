"""The platforms that have a lane in the chart, and their order. Pure functions."""

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
"""Maximum number of lanes that a reader can unfold in addition to MAX_LANES."""


@dataclass(frozen=True)
class Lane:
    """The lane of a platform, with its depth in the tree of lanes and its hidden parts.

    `count` is the number of filtered events of the platform and its parts; `hidden` is the number
    of direct parts that have such events but no lane.
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
    """Return the lanes of a selection; `opened` and `closed` are unfolded and folded slugs.

    A single selected platform is unfolded; several are compared, with one lane each. Otherwise the
    most important companies have lanes, with their most important parts that have a life cycle.
    """
    key = ("lanes", selection.key, opened, closed, _order_of(selection))
    return selection.index.memoize(key, lambda: _LaneSelector(selection, opened, closed).lanes())


def foremost(lanes: Sequence[Lane], limit: int) -> tuple[Lane, ...]:
    """Return at most `limit` lanes in their order; companies have priority over their parts."""
    positions = sorted(range(len(lanes)), key=lambda index: (lanes[index].depth, index))[:limit]
    return tuple(lanes[index] for index in sorted(positions))


def hidden_tops(selection: Selection, lanes: Iterable[Lane]) -> int:
    """Return the number of top-level platforms that have filtered events but no lane."""
    shown = {lane.code for lane in lanes}
    counts = selection.index.platform_closure.counts_in(selection.rows())
    tops = selection.index.dictionary.children.get(NONE, [])
    if _selected_platforms(selection):
        return 0
    return sum(1 for code in tops if counts[code] and code not in shown)


def _order_of(selection: Selection) -> tuple[str, ...]:
    # The key of a selection has no order, but compared platforms keep the order of the parameters.
    return tuple(selection.filter_set.data.getlist("platform"))


def _selected_platforms(selection: Selection) -> list[int]:
    """Return the codes of the selected platforms in order, without parts of one another."""
    dictionary = selection.index.dictionary
    slugs = selection.filter_set.data.getlist("platform")
    rows = selection.filter_set.applied.get("platform") or ()
    codes = [
        dictionary.platform_codes[row.pk]
        for row in sorted(rows, key=lambda row: slugs.index(row.slug))
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


class _LaneSelector:
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
        self.selected = _selected_platforms(selection)
        self.opened = self._codes(opened)
        self.closed = self._codes(closed)

    def _codes(self, slugs: frozenset[str]) -> set[int]:
        return {code for code, row in enumerate(self.dictionary.platforms) if row.slug in slugs}

    def lanes(self) -> tuple[Lane, ...]:
        tops = self._tops()
        shown = set(tops)
        if len(self.selected) <= 1:
            shown |= self._important_parts(shown)
        for code in sorted(self.opened, key=lambda code: -self.weights[code]):
            if self._can_be_opened(code, shown):
                added = [part for part in (code, *self._parts(code)) if part not in shown]
                shown |= set(added[: MAX_LANES + MAX_UNFOLDED - len(shown)])
        # Compared platforms keep the order of the parameters; otherwise by weight, highest first.
        order = {code: index - len(tops) for index, code in enumerate(tops)}
        key = order.get if len(self.selected) > 1 else lambda code: -self.weights[code]
        tree = in_tree_order(self.dictionary, shown, lambda code: key(code) or -self.weights[code])
        return tuple(self._lane(code, depth, shown) for code, depth in tree)

    def _can_be_opened(self, code: int, shown: set[int]) -> bool:
        """Return whether it has events, and is in or below a lane that is not folded."""
        parents = self.dictionary.parents
        is_folded = code in self.closed or _is_below(parents, code, self.closed)
        is_reached = code in shown or _is_below(parents, code, shown)
        return bool(self.counts[code]) and is_reached and not is_folded

    def _tops(self) -> list[int]:
        if self.selected:
            return self.selected[:MAX_COMPARED]
        tops = [code for code in self.dictionary.children.get(NONE, []) if self.counts[code]]
        return sorted(tops, key=lambda code: -self.weights[code])[:MAX_TOP_LANES]

    def _parts(self, code: int) -> list[int]:
        """Return the direct parts of a platform that have events, highest weight first."""
        parts = [part for part in self.dictionary.children.get(code, []) if self.counts[part]]
        return sorted(parts, key=lambda part: -self.weights[part])

    def _below(self, code: int) -> list[int]:
        """Return all parts at any depth that have events, except those below a folded platform."""
        result, stack = [], [code]
        while stack:
            code = stack.pop()
            if code not in self.closed:
                parts = self._parts(code)
                result += parts
                stack += parts
        return result

    def _important_parts(self, tops: set[int]) -> set[int]:
        """Return the most important parts that have a life cycle, as many as MAX_LANES allows."""
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
