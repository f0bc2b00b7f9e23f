"""Names similar to a query, for "did you mean" suggestions. Pure; for a few hundred names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.distance import OSA

from events.names.name import Name, spelling

_MAX_KEY_LENGTH = 40
"""Code points of a query's key that are compared: no misspelled name is expected to be longer."""
_MIN_NEARNESS = 0.5


def near_names(names: Iterable[Name], query: str, *, limit: int = 5) -> list[Name]:
    """Return the names most similar to the query, nearest first; none below the minimum nearness.

    Each word of the query is also compared separately: "amazon sprak" is near to Spark.
    """
    texts = [query, *query.split()]
    wanted = {spelling(text).key[:_MAX_KEY_LENGTH] for text in texts}
    wanted = {key for key in wanted if len(key) > 1}
    scored: list[tuple[float, str, Name]] = []
    for name in names:
        scores = [nearness(key, item.key) for key in wanted for item in name.spellings]
        best = max(scores, default=0.0)
        if best >= _MIN_NEARNESS:
            scored.append((-best, name.label_en, name))
    return [name for *_, name in sorted(scored, key=lambda item: item[:2])[:limit]]


def nearness(first: str, second: str) -> float:
    """Return the similarity of two keys, from 0 (nothing in common) to 1 (equal).

    It is the higher of two measures: by edits (optimal string alignment: insert, delete, replace or
    swap neighbours), which suits typing errors in Latin script, and by shared letter pairs, which
    suits words in another order.
    """
    if not first or not second:
        return 0.0
    return max(OSA.normalized_similarity(first, second), shared_pairs(first, second))


def shared_pairs(first: str, second: str) -> float:
    """Return Dice's coefficient of the letter pairs: twice the shared pairs over all pairs."""
    pairs, others = _pairs(first), _pairs(second)
    total = pairs.total() + others.total()
    return 2 * (pairs & others).total() / total if total else 0.0


@lru_cache(4096)
def _pairs(key: str) -> Counter[str]:
    return Counter(key[start : start + 2] for start in range(len(key) - 1))
