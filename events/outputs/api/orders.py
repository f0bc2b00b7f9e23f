"""The order of each list, with keyset pagination: the last page is as fast as the first.

A cursor names a row and the side of it that the page is on: `57.after`, `amazon.before`.
Events have their own cursors in `events/web/keyset.py`, with the same interface.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from events.web.keyset import Cursor, CursorError, Slice, page_of

DEFAULT_LIMIT, MAX_LIMIT = 50, 200
"""Rows per page: the default and the maximum."""

_SLUG = re.compile(r"[-\w]{1,200}")
_NUMBER = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True)
class Key:
    """One field that a list is sorted by.

    `parse` turns the field's part of a cursor into a value, or raises ValueError.
    """

    field: str
    parse: Callable[[str], object]
    is_descending: bool = False


@dataclass(frozen=True)
class KeyCursor:
    """Where a page of a list begins or ends: the sort keys of a row, and the side of it."""

    values: tuple[object, ...]
    is_before: bool

    def __str__(self) -> str:
        # `str` of a date is its ISO form.
        return ".".join([*map(str, self.values), "before" if self.is_before else "after"])


class KeyOrder:
    """The order of a list by keys that are unique together."""

    def __init__(self, *keys: Key) -> None:
        self.keys = keys

    def parse_cursor(self, text: str) -> KeyCursor:
        """Parse a cursor. Raise CursorError if it is not valid in this order."""
        *parts, side = text.split(".")
        if side not in ("before", "after") or len(parts) != len(self.keys):
            raise CursorError(text)
        try:
            values = tuple(key.parse(part) for key, part in zip(self.keys, parts, strict=True))
        except ValueError as error:
            raise CursorError(text) from error
        return KeyCursor(values, side == "before")

    def page(self, rows: QuerySet, *, cursor: KeyCursor | None, size: int) -> Slice:
        """Return the page of `rows` at a cursor, in this order."""
        backwards = cursor is not None and cursor.is_before
        if cursor is not None:
            rows = rows.filter(self._beyond(cursor))
        page_rows = list(rows.order_by(*self._names(backwards))[: size + 1])
        has_more = len(page_rows) > size
        page_rows = page_rows[:size]
        if backwards:
            page_rows.reverse()
        has_previous = has_more if backwards else cursor is not None
        has_next = backwards or has_more
        return Slice(
            page_rows,
            self._cursor(page_rows[0], is_before=True) if page_rows and has_previous else None,
            self._cursor(page_rows[-1], is_before=False) if page_rows and has_next else None,
        )

    def _names(self, backwards: bool) -> list[str]:
        return [f"{'-' if key.is_descending != backwards else ''}{key.field}" for key in self.keys]

    def _beyond(self, cursor: KeyCursor) -> Q:
        """Return the condition for rows past the cursor.

        They are equal to it in some first keys, and past it in the next key.
        """
        beyond, equal = Q(), {}
        for key, value in zip(self.keys, cursor.values, strict=True):
            side = "lt" if key.is_descending != cursor.is_before else "gt"
            beyond |= Q(**equal, **{f"{key.field}__{side}": value})
            equal[key.field] = value
        return beyond

    def _cursor(self, row: object, *, is_before: bool) -> KeyCursor:
        return KeyCursor(tuple(getattr(row, key.field) for key in self.keys), is_before)


@dataclass(frozen=True)
class EventOrder:
    """Events by date, newest or oldest first."""

    newest_first: bool

    def parse_cursor(self, text: str) -> Cursor:
        """Parse a cursor. Raise CursorError if it is not valid for events."""
        return Cursor.parse(text)

    def page(self, rows: QuerySet, *, cursor: Cursor | None, size: int) -> Slice:
        """Return the page of events at a cursor, in this order."""
        return page_of(rows, newest_first=self.newest_first, cursor=cursor, size=size)


def _parser(pattern: re.Pattern[str], convert: Callable[[str], object]) -> Callable[[str], object]:
    """Return a function that converts matching text, and raises ValueError for any other."""

    def parse(text: str) -> object:
        if not pattern.fullmatch(text):
            raise ValueError(text)
        return convert(text)

    return parse


_slug = Key("slug", _parser(_SLUG, str))
BY_SLUG = KeyOrder(_slug)
NEWEST_CLAIM_FIRST = KeyOrder(Key("pk", _parser(_NUMBER, int), is_descending=True))
NEWEST_SOURCE_FIRST = KeyOrder(
    Key("listed_on", datetime.date.fromisoformat, is_descending=True), _slug
)


def adjacent_pages(page: Slice) -> Sequence[tuple[str, object]]:
    """Return the cursors of the adjacent pages, by their link relation (RFC 8288)."""
    return [
        (relation, cursor)
        for relation, cursor in (("prev", page.previous), ("next", page.next))
        if cursor is not None
    ]
