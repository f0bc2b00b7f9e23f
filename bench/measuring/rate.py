"""Requests per second, compared with a Django hello-world on the same server."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import subprocess
import threading
import time

from bench.measuring.rows import Row, at_least, missing
from bench.measuring.sites import BARE, Site, log, served

CONNECTIONS = 8


def rate_rows(site: Site, seconds: float) -> list[Row]:
    """Measure the timeline with the site's normal caching, and its ratio to hello-world.

    Both servers run at once and are measured in turn, so that a busy machine slows both.
    """
    measure = wrk() or with_threads
    with served(100, BARE) as bare:
        pairs = [(measure(site, "/en/", seconds), measure(bare, "/", seconds)) for _ in range(2)]
    own, hello = (max(rates) for rates in zip(*pairs, strict=True))
    label = f"{site.events:,}: requests per second of /en/"
    if not own:
        return [missing(label)]
    return [
        Row(label, f"{own:,.0f}"),
        Row("requests per second of hello-world, same server", f"{hello:,.0f}"),
        at_least("requests per second, ratio of /en/ to hello-world", own / hello, 0.5, digits=2),
    ]


def wrk() -> object:
    """Return the function that measures with wrk, or None if wrk is not available.

    Root installs wrk with apt-get if it is missing.
    """
    if not shutil.which("wrk") and hasattr(os, "geteuid") and not os.geteuid():
        install = [shutil.which("apt-get") or "apt-get", "install", "-y", "-qq", "wrk"]
        if shutil.which("apt-get"):
            subprocess.run(install, capture_output=True, check=False)
    if not shutil.which("wrk"):
        log("wrk is not installed. Python threads send the requests instead, which is slower.")
        return None
    return with_wrk


def with_wrk(site: Site, path: str, seconds: float) -> float:
    """Return the responses per second, measured with wrk; 0 if any response is an error."""
    command = [
        *(shutil.which("wrk"), "-t1", f"-c{CONNECTIONS}", f"-d{seconds:.0f}s"),
        *("-H", "Accept-Encoding: gzip", site.origin + path),
    ]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    match = re.search(r"Requests/sec:\s+([\d.]+)", output)
    return 0.0 if "Non-2xx" in output or not match else float(match[1])


def with_threads(site: Site, path: str, seconds: float) -> float:
    """Return the responses per second to threads of this process; 0 if any is an error."""
    end = time.monotonic() + seconds
    counts = [0] * CONNECTIONS

    def send_requests(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
        while time.monotonic() < end:
            connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
            response = connection.getresponse()
            response.read()
            counts[number] += 1 if response.status == 200 else -(10**9)

    threads = [
        threading.Thread(target=send_requests, args=[number]) for number in range(CONNECTIONS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return max(sum(counts) / seconds, 0.0)
