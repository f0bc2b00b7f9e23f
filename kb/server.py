"""`script/server`: set up, then serve with Granian until Ctrl+C. docs/adr/0002-server.md says why.

This process holds the embedded database while the web workers, which are its children, run.
"""

from __future__ import annotations

import errno
import http.client
import importlib
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from kb.environment import variable
from kb.setup import StepError, exit_on_signals, report, set_up

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
THREADS = 4
"""Requests a worker answers at once; each thread keeps a database connection."""


@dataclass(frozen=True)
class Address:
    """Where the site is served."""

    host: str
    port: int

    @classmethod
    def from_environment(cls) -> Address:
        """HOST and PORT. Raises ImproperlyConfigured."""
        return cls(
            variable("HOST", default="127.0.0.1"), variable("PORT", default="8000", cast=int)
        )

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/"

    def check_free(self) -> None:
        """Raise StepError if nothing can be served there.

        Asked beforehand, because Granian shares a port with whoever else would share it, such as
        another copy of itself.
        """
        try:
            if not 0 < self.port < 2**16:
                raise OverflowError("there is no such port")
            family, kind, _, _, place = socket.getaddrinfo(
                self.host, self.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
            )[0]
            with socket.socket(family, kind) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(place)
        except (OSError, OverflowError) as error:
            raise StepError(f"Cannot serve {self}: {error}.\n{self._advice(error)}") from error

    def _advice(self, error: Exception) -> str:
        if getattr(error, "errno", None) == errno.EADDRINUSE:
            return f"Something else is served there. Stop it, or take PORT={self.port + 1}."
        if getattr(error, "errno", None) == errno.EACCES:
            return "Ports below 1024 are for root. Take another: PORT=8000."
        return "HOST is an address of this machine, PORT a number from 1 to 65535."


def set_worker_start_method() -> None:
    """On Linux workers are copies of this process with the site loaded: ready at once, and sharing
    memory. Elsewhere copying a process that has used system libraries is not safe, so they load the
    site themselves."""
    if sys.platform == "linux":
        importlib.import_module(settings.ROOT_URLCONF)
        load_index()
        multiprocessing.set_start_method("fork")
    else:
        multiprocessing.set_start_method("spawn")


def load_index() -> None:
    """Read all events once for all workers, which then share the memory and follow the changes."""
    from events.index import get_index

    get_index()
    connections.close_all()


def serve(address: Address) -> None:
    """Serve until SIGINT, SIGTERM or SIGHUP; requests under way are finished, for 10 s at most."""
    place = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)[0][4]
    server = Granian(
        "kb.worker:application",
        address=place[0],
        port=address.port,
        interface=Interfaces.WSGI,
        workers=variable("KB_WORKERS", default="2", cast=int),
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    )
    hang_up = signal.getsignal(signal.SIGHUP)
    keep = hang_up if hang_up == signal.SIG_IGN else server.signal_handler_interrupt
    # Granian would start afresh when its terminal is closed, and stay behind.
    server.on_startup(lambda: signal.signal(signal.SIGHUP, keep))
    threading.Thread(target=announce, args=[address, place[0]], daemon=True).start()
    server.serve()


def announce(address: Address, host: str) -> None:
    """Print the address as soon as it answers."""
    asked = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    while True:
        time.sleep(0.05)
        try:
            connection = http.client.HTTPConnection(asked, address.port, timeout=5)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            continue
        report(f"Serving at {address} (Ctrl+C stops it)")
        return


def main() -> None:
    exit_on_signals()
    try:
        address = Address.from_environment()
        address.check_free()
        set_up()
        if address.host not in LOOPBACK and not os.environ.get("KB_ALLOWED_HOSTS"):
            report("Other machines are refused until KB_ALLOWED_HOSTS names the host they ask for.")
        set_worker_start_method()
        serve(address)
    except (ImproperlyConfigured, StepError) as error:
        sys.exit(f"Failed: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
    report("Stopped.")


if __name__ == "__main__":
    main()
