"""`script/server`: set up, then serve with Granian until Ctrl+C. See docs/adr/0002-server.md.

This process keeps the embedded database running while its child processes, the web workers, run.
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
"""Threads per worker, one request each; each thread keeps a database connection."""


@dataclass(frozen=True)
class Address:
    """Host and port at which the site is served."""

    host: str
    port: int

    @classmethod
    def from_environment(cls) -> Address:
        """Return the address in HOST and PORT. Raises ImproperlyConfigured."""
        return cls(
            variable("HOST", default="127.0.0.1"), variable("PORT", default="8000", cast=int)
        )

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/"

    def check_free(self) -> None:
        """Raise StepError if the site cannot be served at this address.

        Checked before Granian starts, because Granian shares the port with any other process that
        allows it, such as a second instance of itself.
        """
        try:
            if not 0 < self.port < 2**16:
                raise OverflowError("there is no such port")
            family, kind, _, _, socket_address = socket.getaddrinfo(
                self.host, self.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
            )[0]
            with socket.socket(family, kind) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(socket_address)
        except (OSError, OverflowError) as error:
            raise StepError(f"Cannot serve {self}: {error}.\n{self._advice(error)}") from error

    def _advice(self, error: Exception) -> str:
        if getattr(error, "errno", None) == errno.EADDRINUSE:
            return f"Another program uses this port. Stop it, or set PORT={self.port + 1}."
        if getattr(error, "errno", None) == errno.EACCES:
            return "Ports below 1024 are for root. Set another one: PORT=8000."
        return "Check that HOST is an address of this machine and PORT a number from 1 to 65535."


def set_worker_start_method() -> None:
    """Fork workers on Linux, with the site already loaded; spawn them elsewhere.

    Forked workers are ready at once and share memory. On other systems it is not safe to fork a
    process that has used system libraries, so there each worker loads the site itself.
    """
    if sys.platform == "linux":
        importlib.import_module(settings.ROOT_URLCONF)
        load_index()
        multiprocessing.set_start_method("fork")
    else:
        multiprocessing.set_start_method("spawn")


def load_index() -> None:
    """Build the in-memory index once, before the fork; workers share it and apply later changes."""
    from events.index import get_index

    get_index()
    connections.close_all()


def serve(address: Address) -> None:
    """Serve until SIGINT, SIGTERM or SIGHUP, then give running requests 10 s to finish."""
    ip_address = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)[0][4][0]
    server = Granian(
        "kb.worker:application",
        address=ip_address,
        port=address.port,
        interface=Interfaces.WSGI,
        workers=variable("KB_WORKERS", default="2", cast=int),
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    )
    current = signal.getsignal(signal.SIGHUP)
    handler = current if current == signal.SIG_IGN else server.signal_handler_interrupt
    # Granian reloads its workers on SIGHUP, and so would keep running after its terminal is closed.
    server.on_startup(lambda: signal.signal(signal.SIGHUP, handler))
    threading.Thread(target=announce, args=[address, ip_address], daemon=True).start()
    server.serve()


def announce(address: Address, host: str) -> None:
    """Print the address as soon as the site at `host` answers.

    A wildcard `host` is checked on the loopback address.
    """
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    while True:
        time.sleep(0.05)
        try:
            connection = http.client.HTTPConnection(target, address.port, timeout=5)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            continue
        report(f"Serving at {address} (Ctrl+C stops it)")
        return


def main() -> None:
    """Set up and serve; exit with a message if that is impossible."""
    exit_on_signals()
    try:
        address = Address.from_environment()
        address.check_free()
        set_up()
        if address.host not in LOOPBACK and not os.environ.get("KB_ALLOWED_HOSTS"):
            report("Other machines get an error until KB_ALLOWED_HOSTS has the host name they use.")
        set_worker_start_method()
        serve(address)
    except (ImproperlyConfigured, StepError) as error:
        sys.exit(f"Failed: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
    report("Stopped.")


if __name__ == "__main__":
    main()
