"""The orders of all lists that have pages, and with them the format of their cursors.

Readers store addresses with cursors, so the format of an order is never changed.
"""

from __future__ import annotations

import datetime
import re

from events.web.pagination import Column, Order

_NUMBER = re.compile(r"[0-9]{1,18}")
_SLUG = re.compile(r"[-\w]{1,200}")


def _number(text: str) -> int:
    return int(_matching(_NUMBER, text))


def _slug(text: str) -> str:
    return _matching(_SLUG, text)


def _moment(text: str) -> datetime.datetime:
    moment = datetime.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


def _matching(pattern: re.Pattern[str], text: str) -> str:
    if not pattern.fullmatch(text):
        raise ValueError(text)
    return text


_day = datetime.date.fromisoformat
_ID, _NEWEST_ID = Column("pk", _number), Column("pk", _number, is_descending=True)

NEWEST_FIRST = Order(Column("sort_on", _day, is_descending=True), _NEWEST_ID)
OLDEST_FIRST = Order(Column("sort_on", _day), _ID)
EVENT_ORDERS = {"newest": NEWEST_FIRST, "oldest": OLDEST_FIRST}
BY_ID = Order(_ID)
BY_NEWEST_ID = Order(_NEWEST_ID)
BY_SLUG = Order(Column("slug", _slug))
# Articles, which `with_list_place` dates; pages and API differ in the order within a day.
NEWEST_ARTICLE_FIRST = Order(Column("listed_on", _day, is_descending=True), _NEWEST_ID)
NEWEST_ARTICLE_BY_SLUG = Order(Column("listed_on", _day, is_descending=True), Column("slug", _slug))
LATEST_CHANGE_FIRST = Order(
    Column("updated_at", _moment, is_descending=True),
    _NEWEST_ID,
    # A moment contains dots.
    separator="~",
    forward_only=True,
)
LATEST_DECISION_FIRST = Order(
    Column("decided_at", _moment, is_descending=True), _NEWEST_ID, separator="~"
)
