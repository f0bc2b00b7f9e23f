"""The site for the browser tests: started like `script/server`, with its own database."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from tests.browser.site_database import loaded_database

SECONDS_TO_START = 240
ROLES = ("editor", "curator")
PREPARE = """
import os

# The database has the data already: only write the stamps that say so.
from kb import setup
setup.call_command = setup.run_ingest = lambda *_: None
setup.load_seeds()
setup.ingest_originals()

from django.contrib.auth.models import Group, User
for role in os.environ["ACCOUNTS"].split():
    user, _ = User.objects.get_or_create(username=role, defaults={"is_staff": True})
    user.set_password(os.environ["PASSWORD"])
    user.save()
    user.groups.set([Group.objects.get(name=role)])
"""
"""Program that makes the clone of a database with the data the database of a site."""


@dataclass(frozen=True)
class Site:
    """The address of the site, and the password of its accounts, whose names are their roles.

    `environment` holds the variables of its process.
    """

    address: str
    has_originals: bool
    password: str = field(repr=False)
    environment: dict[str, str] = field(repr=False)


@contextmanager
def served(folder: Path, written: Path) -> Iterator[Site]:
    """Serve the knowledge base in `seeds/`, with its files in `folder`.

    Ingests `written`, a page of our own, and the originals if they are available. Raises
    RuntimeError with the server's output if it does not start.
    """
    has_originals = copy_originals(folder / "originals", written)
    port = free_port()
    variables = {
        "KB_DATA_DIR": str(folder / "data"),
        "PORT": str(port),
        "KB_ORIGINALS": str(folder / "originals"),
        "KB_WORKERS": "1",
        "KB_DEBUG": "0",
        "KB_SECURE": "0",
        "HOST": "127.0.0.1",
        "KB_SECRET_KEY": secrets.token_urlsafe(60),
        "KB_ALLOWED_HOSTS": "127.0.0.1",
        "ACCOUNTS": " ".join(ROLES),
        "PASSWORD": secrets.token_urlsafe(20),
    }
    environment = {**os.environ, **variables}
    originals = sorted((folder / "originals").iterdir())
    with loaded_database(folder, environment, originals) as url:
        environment["DATABASE_URL"] = url
        command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", PREPARE]
        subprocess.run(
            command, check=True, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.DEVNULL
        )
        with process(environment, folder / "server.log"):
            address = f"http://127.0.0.1:{port}"
            yield Site(address, has_originals, variables["PASSWORD"], environment)


def copy_originals(folder: Path, written: Path) -> bool:
    """Copy `written` and the originals into `folder`; return whether there are originals."""
    folder.mkdir(parents=True)
    shutil.copy(written, folder)
    default = settings.BASE_DIR.parent / "shared" / "seeds"
    source = Path(os.environ.get("KB_ORIGINALS") or default)
    files = sorted(source.glob("*.txt")) if source.is_dir() else []
    for path in files:
        shutil.copy(path, folder)
    return bool(files)


def free_port() -> int:
    """Return a free port below those that systems give to outgoing connections.

    One of those could be taken before the site is set up and listens.
    """
    while True:
        port = secrets.choice(range(20_000, 30_000))
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@contextmanager
def process(environment: dict[str, str], log: Path) -> Iterator[None]:
    """Run `python -m kb.server`; enter when it serves, and terminate it at the end."""
    with log.open("w") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "kb.server"],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_for_answer(server, log)
            yield
        finally:
            server.terminate()
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def wait_for_answer(server: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while "Serving at" not in log.read_text():
        if server.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"The site did not start:\n{log.read_text()}")
        time.sleep(0.1)
