"""The TimelineJS export, drawn by TimelineJS from the npm registry."""

from __future__ import annotations

import functools
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.browser.served import Site
from tests.browser.test_embed import Quiet

pytestmark = pytest.mark.browser
PACKAGE = "@knight-lab/timelinejs@3.9.11"
PAGE = """<!doctype html>
<meta charset="utf-8"><title>TimelineJS</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="/dist/css/timeline.css">
<div id="here" style="width: 100%; height: 600px"></div>
<script src="/dist/js/timeline.js"></script>
<script>
  window.drawn = new Promise((done) => {
    window.line = new TL.Timeline("here", ADDRESS, {font: "/fonts.css"});
    window.line.on("loaded", () => done(true));
  });
</script>
"""


@pytest.fixture(scope="session")
def timelinejs() -> Path:
    """Return the package folder; install it into var/ if missing, or skip if that fails."""
    folder = settings.DATA_DIR / "test" / "timelinejs"
    package = folder / "node_modules" / "@knight-lab" / "timelinejs"
    if not (package / "dist" / "js" / "timeline.js").exists():
        if not (npm := shutil.which("npm")):
            pytest.skip("npm is not on this machine: TimelineJS cannot be installed.")
        folder.mkdir(parents=True, exist_ok=True)
        command = [npm, "install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"]
        result = subprocess.run(
            [*command, "--prefix", str(folder), PACKAGE],
            capture_output=True,
            text=True,
            timeout=240,
        )
        if result.returncode:
            pytest.skip(f"npm could not install {PACKAGE}: {result.stderr.strip()[-300:]}")
    return package


@pytest.fixture
def host(timelinejs: Path, tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """Serve a folder with the package's files; yield the folder and its address."""
    # The default fonts would be loaded from the publisher's server.
    (tmp_path / "fonts.css").write_text("")
    (tmp_path / "dist").symlink_to(timelinejs / "dist")
    handler = functools.partial(Quiet, directory=str(tmp_path))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield tmp_path, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("query", "title"),
    [("?platform=amazon&sort=oldest", "Amazon"), ("?lang=zh-hans&outcome=failure", "失败")],
)
def test_export_is_loaded_from_the_site_and_every_event_drawn(
    page: Page, host: tuple[Path, str], site: Site, query: str, title: str
) -> None:
    folder, address = host
    export = f"{site.address}/export/events.timelinejs.json{query}"
    (folder / "index.html").write_text(PAGE.replace("ADDRESS", f'"{export}"'))
    events = page.request.get(export).json()["events"]
    page.goto(address)
    assert page.evaluate("window.drawn")
    expect(page.locator(".tl-timemarker")).to_have_count(len(events))
    expect(page.locator(".tl-slide-titleslide .tl-headline")).to_contain_text(title)
    drawn = page.evaluate("window.line.config.events.map((event) => event.unique_id)")
    assert sorted(drawn) == sorted(event["unique_id"] for event in events)
    assert page.locator(".tl-message-full").count() == 0


def test_uncertain_date_is_shown_as_exported(
    page: Page, host: tuple[Path, str], site: Site
) -> None:
    folder, address = host
    export = f"{site.address}/export/events.timelinejs.json?platform=amazon-spark&sort=oldest"
    first = page.request.get(export).json()["events"][0]
    (folder / "index.html").write_text(PAGE.replace("ADDRESS", f'"{export}"'))
    page.goto(f"{address}#event-{first['unique_id']}")
    assert page.evaluate("window.drawn")
    page.evaluate(f"window.line.goToId({first['unique_id']!r})")
    headline = page.locator(".tl-headline-date", has_text=first["display_date"])
    expect(headline.first).to_be_attached()
