"""Bodies that a page contains twice: find both copies and merge them into one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

MIN_ANCHOR_CHARACTERS = 12
MIN_ANCHORS = 3
MIN_CHAIN_CHARACTERS = 60
MAX_OCCURRENCES = 6
MAX_FOLDS = 3
MIN_CUT_CHARACTERS = 300
# The time to compare two sequences grows with the product of their lengths.
MAX_MERGED_LINES = 400
MAX_COMPARED_CHARACTERS = 400


@dataclass(frozen=True)
class Fold:
    """Two copies of one body among the lines of a document.

    `kept` are the indexes of the lines of the body, in order. `first` and `second` are the copies'
    starts and ends. `weight` is the number of characters of the repeated long lines. `dropped` are
    the long lines in one copy that the other does not have.
    """

    kept: tuple[int, ...]
    first: tuple[int, int]
    second: tuple[int, int]
    weight: int
    dropped: tuple[int, ...]


def find_folds(lines: Sequence[str]) -> Iterator[Fold]:
    """Yield the bodies that occur twice among `lines`, the heaviest first; at most `MAX_FOLDS`.

    A page repeats teasers as well as its article; the caller decides which is which.
    """
    keys = [re.sub(r"\s+", "", line) for line in lines]
    used: set[str] = set()
    for _ in range(MAX_FOLDS):
        fold = _fold(keys, used)
        if fold is None:
            return
        yield fold
        used.update(keys[index] for index in fold.kept)


def _fold(keys: list[str], used: set[str]) -> Fold | None:
    """Return the heaviest body that occurs twice, without using the lines in `used`.

    Its backbone is the heaviest chain of long lines that are repeated in the same order. Short
    lines that both copies have around and between them are included.
    """
    chain = _chain(keys, used)
    weight = sum(len(keys[p]) for p, _ in chain)
    if len(chain) < MIN_ANCHORS or weight < MIN_CHAIN_CHARACTERS:
        return None
    before, after = _extend(keys, chain)
    kept, dropped = list(range(before[0], chain[0][0])), []
    for (p, q), (next_p, next_q) in pairwise(chain):
        kept.append(p)
        merged, rejected = _between(keys, range(p + 1, next_p), range(q + 1, next_q))
        kept += merged
        dropped += rejected
    kept += range(chain[-1][0], after[0])
    return Fold(tuple(kept), (before[0], after[0]), (before[1], after[1]), weight, tuple(dropped))


def _chain(keys: list[str], used: set[str]) -> list[tuple[int, int]]:
    """Return pairs of equal long lines, in the same order in both copies, heaviest in total."""
    indexes_by_key: dict[str, list[int]] = defaultdict(list)
    for index, key in enumerate(keys):
        if len(key) >= MIN_ANCHOR_CHARACTERS and key not in used:
            indexes_by_key[key].append(index)
    repeated = {key: indexes for key, indexes in indexes_by_key.items() if len(indexes) > 1}
    if not repeated:
        return []
    split = _split(repeated, len(keys))
    pairs = [
        (p, q)
        for indexes in repeated.values()
        if len(indexes) <= MAX_OCCURRENCES
        for p in indexes
        for q in indexes
        if p < split <= q
    ]
    return _heaviest_rising(sorted(pairs, key=lambda pair: (pair[0], -pair[1])), keys)


def _split(repeated: dict[str, list[int]], count: int) -> int:
    """Return the index that has the most repeated text on both sides."""
    changes = [0] * (count + 2)
    for key, indexes in repeated.items():
        changes[indexes[0] + 1] += len(key)
        changes[indexes[-1] + 1] -= len(key)
    best, best_index, total = 0, 0, 0
    for index, step in enumerate(changes):
        total += step
        if total > best:
            best, best_index = total, index
    return best_index


def _heaviest_rising(pairs: list[tuple[int, int]], keys: list[str]) -> list[tuple[int, int]]:
    """Return the heaviest subsequence of `pairs` whose second members increase.

    `frontier` holds, sorted by second member, the ends of chains with increasing weight; ends that
    are not heavier than an earlier one are removed.
    """
    frontier: list[tuple[int, int, int]] = []  # second member, weight, index in `ends`
    ends: list[tuple[tuple[int, int], int]] = []
    for pair in pairs:
        position = bisect_left(frontier, (pair[1], -1, -1))
        before = frontier[position - 1] if position else (-1, 0, -1)
        weight = before[1] + len(keys[pair[0]])
        is_occupied = position < len(frontier) and frontier[position][0] == pair[1]
        if is_occupied and frontier[position][1] >= weight:
            continue
        ends.append((pair, before[2]))
        frontier.insert(position, (pair[1], weight, len(ends) - 1))
        while position + 1 < len(frontier) and frontier[position + 1][1] <= weight:
            del frontier[position + 1]
    chain, end_index = [], frontier[-1][2] if frontier else -1
    while end_index >= 0:
        chain.append(ends[end_index][0])
        end_index = ends[end_index][1]
    return chain[::-1]


def _extend(keys: list[str], chain: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return the starts and the ends of the two copies, with short lines that both have."""
    (p, q), (last_p, last_q) = chain[0], chain[-1]
    first_of_second = q
    while p > 0 and q - 1 > last_p and keys[p - 1] == keys[q - 1]:
        p, q = p - 1, q - 1
    last_p, last_q = last_p + 1, last_q + 1
    while last_q < len(keys) and last_p < min(q, first_of_second) and keys[last_p] == keys[last_q]:
        last_p, last_q = last_p + 1, last_q + 1
    return (p, q), (last_p, last_q)


def _between(keys: list[str], first: range, second: range) -> tuple[list[int], list[int]]:
    """Merge the lines between two links of the chain; return the kept and the dropped indexes.

    A long passage that only one copy has belongs to the article and was cut from the other copy; a
    short one was inserted. Of two versions of one line the longer is kept. Of two very long
    passages the longer is kept as a whole.
    """
    first_keys, second_keys = [keys[i] for i in first], [keys[i] for i in second]
    if first_keys == second_keys:
        return list(first), []
    if len(first) + len(second) > MAX_MERGED_LINES:
        lost, whole = sorted((first, second), key=lambda lines: _length(lines, keys))
        return list(whole), _with_text(lost, keys)
    kept: list[int] = []
    dropped: list[int] = []
    matcher = SequenceMatcher(None, first_keys, second_keys, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        first_lines, second_lines = list(first[a:b]), list(second[c:d])
        if kind == "equal":
            kept += first_lines
        elif len(first_lines) == len(second_lines) and all(
            map(_are_similar, first_keys[a:b], second_keys[c:d])
        ):
            kept += [
                max(pair, key=lambda index: len(keys[index]))
                for pair in zip(first_lines, second_lines, strict=True)
            ]
        else:
            longer = max(first_lines, second_lines, key=lambda lines: _length(lines, keys))
            if _length(longer, keys) >= MIN_CUT_CHARACTERS and len(longer) > 1:
                kept += longer
            else:
                dropped += _with_text(longer, keys)
    return kept, dropped


def _with_text(lines: Iterable[int], keys: list[str]) -> list[int]:
    """Return the lines that are long enough to be missed."""
    return [index for index in lines if len(keys[index]) > MIN_ANCHOR_CHARACTERS]


def _length(lines: Sequence[int], keys: list[str]) -> int:
    """Return the number of characters in the lines with these indexes."""
    return sum(len(keys[index]) for index in lines)


def _are_similar(first: str, second: str) -> bool:
    first, second = first[:MAX_COMPARED_CHARACTERS], second[:MAX_COMPARED_CHARACTERS]
    return SequenceMatcher(None, first, second, autojunk=False).ratio() > 0.75
