"""The server's own times, asked over one kept-alive connection, and what it answers a second."""

from __future__ import annotations

import html
import http.client
import re
import time
from contextlib import closing

from bench.measuring.filters import FILTERS, FREQUENT, RARE, address
from bench.measuring.rows import Row, at_most, missing, percentile
from bench.measuring.sites import Site

FRESH = {"Cache-Control": "no-cache", "Accept-Encoding": "gzip"}
"""Computed for this request: what a cache kept is not looked at."""
WINDOW = {"from": "2015-01-01", "to": "2018-06-30", "width": "1000"}
WARMING = 10
SECONDS = 6.0
"""After which a slow address is asked no more: a few requests of a second are an answer, too."""
GOALS = {"page": 60.0, "chart window": 30.0, "search": 60.0, "API page": 40.0}


class Asking:
    """A kept-alive connection to a site."""

    def __init__(self, site: Site) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=120)

    def close(self) -> None:
        self.connection.close()

    def get(self, path: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        """Status, headers by their names in small letters, and body."""
        self.connection.request("GET", path, headers=headers)
        answer = self.connection.getresponse()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, headers, answer.read()

    def settled(self, path: str) -> str | None:
        """The address a path leads to in the end; None where there is no page."""
        for _ in range(4):
            status, headers, _ = self.get(path, FRESH)
            if status == 200:
                return path
            if status not in (301, 302, 307, 308):
                return None
            path = headers["location"]
        return None

    def times(self, path: str, headers: dict[str, str], count: int, status: int) -> list[float]:
        """Milliseconds of each of up to `count` requests; empty if another status comes."""
        taken: list[float] = []
        begun = time.perf_counter()
        for number in range(WARMING + count):
            start = time.perf_counter()
            if self.get(path, headers)[0] != status:
                return []
            if number >= WARMING or start - begun > SECONDS / 4:
                taken.append(1000 * (time.perf_counter() - start))
            if taken and time.perf_counter() - begun > SECONDS:
                break
        return taken


def server_times(site: Site, count: int) -> list[Row]:
    """p95 of every kind of page, without and with filters, always computed afresh."""
    rows = []
    with closing(Asking(site)) as asking:
        for kind, goal in GOALS.items():
            rows += times_of(asking, site, kind, goal, count)
    return rows


def times_of(asking: Asking, site: Site, kind: str, goal: float, count: int) -> list[Row]:
    """One kind of page under every filter, and the repeat without one."""
    rows = []
    for name, chosen in FILTERS.items():
        what = f"{site.events:,}: server, {kind}, {name}, p95"
        path = path_of(asking, kind, chosen)
        taken = asking.times(path, FRESH, count, 200) if path else []
        if taken:
            rows.append(at_most(what, percentile(taken, 0.95), goal, "ms", 1))
        else:
            rows.append(missing(what, f"≤ {goal} ms"))
    rows.append(repeated(asking, site, kind, count))
    return rows


def path_of(asking: Asking, kind: str, chosen: dict[str, str]) -> str | None:
    """Where this kind of page is, with this filter."""
    if kind == "page":
        return asking.settled(address("/en/", chosen))
    if kind == "search":
        word = FREQUENT if "platform" in chosen and "tag" in chosen else RARE
        return asking.settled(address("/en/search/", {**chosen, **word}))
    if kind == "API page":
        return asking.settled(address("/api/v1/events/", chosen))
    window = window_of(asking, chosen)
    return asking.settled(address(window, WINDOW)) if window else None


def window_of(asking: Asking, chosen: dict[str, str]) -> str | None:
    """Where the chart on the page asks for what it shows."""
    status, _, body = asking.get(address("/en/", chosen), {"Cache-Control": "no-cache"})
    tag = re.search(rb"<timeline-chart[^>]*?\sdata-window-url=\"([^\"]*)\"", body)
    return html.unescape(tag[1].decode()) if status == 200 and tag else None


def repeated(asking: Asking, site: Site, kind: str, count: int) -> Row:
    """The same unfiltered address asked by somebody who has it already."""
    what = f"{site.events:,}: server, {kind}, repeat with ETag, p95"
    path = path_of(asking, kind, {})
    _, headers, _ = asking.get(path, {"Accept-Encoding": "gzip"}) if path else (0, {}, b"")
    if "etag" not in headers:
        return missing(what, "≤ 5.0 ms")
    known = {"If-None-Match": headers["etag"], "Accept-Encoding": "gzip"}
    taken = asking.times(path, known, count, 304)
    return at_most(what, percentile(taken, 0.95), 5.0, "ms", 1) if taken else missing(what)
