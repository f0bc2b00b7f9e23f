"""Drawing by weight, fast: a pool holds each choice as often as it is likely."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")
SLOTS = 20_000


def pool(weights: Mapping[T, float]) -> list[T]:
    """About 20,000 places, shared out by weight; `pool[int(random() * len(pool))]` draws."""
    total = sum(weights.values())
    return [
        choice
        for choice, weight in weights.items()
        for _ in range(max(round(weight / total * SLOTS), 1 if weight else 0))
    ]


def zipf(choices: Sequence[T], *, flat: float = 3.0) -> list[T]:
    """A pool of choices by Zipf's law: the one at rank r weighs 1 / (r + flat)."""
    places = pool({rank: 1 / (rank + flat) for rank in range(len(choices))})
    return [choices[rank] for rank in places]


def draw(chance: random.Random, places: Sequence[T]) -> T:
    return places[int(chance.random() * len(places))]


def some(chance: random.Random, places: Sequence[T], count: int) -> list[T]:
    """Up to `count` different ones; fewer where the draws repeat themselves."""
    return list(dict.fromkeys(draw(chance, places) for _ in range(count)))
