"""Fast weighted random choice: a pool repeats each choice in proportion to its weight."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")
SLOTS = 20_000


def pool(weights: Mapping[T, float]) -> list[T]:
    """Return about 20,000 slots, divided by weight; `draw` picks one.

    A choice with a weight above 0 has at least one slot.
    """
    total = sum(weights.values())
    return [
        choice
        for choice, weight in weights.items()
        for _ in range(max(round(weight / total * SLOTS), 1 if weight else 0))
    ]


def zipf(choices: Sequence[T], *, flat: float = 3.0) -> list[T]:
    """Return a pool by Zipf's law: the choice at rank r (from 0) has weight 1 / (r + flat)."""
    ranks = pool({rank: 1 / (rank + flat) for rank in range(len(choices))})
    return [choices[rank] for rank in ranks]


def draw(chance: random.Random, slots: Sequence[T]) -> T:
    """Return one slot of a pool, each with the same probability."""
    return slots[int(chance.random() * len(slots))]


def draw_distinct(chance: random.Random, slots: Sequence[T], count: int) -> list[T]:
    """Return the distinct results of `count` draws; fewer than `count` if some are equal."""
    return list(dict.fromkeys(draw(chance, slots) for _ in range(count)))
