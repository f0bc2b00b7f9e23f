"""The life of every platform at once, read off the events that happened to it. Pure.

The rule is that of `events.models.lives`, applied to columns; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from events.index.event_index import OPEN_END, OPEN_START, EventIndex
from events.models import Event, State
from events.models.lives import BEGINNINGS, ENDED, ENDINGS

NONE = -1


@dataclass(frozen=True, eq=False)
class Lives:
    """For each platform's code the row of the event that began and that ended its life, or NONE,
    and its outcome as a code of the columns (0 for none)."""

    index: EventIndex
    born: np.ndarray
    ended: np.ndarray
    outcome: np.ndarray

    def alive_on(self, first: int, last: int) -> np.ndarray:
        """For each platform, whether it may have been alive on some day from `first` to `last`.

        Days are ordinals. What never began was never alive; what has no end is alive still.
        """
        began = np.where(self.born == NONE, OPEN_END, self._days("earliest", self.born))
        closed = np.where(self.ended == NONE, OPEN_END, self._days("latest", self.ended))
        return (self.born != NONE) & (began <= last) & (closed >= first)

    def _days(self, name: str, rows: np.ndarray) -> np.ndarray:
        column = getattr(self.index, name)
        return column[rows] if len(column) else np.full(len(rows), OPEN_START)


def lives_of(event_index: EventIndex) -> Lives:
    """The lives that published events tell; worked out once for the same columns."""
    return event_index.memoize("lives", lambda: _lives(event_index))


def _lives(event_index: EventIndex) -> Lives:
    published = event_index.state == State.values.index(State.PUBLISHED) + 1
    pairs = event_index.subjects.where(published[event_index.subjects.rows])
    codes, rows = pairs.codes, pairs.rows
    order = np.lexsort(
        (event_index.pk[rows], event_index.latest[rows], event_index.sort[rows], codes)
    )
    codes, rows = codes[order], rows[order]
    kinds, outcomes = event_index.kind[rows], event_index.outcome[rows]
    count = len(event_index.dictionary.platforms)

    def first(keep: np.ndarray) -> np.ndarray:
        return _firsts(codes[keep], rows[keep], count)

    def last(keep: np.ndarray) -> np.ndarray:
        return _firsts(codes[keep][::-1], rows[keep][::-1], count)

    failing = last(np.isin(outcomes, outcome_codes(Event.Outcome.failures())))
    stated = last(outcomes > 0)
    stating = np.where(failing == NONE, stated, failing)
    # The row 0 stands in for none where there is no event at all.
    verdicts = event_index.outcome[stating] if len(event_index) else np.zeros(count, dtype=np.int16)
    return Lives(
        event_index,
        born=first(np.isin(kinds, kind_codes(BEGINNINGS))),
        ended=last(np.isin(kinds, kind_codes(ENDINGS)) | np.isin(outcomes, outcome_codes(ENDED))),
        outcome=np.where(stating == NONE, 0, verdicts),
    )


def _firsts(codes: np.ndarray, rows: np.ndarray, count: int) -> np.ndarray:
    """For each code the first row that stands beside it, or NONE."""
    found = np.full(count, NONE, dtype=np.int64)
    present, at = np.unique(codes, return_index=True)
    found[present] = rows[at]
    return found


def kind_codes(kinds: Iterable[str]) -> list[int]:
    """The codes of kinds in the columns."""
    return [Event.Kind.values.index(kind) + 1 for kind in kinds]


def outcome_codes(outcomes: Iterable[str]) -> list[int]:
    """The codes of outcomes in the columns."""
    return [Event.Outcome.values.index(outcome) + 1 for outcome in outcomes]
