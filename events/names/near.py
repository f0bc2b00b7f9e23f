"""Names that are nearly what was typed, for "did you mean". Pure; over a few hundred names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from events.names.name import Name, spelling

_LONGEST = 40
"""Code points of a key that are compared: beyond, nobody mistypes a name."""
_NEAR_ENOUGH = 0.5


def near_names(names: Iterable[Name], words: str, *, most: int = 5) -> list[Name]:
    """The names nearest to these words, the nearest first; none that is too far off.

    A word of several is compared by itself as well: "amazon sprak" is near to Spark.
    """
    texts = [words, *words.split()]
    wanted = {spelling(text).key[:_LONGEST] for text in texts}
    wanted = {key for key in wanted if len(key) > 1}
    scored: list[tuple[float, str, Name]] = []
    for name in names:
        scores = [nearness(key, own.key) for key in wanted for own in name.spellings]
        best = max(scores, default=0.0)
        if best >= _NEAR_ENOUGH:
            scored.append((-best, name.label_en, name))
    return [name for *_, name in sorted(scored, key=lambda item: item[:2])[:most]]


def nearness(one: str, other: str) -> float:
    """From 0 (nothing alike) to 1 (the same), of two keys.

    The better of two measures: letters that must be changed, which suits Latin typing errors, and
    pairs of letters shared, which suits words in another order.
    """
    if not one or not other:
        return 0.0
    longer, pairs = max(len(one), len(other)), shared_pairs(one, other)
    # At least the letters that only one has must change: most pairs of keys need no table.
    if (_runs(one, 1) & _runs(other, 1)).total() < longer * max(pairs, _NEAR_ENOUGH):
        return pairs
    return max(1 - distance(one, other) / longer, pairs)


def shared_pairs(one: str, other: str) -> float:
    """Dice's coefficient of the pairs of neighbouring letters: twice the shared over all."""
    pairs, others = _runs(one, 2), _runs(other, 2)
    total = pairs.total() + others.total()
    return 2 * (pairs & others).total() / total if total else 0.0


@lru_cache(4096)
def _runs(key: str, length: int) -> Counter[str]:
    return Counter(key[at : at + length] for at in range(len(key) - length + 1))


def distance(one: str, other: str) -> int:
    """How many letters to insert, leave out, change or swap with a neighbour.

    Optimal string alignment, the restricted form of Damerau's distance (Boytsov 2011, 2.2).
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        before, last, row = row, before, [at]
        for to, wanted in enumerate(other, 1):
            cost = min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (letter != wanted))
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == wanted:
                cost = min(cost, last[to - 2] + 1)
            row.append(cost)
    return row[-1]
