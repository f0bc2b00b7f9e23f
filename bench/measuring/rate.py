"""Requests a second, beside the framework's own hello-world on the same server."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import subprocess
import threading
import time

from bench.measuring.rows import Row, at_least, missing
from bench.measuring.sites import BARE, Site, say, served

CONNECTIONS = 8


def rate_rows(site: Site, seconds: float) -> list[Row]:
    """The timeline as readers get it, cached or not as the site has it, over hello-world.

    Both run at once and are asked in turn, so that a busy machine slows both.
    """
    ask = wrk() or threaded
    with served(100, BARE) as bare:
        taken = [(ask(site, "/en/", seconds), ask(bare, "/", seconds)) for _ in range(2)]
    own, hello = (max(rates) for rates in zip(*taken, strict=True))
    what = f"{site.events:,}: requests a second of /en/"
    if not own:
        return [missing(what)]
    return [
        Row(what, f"{own:,.0f}"),
        Row("requests a second of hello-world, same server", f"{hello:,.0f}"),
        at_least("requests a second, /en/ over hello-world", own / hello, 0.5, digits=2),
    ]


def wrk() -> object:
    """A function that asks with wrk, installed if this may install; None where there is none."""
    if not shutil.which("wrk") and hasattr(os, "geteuid") and not os.geteuid():
        install = [shutil.which("apt-get") or "apt-get", "install", "-y", "-qq", "wrk"]
        if shutil.which("apt-get"):
            subprocess.run(install, capture_output=True, check=False)
    if not shutil.which("wrk"):
        say("wrk is not installed: a client of threads asks instead, which is slower.")
        return None
    return with_wrk


def with_wrk(site: Site, path: str, seconds: float) -> float:
    """Answers a second; 0 if any was an error."""
    command = [
        *(shutil.which("wrk"), "-t1", f"-c{CONNECTIONS}", f"-d{seconds:.0f}s"),
        *("-H", "Accept-Encoding: gzip", site.origin + path),
    ]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    return 0.0 if "Non-2xx" in said or not found else float(found[1])


def threaded(site: Site, path: str, seconds: float) -> float:
    """Answers a second, asked by threads of this process; 0 if any was an error."""
    end = time.monotonic() + seconds
    counts = [0] * CONNECTIONS

    def ask(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
        while time.monotonic() < end:
            connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
            answer = connection.getresponse()
            answer.read()
            counts[number] += 1 if answer.status == 200 else -(10**9)

    threads = [threading.Thread(target=ask, args=[number]) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return max(sum(counts) / seconds, 0.0)
