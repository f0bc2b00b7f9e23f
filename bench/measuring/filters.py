"""The filters under which pages are measured, as query strings."""

from __future__ import annotations

from urllib.parse import urlencode

PLATFORM = {"platform": "harbour"}
"""A company with 45 platforms below it: about a sixth of the events."""
TAG_AND_YEARS = {"tag": "region-africa", "since": "2012", "until": "2018"}
RARE = {"q": "直播"}
"""A word in one event of a hundred."""
FREQUENT = {"q": "购物"}
"""A word in one event of six: all three filters together leave some also at 10,000."""

FILTERS = {
    "no filter": {},
    "platform": PLATFORM,
    "tag and years": TAG_AND_YEARS,
    "word": RARE,
    "all three": {**PLATFORM, **TAG_AND_YEARS, **FREQUENT},
}


def address(path: str, chosen: dict[str, str]) -> str:
    """The path with these parameters behind those it has."""
    if not chosen:
        return path
    return f"{path}{'&' if '?' in path else '?'}{urlencode(chosen)}"
