"""Ordering of rows that refer to a parent row."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db.models import Model

Row = TypeVar("Row", bound=Model)


def parents_first(rows: Iterable[Row], parent_of: Callable[[Row], int | None]) -> list[Row]:
    """Return the rows with each one after its parent, siblings in their given order.

    `parent_of` returns the primary key of a row's parent. A parent outside `rows` counts as none.
    """
    rows = list(rows)
    keys = {row.pk for row in rows}
    children: dict[int | None, list[Row]] = {}
    for row in rows:
        parent = parent_of(row)
        children.setdefault(parent if parent in keys else None, []).append(row)
    ordered, waiting = [], list(reversed(children.get(None, [])))
    while waiting:
        row = waiting.pop()
        ordered.append(row)
        waiting += reversed(children.get(row.pk, []))
    return ordered
