"""Platforms in the order in which a tree of them is shown. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from events.index.dictionary import Dictionary


def in_tree_order(
    dictionary: Dictionary, codes: Collection[int], key: Callable[[int], object]
) -> Iterator[tuple[int, int]]:
    """(code, depth) of some platforms, each behind the nearest of them that it is a part of.

    Siblings stand by `key`, then by their English names.
    """
    children: dict[int, list[int]] = {}
    for code in codes:
        children.setdefault(nearest_above(dictionary, code, codes), []).append(code)
    for branch in children.values():
        branch.sort(key=lambda code: (key(code), dictionary.platforms[code].name_en), reverse=True)
    waiting = [(code, 0) for code in children.get(-1, [])]
    while waiting:
        code, depth = waiting.pop()
        yield code, depth
        waiting += [(child, depth + 1) for child in children.get(code, [])]


def nearest_above(dictionary: Dictionary, code: int, codes: Collection[int]) -> int:
    """The nearest of `codes` that a platform is a part of, or -1."""
    parents = dictionary.parents
    for _ in range(len(parents)):
        code = int(parents[code])
        if code < 0 or code in codes:
            return code
    return -1
