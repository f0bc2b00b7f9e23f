"""Life cycles of all platforms at once, computed from the events they are the subject of.

No database access. The rules are those of `events.models.lifecycle`, applied to the columns of the
index; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from events.index.event_index import EventIndex
from events.models import Event, State
from events.models.lifecycle import BEGINNINGS, ENDINGS

NONE = -1


@dataclass(frozen=True, eq=False)
class Lives:
    """Life cycles of all platforms, as arrays indexed by platform code.

    `born` and `ended` are the rows of the events that began and ended the life, or NONE. `outcome`
    is the code of its outcome in the index (0 for none).
    """

    born: np.ndarray
    ended: np.ndarray
    outcome: np.ndarray


def lives_of(event_index: EventIndex) -> Lives:
    """Return the lives according to the published events; memoized per index."""
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
    # NONE (-1) reads the last row here, which `np.where` below discards; an empty index has no row.
    verdicts = event_index.outcome[stating] if len(event_index) else np.zeros(count, dtype=np.int16)
    return Lives(
        born=first(np.isin(kinds, kind_codes(BEGINNINGS))),
        ended=last(
            np.isin(kinds, kind_codes(ENDINGS))
            | np.isin(outcomes, outcome_codes(Event.Outcome.endings()))
        ),
        outcome=np.where(stating == NONE, 0, verdicts),
    )


def _firsts(codes: np.ndarray, rows: np.ndarray, count: int) -> np.ndarray:
    """Return, per code, the first row paired with it, or NONE."""
    first_rows = np.full(count, NONE, dtype=np.int64)
    present, positions = np.unique(codes, return_index=True)
    first_rows[present] = rows[positions]
    return first_rows


def kind_codes(kinds: Iterable[str]) -> list[int]:
    """Return the codes of event kinds in the index."""
    return [Event.Kind.values.index(kind) + 1 for kind in kinds]


def outcome_codes(outcomes: Iterable[str]) -> list[int]:
    """Return the codes of outcomes in the index."""
    return [Event.Outcome.values.index(outcome) + 1 for outcome in outcomes]
