"""Filters with which pages are measured, as query parameters."""

from __future__ import annotations

from urllib.parse import urlencode

PLATFORM = {"platform": "harbour"}
"""A company with 45 descendants: about one sixth of the events."""
TAG_AND_YEARS = {"tag": "region-africa", "since": "2012", "until": "2018"}
RARE = {"q": "直播"}
"""A word in 1 % of the events."""
FREQUENT = {"q": "购物"}
"""A word in one sixth of the events: some of 10,000 events match all three filters together."""

FILTERS = {
    "no filter": {},
    "platform": PLATFORM,
    "tag and years": TAG_AND_YEARS,
    "word": RARE,
    "all three": {**PLATFORM, **TAG_AND_YEARS, **FREQUENT},
}


def address(path: str, parameters: dict[str, str]) -> str:
    """Return the path with these parameters appended to its query string."""
    if not parameters:
        return path
    return f"{path}{'&' if '?' in path else '?'}{urlencode(parameters)}"
