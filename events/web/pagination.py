"""Keyset pagination: the last page of a million rows is as fast as the first.

A cursor names a row by its values in the columns of the order, and a side of that row:
`2019-04-01.57.after` is the page after the row of that day with id 57, `….before` the page before
it, and `….at` the page that begins with it. The row itself need not exist any more.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Model, Q, QuerySet

Value = datetime.date | int | str
"""A value of a row in a column by which a list is ordered; `date` includes `datetime`."""


class CursorError(ValueError):
    """A cursor that no page of the list contains."""


class Side(StrEnum):
    """Where a page lies, seen from the row of its cursor."""

    BEFORE = "before"
    AT = "at"
    AFTER = "after"


@dataclass(frozen=True)
class Cursor:
    """A place in a list: the values of a row in the columns of the order, and a side of it."""

    values: tuple[Value, ...]
    side: Side


@dataclass(frozen=True)
class Page:
    """One page of rows, and the cursors of its neighbours as text, empty if there is none."""

    rows: Sequence
    previous: str
    next: str


@dataclass(frozen=True)
class Column:
    """One column of an order; it has no nulls.

    `parse` turns its part of a cursor into a value, or raises ValueError.
    """

    name: str
    parse: Callable[[str], Value]
    is_descending: bool = False

    def ordering(self, *, backwards: bool) -> str:
        """Return the column as an argument of `order_by`."""
        return f"{'-' if self.is_descending != backwards else ''}{self.name}"

    def lookup(self, *, backwards: bool) -> str:
        """Return the lookup for values past another one."""
        return f"{self.name}__{'lt' if self.is_descending != backwards else 'gt'}"


class Order:
    """The order of a list by columns of which the last is unique, or by one such column.

    The parts of its cursors are joined by `separator`. Those of a forward-only list name no side,
    because all its pages are after a row.
    """

    def __init__(self, *columns: Column, separator: str = ".", forward_only: bool = False) -> None:
        self.columns = columns
        self.separator = separator
        self.forward_only = forward_only

    def parse(self, text: str) -> Cursor:
        """Parse a cursor. Raise CursorError if it is none of this order."""
        parts = text.split(self.separator)
        try:
            side = Side.AFTER if self.forward_only else Side(parts.pop())
            columns = zip(self.columns, parts, strict=True)
            return Cursor(tuple(column.parse(part) for column, part in columns), side)
        except ValueError as error:
            raise CursorError(text) from error

    def cursor(self, row: Model, side: Side) -> Cursor:
        """Return the cursor of the page on one side of a row."""
        return Cursor(tuple(getattr(row, column.name) for column in self.columns), side)

    def sorted(self, rows: QuerySet, *, backwards: bool = False) -> QuerySet:
        """Return the rows in this order, or in the reverse one."""
        return rows.order_by(*(column.ordering(backwards=backwards) for column in self.columns))

    def page(self, rows: QuerySet, cursor: Cursor | None, size: int) -> Page:
        """Return the page of `rows` at a cursor, the first page without one."""
        backwards = cursor is not None and cursor.side == Side.BEFORE
        if cursor is not None:
            rows = rows.filter(_beyond(self.columns, cursor))
        results = list(self.sorted(rows, backwards=backwards)[: size + 1])
        has_more = len(results) > size
        results = results[:size]
        if backwards:
            return self.page_of(results[::-1], has_previous=has_more, has_next=True)
        return self.page_of(results, has_previous=cursor is not None, has_next=has_more)

    def page_of(self, rows: Sequence, *, has_previous: bool, has_next: bool) -> Page:
        """Return these rows as a page, with the cursors of the neighbours that it has."""
        has_previous = has_previous and not self.forward_only
        return Page(
            rows,
            self._text(rows[0], Side.BEFORE) if rows and has_previous else "",
            self._text(rows[-1], Side.AFTER) if rows and has_next else "",
        )

    def _text(self, row: Model, side: Side) -> str:
        parts = [_plain(value) for value in self.cursor(row, side).values]
        return self.separator.join(parts if self.forward_only else [*parts, side])


def _beyond(columns: Sequence[Column], cursor: Cursor) -> Q:
    """Return the condition for rows past the cursor, or from it on for `….at`.

    Rows are past it in the first column, or else equal to it there and past it in the others. The
    redundant bound of the first column lets PostgreSQL start the index scan at the cursor.
    """
    (column, *others), (value, *other_values) = columns, cursor.values
    past = column.lookup(backwards=cursor.side == Side.BEFORE)
    if not others:
        return Q(**{f"{past}e" if cursor.side == Side.AT else past: value})
    rest = _beyond(others, Cursor(tuple(other_values), cursor.side))
    return Q(**{f"{past}e": value}) & (Q(**{past: value}) | rest)


def _plain(value: Value) -> str:
    """Return a value as text that its column parses again; moments keep their `T`."""
    return value.isoformat() if isinstance(value, datetime.date) else str(value)
