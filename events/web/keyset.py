"""Keyset pagination: the last page of a million rows is as fast as the first.

A cursor is relative to a row: `2019-04-01.57.after` is the page after event 57, which is sorted at
2019-04-01; `….before` is the page before it, `….at` the page that begins with it.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

PAGE_SIZE = 50


class CursorError(ValueError):
    """A malformed cursor."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """A position in the list: a row, and the page before it, at it or (by default) after it."""

    day: datetime.date
    pk: int
    is_before: bool = False
    is_at: bool = False

    @classmethod
    def parse(cls, text: str) -> Cursor:
        """Parse a cursor. Raises CursorError."""
        try:
            day, pk, side = text.split(".")
            if side not in ("before", "after", "at") or not pk.isascii() or not pk.isdigit():
                raise ValueError(side)
            return cls(
                datetime.date.fromisoformat(day), int(pk[:18]), side == "before", side == "at"
            )
        except ValueError as error:
            raise CursorError(text) from error

    def __str__(self) -> str:
        side = "before" if self.is_before else "at" if self.is_at else "after"
        return f"{self.day.isoformat()}.{self.pk}.{side}"


@dataclass(frozen=True)
class Slice:
    """One page of rows, with cursors of the previous and next page, if any."""

    rows: Sequence[object]
    previous: Cursor | None
    next: Cursor | None


def page_of(
    rows: QuerySet, *, newest_first: bool, cursor: Cursor | None, size: int = PAGE_SIZE
) -> Slice:
    """Return the page of `rows` at a cursor, ordered by `sort_on` and then by id."""
    backwards = cursor is not None and cursor.is_before
    descending = newest_first != backwards
    if cursor is not None:
        rows = rows.filter(_beyond(cursor, descending=descending))
    order = ("-sort_on", "-pk") if descending else ("sort_on", "pk")
    results = list(rows.order_by(*order)[: size + 1])
    has_more = len(results) > size
    results = results[:size]
    if backwards:
        results.reverse()
    has_previous = has_more if backwards else cursor is not None
    has_next = True if backwards else has_more
    return Slice(
        results,
        _cursor(results[0], is_before=True) if results and has_previous else None,
        _cursor(results[-1], is_before=False) if results and has_next else None,
    )


def _beyond(cursor: Cursor, *, descending: bool) -> Q:
    """Return the condition for rows after the cursor, or from it on for `….at`."""
    operator = "lt" if descending else "gt"
    equality = "e" if cursor.is_at else ""
    # The redundant first condition lets PostgreSQL start the index scan at the day.
    return Q(**{f"sort_on__{operator}e": cursor.day}) & (
        Q(**{f"sort_on__{operator}": cursor.day}) | Q(**{f"pk__{operator}{equality}": cursor.pk})
    )


def _cursor(row: object, *, is_before: bool) -> Cursor:
    return Cursor(row.sort_on, row.pk, is_before)
