"""Bars of a count each, one below the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MIN_WIDTH = 0.5  # per cent: what counts at all is seen


@dataclass(frozen=True)
class Bar:
    """One row with its count; `width` in per cent of the longest."""

    row: object
    count: int
    width: float


def bars(rows: Iterable[tuple[object, int]]) -> list[Bar]:
    """A bar for each (row, count), in the order given."""
    rows = list(rows)
    most = max((count for _, count in rows), default=0)
    return [
        Bar(row, count, round(max(100 * count / most, MIN_WIDTH), 2) if count else 0.0)
        for row, count in rows
    ]
