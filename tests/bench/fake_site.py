"""A site of a few lines whose times are known, to measure the bench with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from time import sleep

from bench.measuring.sites import Site

DRAWING = 40
"""Milliseconds after which the fake chart has drawn its next window."""
STALL = 120
"""Milliseconds for which its first turn of the wheel holds the browser up."""
CHART = f"""<!doctype html><html lang="en"><title>Fake</title><h1>Events</h1>
<timeline-chart tabindex="0" data-window-url="/en/window/?a=1&amp;b=2">chart</timeline-chart>
<script>
const chart = document.querySelector("timeline-chart");
let turned = false;
const draw = () => {{
  chart.removeAttribute("data-ready");
  setTimeout(() => chart.setAttribute("data-ready", ""), {DRAWING});
}};
draw();
chart.addEventListener("keydown", draw);
chart.addEventListener("wheel", (event) => {{
  event.preventDefault();
  if (!turned) for (const end = performance.now() + {STALL}; performance.now() < end;);
  turned = true;
  draw();
}}, {{ passive: false }});
</script></html>"""
PAGES = {
    "/en/": CHART,
    "/en/window/": "{}",
    "/bench/plain/": "<!doctype html><html lang=en><h1>Events</h1>",
}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body in one packet: two make the other side wait 40 ms before it says it has the first.
    wbufsize = 65_536
    pages = PAGES
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        path = self.path.partition("?")[0]
        if path == "/en/search/":
            self.answer(302, location=f"/en/?{self.path.partition('?')[2]}")
        elif path not in self.pages:
            self.answer(404)
        elif self.headers["If-None-Match"] == '"tag"':
            self.answer(304)
        else:
            sleep(0.01 if self.headers["Cache-Control"] == "no-cache" else 0)
            self.answer(200, self.pages[path], etag='"tag"')

    def answer(self, status: int, body: str = "", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"content-type": "text/html", **headers}.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def fake_site(pages: dict[str, str] = PAGES) -> Iterator[tuple[Site, list[str]]]:
    """The site, and the addresses it was asked for."""
    asked: list[str] = []
    handler = type("Own", (Handler,), {"pages": pages, "asked": asked})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Site(server.server_port, 100, Path()), asked
    finally:
        server.shutdown()
        server.server_close()
