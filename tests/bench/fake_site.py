"""A minimal site with known response and drawing times, to test the bench."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from time import sleep

from bench.measuring.sites import Site

DRAWING_MS = 40
"""Milliseconds that the fake chart needs to draw its next window."""
STALL_MS = 120
"""Milliseconds for which the first turn of the wheel blocks the browser."""
CHART = f"""<!doctype html><html lang="en"><title>Fake</title><h1>Events</h1>
<timeline-chart tabindex="0" data-window-url="/en/window/?a=1&amp;b=2">chart</timeline-chart>
<script>
const chart = document.querySelector("timeline-chart");
let turned = false;
const draw = () => {{
  chart.removeAttribute("data-ready");
  setTimeout(() => chart.setAttribute("data-ready", ""), {DRAWING_MS});
}};
draw();
chart.addEventListener("keydown", draw);
chart.addEventListener("wheel", (event) => {{
  event.preventDefault();
  if (!turned) for (const end = performance.now() + {STALL_MS}; performance.now() < end;);
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
    # Send headers and body in one packet; with two, a delayed ACK can cost 40 ms.
    wbufsize = 65_536
    pages = PAGES
    requested: list[str]

    def do_GET(self) -> None:
        self.requested.append(self.path)
        path = self.path.partition("?")[0]
        if path == "/en/search/":
            self.respond(302, location=f"/en/?{self.path.partition('?')[2]}")
        elif path not in self.pages:
            self.respond(404)
        elif self.headers["If-None-Match"] == '"tag"':
            self.respond(304)
        else:
            sleep(0.01 if self.headers["Cache-Control"] == "no-cache" else 0)
            self.respond(200, self.pages[path], etag='"tag"')

    def respond(self, status: int, body: str = "", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"content-type": "text/html", **headers}.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        """Write no log."""


@contextmanager
def fake_site(pages: dict[str, str] = PAGES) -> Iterator[tuple[Site, list[str]]]:
    """Serve the site; yield it with the list of requested paths."""
    requested: list[str] = []
    handler = type("RecordingHandler", (Handler,), {"pages": pages, "requested": requested})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Site(server.server_port, 100, Path()), requested
    finally:
        server.shutdown()
        server.server_close()
