"""Horizontal bars, one per count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

MIN_WIDTH = 0.5  # per cent: every count above zero is visible


Row = TypeVar("Row")


@dataclass(frozen=True)
class Bar(Generic[Row]):
    """A row with its count; `width` is in per cent of the longest bar."""

    row: Row
    count: int
    width: float


def bars(rows: Iterable[tuple[Row, int]]) -> list[Bar[Row]]:
    """Return one bar per (row, count), in the given order."""
    rows = list(rows)
    max_count = max((count for _, count in rows), default=0)
    return [
        Bar(row, count, round(max(100 * count / max_count, MIN_WIDTH), 2) if count else 0.0)
        for row, count in rows
    ]
