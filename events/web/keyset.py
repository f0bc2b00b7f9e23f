"""Pages of a long list by key, not by number: as fast at the end of a million rows as at the start.

A cursor names the row it stands beside: `2019-04-01.57.after` is the page behind event 57, which
stands at 2019-04-01; `….before` the page in front of it, `….at` the page that begins with it.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

PAGE_SIZE = 50


class CursorError(ValueError):
    """A cursor that this site did not make."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in the list: the row it stands beside, and which side is wanted."""

    day: datetime.date
    pk: int
    is_before: bool = False
    is_at: bool = False

    @classmethod
    def parse(cls, text: str) -> Cursor:
        """Read a cursor. Raises CursorError."""
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
    """One page of rows, with the cursors of its neighbours where there are any."""

    rows: Sequence[object]
    previous: Cursor | None
    next: Cursor | None


def page_of(
    rows: QuerySet, *, newest_first: bool, cursor: Cursor | None, size: int = PAGE_SIZE
) -> Slice:
    """The page of `rows` at a cursor, by `sort_on` and then by id."""
    backwards = cursor is not None and cursor.is_before
    descending = newest_first != backwards
    if cursor is not None:
        rows = rows.filter(_beyond(cursor, descending=descending))
    order = ("-sort_on", "-pk") if descending else ("sort_on", "pk")
    found = list(rows.order_by(*order)[: size + 1])
    has_more = len(found) > size
    found = found[:size]
    if backwards:
        found.reverse()
    has_previous = has_more if backwards else cursor is not None
    has_next = True if backwards else has_more
    return Slice(
        found,
        _cursor(found[0], is_before=True) if found and has_previous else None,
        _cursor(found[-1], is_before=False) if found and has_next else None,
    )


def _beyond(cursor: Cursor, *, descending: bool) -> Q:
    side = "lt" if descending else "gt"
    own = "e" if cursor.is_at else ""
    # The redundant first bound lets PostgreSQL enter the index at the day.
    return Q(**{f"sort_on__{side}e": cursor.day}) & (
        Q(**{f"sort_on__{side}": cursor.day}) | Q(**{f"pk__{side}{own}": cursor.pk})
    )


def _cursor(row: object, *, is_before: bool) -> Cursor:
    return Cursor(row.sort_on, row.pk, is_before)
