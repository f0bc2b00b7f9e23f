"""Response times of the server, measured over one keep-alive connection."""

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
"""Headers of a request for which the server computes the page without its page cache."""
WINDOW = {"from": "2015-01-01", "to": "2018-06-30", "width": "1000"}
WARMING = 10
SECONDS = 6.0
"""Time limit per address: a few requests of one second each are enough."""
GOALS = {"page": 60.0, "chart window": 30.0, "search": 60.0, "API page": 40.0}


class Connection:
    """A keep-alive connection to a site."""

    def __init__(self, site: Site) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=120)

    def close(self) -> None:
        """Close the connection, for `contextlib.closing`."""
        self.connection.close()

    def get(self, path: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers by lower-case name, and body."""
        self.connection.request("GET", path, headers=headers)
        response = self.connection.getresponse()
        headers = {name.lower(): value for name, value in response.getheaders()}
        return response.status, headers, response.read()

    def resolve(self, path: str) -> str | None:
        """Follow redirects; return the final path, or None if there is no page."""
        for _ in range(4):
            status, headers, _ = self.get(path, FRESH)
            if status == 200:
                return path
            if status not in (301, 302, 307, 308):
                return None
            path = headers["location"]
        return None

    def times(self, path: str, headers: dict[str, str], count: int, status: int) -> list[float]:
        """Return the milliseconds of up to `count` requests; none if a status differs.

        The first WARMING requests are not counted, unless they are slow.
        """
        times: list[float] = []
        first_start = time.perf_counter()
        for number in range(WARMING + count):
            start = time.perf_counter()
            if self.get(path, headers)[0] != status:
                return []
            if number >= WARMING or start - first_start > SECONDS / 4:
                times.append(1000 * (time.perf_counter() - start))
            if times and time.perf_counter() - first_start > SECONDS:
                break
        return times


def server_times(site: Site, count: int) -> list[Row]:
    """Measure the p95 of every kind of page with and without filters, without the page cache."""
    rows = []
    with closing(Connection(site)) as connection:
        for kind, goal in GOALS.items():
            rows += times_of(connection, site, kind, goal, count)
    return rows


def times_of(connection: Connection, site: Site, kind: str, goal: float, count: int) -> list[Row]:
    """Measure one kind of page with every filter, and a conditional request without filter."""
    rows = []
    for name, parameters in FILTERS.items():
        label = f"{site.events:,}: server, {kind}, {name}, p95"
        path = path_of(connection, kind, parameters)
        times = connection.times(path, FRESH, count, 200) if path else []
        if times:
            rows.append(at_most(label, percentile(times, 0.95), goal, "ms", 1))
        else:
            rows.append(missing(label, f"≤ {goal} ms"))
    rows.append(conditional_row(connection, site, kind, count))
    return rows


def path_of(connection: Connection, kind: str, parameters: dict[str, str]) -> str | None:
    """Return the path of this kind of page with this filter; None if there is no page."""
    if kind == "page":
        return connection.resolve(address("/en/", parameters))
    if kind == "search":
        word = FREQUENT if "platform" in parameters and "tag" in parameters else RARE
        return connection.resolve(address("/en/search/", {**parameters, **word}))
    if kind == "API page":
        return connection.resolve(address("/api/v1/events/", parameters))
    window = window_url(connection, parameters)
    return connection.resolve(address(window, WINDOW)) if window else None


def window_url(connection: Connection, parameters: dict[str, str]) -> str | None:
    """Return the URL from which the chart on the page requests its windows."""
    status, _, body = connection.get(address("/en/", parameters), {"Cache-Control": "no-cache"})
    tag = re.search(rb"<timeline-chart[^>]*?\sdata-window-url=\"([^\"]*)\"", body)
    return html.unescape(tag[1].decode()) if status == 200 and tag else None


def conditional_row(connection: Connection, site: Site, kind: str, count: int) -> Row:
    """Measure conditional requests (ETag) for the page without filter."""
    label = f"{site.events:,}: server, {kind}, repeat with ETag, p95"
    path = path_of(connection, kind, {})
    _, headers, _ = connection.get(path, {"Accept-Encoding": "gzip"}) if path else (0, {}, b"")
    if "etag" not in headers:
        return missing(label, "≤ 5.0 ms")
    conditional = {"If-None-Match": headers["etag"], "Accept-Encoding": "gzip"}
    times = connection.times(path, conditional, count, 304)
    return at_most(label, percentile(times, 0.95), 5.0, "ms", 1) if times else missing(label)
