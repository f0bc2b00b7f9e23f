"""Platforms in the order of their tree. No database access."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from events.index.dictionary import Dictionary


def in_tree_order(
    dictionary: Dictionary, codes: Collection[int], key: Callable[[int], float]
) -> Iterator[tuple[int, int]]:
    """Yield (code, depth) of the given platforms in depth-first order.

    The parent of a platform is its nearest ancestor among `codes`. Siblings are sorted by `key`,
    then by their English names.
    """
    children: dict[int, list[int]] = {}
    for code in codes:
        children.setdefault(nearest_above(dictionary, code, codes), []).append(code)
    for group in children.values():
        group.sort(key=lambda code: (key(code), dictionary.platforms[code].name_en), reverse=True)
    stack = [(code, 0) for code in children.get(-1, [])]
    while stack:
        code, depth = stack.pop()
        yield code, depth
        stack += [(child, depth + 1) for child in children.get(code, [])]


def nearest_above(dictionary: Dictionary, code: int, codes: Collection[int]) -> int:
    """Return the nearest ancestor of a platform among `codes`, or -1."""
    parents = dictionary.parents
    for _ in range(len(parents)):
        code = int(parents[code])
        if code < 0 or code in codes:
            return code
    return -1
