"""Sites to measure: each has a database of synthetic events, and `kb.server` serves it."""

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
    """A running server, with its number of events and its data folder."""

    port: int
    events: int
    data_dir: Path

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"http://127.0.0.1:{self.port}"


def environment(data_dir: Path, **more: str) -> dict[str, str]:
    """Return the environment of a process that works only on the database in `data_dir`."""
    settings = {
        "KB_DATA_DIR": str(data_dir),
        "DATABASE_URL": "",
        "KB_DEBUG": "0",
        "KB_SECURE": "0",
        "DJANGO_SETTINGS_MODULE": SITE,
        "PYTHONPATH": str(ROOT),
    }
    rest = {name: value for name, value in os.environ.items() if not name.startswith("KB_")}
    return {**rest, **settings, **more}


def python(data_dir: Path, *arguments: str) -> str:
    """Run Python on the database in `data_dir`; return its output. Raises RuntimeError."""
    result = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment(data_dir),
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise RuntimeError(f"{' '.join(arguments)} failed:\n{result.stdout}{result.stderr}")
    return result.stdout


def database_of(events: int) -> Path:
    """Return the data folder with so many events; create it unless it is up to date.

    It is up to date if the current generator created it.
    """
    folder = HOME / str(events)
    stamp = folder / "made.json"
    expected = json.dumps({"events": events, "generator": fingerprint()})
    if not stamp.exists() or stamp.read_text() != expected:
        log(f"Creating {events:,} events")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        python(folder, "manage.py", "migrate", "--verbosity", "0")
        log(python(folder, "-m", "bench.generate", "--events", str(events)).strip())
        stamp.write_text(expected)
    return folder


def fingerprint() -> str:
    """Return a SHA-256 over the code and version of the generator."""
    code = sorted((ROOT / "bench" / "synthetic").glob("*.py"))
    digest = hashlib.sha256(str(VERSION).encode())
    for path in code:
        digest.update(path.read_bytes())
    return digest.hexdigest()


@contextmanager
def served(events: int, settings: str = SITE) -> Iterator[Site]:
    """Serve the site, or hello-world, with so many events and one worker."""
    folder = database_of(events)
    port = free_port()
    log_file = folder / f"{settings.rpartition('.')[2]}.log"
    variables = environment(
        folder,
        DJANGO_SETTINGS_MODULE=settings,
        HOST="127.0.0.1",
        PORT=str(port),
        KB_WORKERS="1",
        KB_ALLOWED_HOSTS="127.0.0.1",
    )
    with log_file.open("w") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "kb.server"],
            cwd=ROOT,
            env=variables,
            stdout=output,
            stderr=output,
        )
        try:
            wait_for_answer(server, log_file)
            yield Site(port, events, folder)
        finally:
            if server.poll() is not None:
                log(f"The server ended early with exit code {server.returncode}: see {log_file}")
            stop(server)


def wait_for_answer(server: subprocess.Popen, log_file: Path) -> None:
    """Wait until the server prints that it serves. Raises RuntimeError with its output."""
    end = time.monotonic() + SECONDS_TO_START
    while "Serving at" not in log_file.read_text():
        if server.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"The site did not start:\n{log_file.read_text()}")
        time.sleep(0.1)


def stop(server: subprocess.Popen) -> None:
    """Terminate the server; kill it if it does not end within 30 s."""
    server.terminate()
    try:
        server.wait(timeout=30)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def free_port() -> int:
    """Return a TCP port of the loopback address that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def log(message: str) -> None:
    """Print progress to standard error, separate from the table."""
    print(message, file=sys.stderr, flush=True)
