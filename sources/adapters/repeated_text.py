"""Bodies that a page holds twice: finding both copies, and folding them into one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

ANCHOR_CHARACTERS = 12
MINIMUM_ANCHORS = 3
MINIMUM_CHAIN_CHARACTERS = 60
MOST_OCCURRENCES = 6
MOST_FOLDS = 3
LONE_TEXT_CHARACTERS = 300


@dataclass(frozen=True)
class Fold:
    """Two copies of one body among the lines of a document.

    `kept` are the indexes of the lines that make up the body, in order; `first` and `second`
    are the copies' starts and ends; `weight` is the number of characters of the repeated long
    lines; `dropped` are the long lines inside one copy that the other does not have.
    """

    kept: tuple[int, ...]
    first: tuple[int, int]
    second: tuple[int, int]
    weight: int
    dropped: tuple[int, ...]


def folds(lines: Sequence[str]) -> Iterator[Fold]:
    """What stands twice among `lines`, the heaviest first; at most `MOST_FOLDS`.

    A page repeats teasers as well as its article: which is which the caller has to judge.
    """
    keys = [re.sub(r"\s+", "", line) for line in lines]
    spent: set[str] = set()
    for _ in range(MOST_FOLDS):
        found = _fold(keys, spent)
        if found is None:
            return
        yield found
        spent.update(keys[index] for index in found.kept)


def _fold(keys: list[str], spent: set[str]) -> Fold | None:
    """The heaviest body that stands twice, made of other lines than the ones `spent`.

    The longest chain of long lines that come again in the same order holds it up; short lines
    that both copies have around and between those are taken in.
    """
    chain = _chain(keys, spent)
    weight = sum(len(keys[p]) for p, _ in chain)
    if len(chain) < MINIMUM_ANCHORS or weight < MINIMUM_CHAIN_CHARACTERS:
        return None
    before, after = _extend(keys, chain)
    kept, dropped = list(range(before[0], chain[0][0])), []
    for (p, q), (next_p, next_q) in pairwise(chain):
        kept.append(p)
        between, lost = _between(keys, range(p + 1, next_p), range(q + 1, next_q))
        kept += between
        dropped += lost
    kept += range(chain[-1][0], after[0])
    return Fold(tuple(kept), (before[0], after[0]), (before[1], after[1]), weight, tuple(dropped))


def _chain(keys: list[str], spent: set[str]) -> list[tuple[int, int]]:
    """Pairs of equal long lines, rising in both copies, of the greatest total length."""
    places: dict[str, list[int]] = defaultdict(list)
    for index, key in enumerate(keys):
        if len(key) >= ANCHOR_CHARACTERS and key not in spent:
            places[key].append(index)
    repeated = {key: at for key, at in places.items() if len(at) > 1}
    if not repeated:
        return []
    split = _split(repeated, len(keys))
    pairs = [
        (p, q)
        for at in repeated.values()
        if len(at) <= MOST_OCCURRENCES
        for p in at
        for q in at
        if p < split <= q
    ]
    return _heaviest_rising(sorted(pairs, key=lambda pair: (pair[0], -pair[1])), keys)


def _split(repeated: dict[str, list[int]], count: int) -> int:
    """The index that most repeated text stands on both sides of."""
    change = [0] * (count + 2)
    for key, at in repeated.items():
        change[at[0] + 1] += len(key)
        change[at[-1] + 1] -= len(key)
    best, best_at, total = 0, 0, 0
    for index, step in enumerate(change):
        total += step
        if total > best:
            best, best_at = total, index
    return best_at


def _heaviest_rising(pairs: list[tuple[int, int]], keys: list[str]) -> list[tuple[int, int]]:
    """The heaviest subsequence of `pairs` that rises in its second member.

    `frontier` keeps, by second member, only ends of chains that no lighter one follows.
    """
    frontier: list[tuple[int, int, int]] = []  # second member, weight, index in `ends`
    ends: list[tuple[tuple[int, int], int]] = []
    for pair in pairs:
        place = bisect_left(frontier, (pair[1], -1, -1))
        before = frontier[place - 1] if place else (-1, 0, -1)
        weight = before[1] + len(keys[pair[0]])
        taken = place < len(frontier) and frontier[place][0] == pair[1]
        if taken and frontier[place][1] >= weight:
            continue
        ends.append((pair, before[2]))
        frontier.insert(place, (pair[1], weight, len(ends) - 1))
        while place + 1 < len(frontier) and frontier[place + 1][1] <= weight:
            del frontier[place + 1]
    chain, at = [], frontier[-1][2] if frontier else -1
    while at >= 0:
        chain.append(ends[at][0])
        at = ends[at][1]
    return chain[::-1]


def _extend(keys: list[str], chain: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The starts and the ends of the two copies, short lines that both have taken in."""
    (p, q), (last_p, last_q) = chain[0], chain[-1]
    first_of_second = q
    while p > 0 and q - 1 > last_p and keys[p - 1] == keys[q - 1]:
        p, q = p - 1, q - 1
    last_p, last_q = last_p + 1, last_q + 1
    while last_q < len(keys) and last_p < min(q, first_of_second) and keys[last_p] == keys[last_q]:
        last_p, last_q = last_p + 1, last_q + 1
    return (p, q), (last_p, last_q)


def _between(keys: list[str], first: range, second: range) -> tuple[list[int], list[int]]:
    """The lines between two links of the chain: those of both copies, in order.

    A long stretch that only one copy has is the article's, cut out of the other; a short one
    was put in. Of two readings of one line the longer is kept.
    """
    ours, theirs = [keys[i] for i in first], [keys[i] for i in second]
    if ours == theirs:
        return list(first), []
    kept: list[int] = []
    dropped: list[int] = []
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        mine, yours = list(first[a:b]), list(second[c:d])
        if kind == "equal":
            kept += mine
        elif len(mine) == len(yours) and all(map(_alike, ours[a:b], theirs[c:d])):
            kept += [
                max(pair, key=lambda at: len(keys[at])) for pair in zip(mine, yours, strict=True)
            ]
        else:
            longer = max(mine, yours, key=lambda at: sum(len(keys[i]) for i in at))
            whole = sum(len(keys[i]) for i in longer) >= LONE_TEXT_CHARACTERS and len(longer) > 1
            kept += longer if whole else []
            dropped += [] if whole else [i for i in longer if len(keys[i]) > ANCHOR_CHARACTERS]
    return kept, dropped


def _alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() > 0.75
