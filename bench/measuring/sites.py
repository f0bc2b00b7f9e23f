"""Sites to measure: a database of made-up events each, served as `script/server` serves."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.generate import VERSION

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / "var" / "bench"
SITE, BARE = "bench.measuring.site_settings", "bench.measuring.bare_settings"
SECONDS_TO_START = 240


@dataclass(frozen=True)
class Site:
    """A running server; `events` is how many it holds, `data_dir` where."""

    port: int
    events: int
    data_dir: Path

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def environment(data_dir: Path, **more: str) -> dict[str, str]:
    """The environment of a process that works on the database in `data_dir` and no other."""
    own = {
        "KB_DATA_DIR": str(data_dir),
        "DATABASE_URL": "",
        "KB_DEBUG": "0",
        "KB_SECURE": "0",
        "DJANGO_SETTINGS_MODULE": SITE,
        "PYTHONPATH": str(ROOT),
    }
    rest = {name: value for name, value in os.environ.items() if not name.startswith("KB_")}
    return {**rest, **own, **more}


def python(data_dir: Path, *arguments: str) -> str:
    """Run Python on the database in `data_dir`; what it printed. Raises RuntimeError."""
    told = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment(data_dir),
        capture_output=True,
        text=True,
        check=False,
    )
    if told.returncode:
        raise RuntimeError(f"{' '.join(arguments)} failed:\n{told.stdout}{told.stderr}")
    return told.stdout


def made(events: int) -> Path:
    """The folder of a database of so many events, made unless this generator has made it before."""
    folder = HOME / str(events)
    stamp = folder / "made.json"
    wanted = json.dumps({"events": events, "generator": fingerprint()})
    if not stamp.exists() or stamp.read_text() != wanted:
        say(f"Making {events:,} events")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        python(folder, "manage.py", "migrate", "--verbosity", "0")
        say(python(folder, "-m", "bench.generate", "--events", str(events)).strip())
        stamp.write_text(wanted)
    return folder


def fingerprint() -> str:
    """What tells the rows of one generator from those of another."""
    code = sorted((ROOT / "bench" / "synthetic").glob("*.py"))
    digest = hashlib.sha256(str(VERSION).encode())
    for path in code:
        digest.update(path.read_bytes())
    return digest.hexdigest()


@contextmanager
def served(events: int, settings: str = SITE) -> Iterator[Site]:
    """Serve the site, or hello-world, over so many events with one worker."""
    folder = made(events)
    port = free_port()
    log = folder / f"{settings.rpartition('.')[2]}.log"
    own = environment(
        folder,
        DJANGO_SETTINGS_MODULE=settings,
        HOST="127.0.0.1",
        PORT=str(port),
        KB_WORKERS="1",
        KB_ALLOWED_HOSTS="127.0.0.1",
    )
    with log.open("w") as said:
        server = subprocess.Popen(
            [sys.executable, "-m", "kb.server"], cwd=ROOT, env=own, stdout=said, stderr=said
        )
        try:
            wait_for_answer(server, log)
            yield Site(port, events, folder)
        finally:
            if server.poll() is not None:
                say(f"The server ended before it was stopped, with {server.returncode}: see {log}")
            stop(server)


def wait_for_answer(server: subprocess.Popen, log: Path) -> None:
    """Until the server says it answers. Raises RuntimeError with what it said instead."""
    end = time.monotonic() + SECONDS_TO_START
    while "Serving at" not in log.read_text():
        if server.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"The site did not start:\n{log.read_text()}")
        time.sleep(0.1)


def stop(server: subprocess.Popen) -> None:
    server.terminate()
    try:
        server.wait(timeout=30)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def say(words: str) -> None:
    """Tell how far the bench is, beside the table."""
    print(words, file=sys.stderr, flush=True)
