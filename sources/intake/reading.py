"""Read a document in another process, so that no document can stop or slow down a run.

Adapters are pure, so the process needs no database: bytes go in, and a `Draft` comes out. One
process reads document after document, and is replaced when it has to be ended.
"""

from __future__ import annotations

import logging
import multiprocessing
import signal
from typing import TYPE_CHECKING

from django.conf import settings

from sources.adapters.base import Draft, SourceError
from sources.intake.reader import MEMORY_ERROR, serve

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerProcess

    from sources.intake.reader import Reply

logger = logging.getLogger(__name__)

READ = "sources.adapters.read"
"""The function that the process calls with the bytes and the name of a document."""

START_SECONDS = 120
"""Limit for the start of the process, most of which is imports."""

WALL_CLOCK_FACTOR = 4
"""A document may take this many times its limit of processor time on a busy machine."""


class PoisonDocument(SourceError):
    """A document that cannot be read within the limits; after two attempts it is parked."""

    code = "poison"


class TooSlow(PoisonDocument):
    """Reading took more time than `settings.INGEST_SECONDS`."""

    code = "too_slow"


class TooMuchMemory(PoisonDocument):
    """Reading took more memory than `settings.INGEST_MEMORY_MB`."""

    code = "too_much_memory"


class ReadingFault(PoisonDocument):
    """A bug in an adapter or a library; logged with its traceback."""

    code = "fault"


class ReaderUnavailable(Exception):
    """The process that reads documents did not start, or was ended, for no fault of a document."""


def read_document(data: bytes, name: str) -> Draft:
    """Read one document with `adapters.read`, within the limits of time and memory.

    Raise the SourceError of the adapter, or `TooSlow`, `TooMuchMemory` or `ReadingFault`; or
    `ReaderUnavailable`.
    """
    reply = _get_reader().read(data, name)
    if isinstance(reply, Draft):
        return reply
    if isinstance(reply, SourceError):
        raise reply
    logger.error("adapter failed on %s\n%s", name, reply)
    reason = reply.strip().splitlines()[-1]
    raise ReadingFault(f"Reading it failed unexpectedly ({reason}). Please report it.")


class _Reader:
    """The process that reads, and the connection to it."""

    def __init__(self) -> None:
        # Not a fork of this process: it would keep the connection to the database open, and with
        # it the locks of this run, when this process is killed.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["sources.intake.reader_imports"])
        self.connection, theirs = context.Pipe()
        limits = (settings.INGEST_MEMORY_MB * 1024**2, settings.INGEST_SECONDS)
        self.process = context.Process(target=serve, args=(theirs, READ, *limits), daemon=True)
        try:
            _start(self.process)
            theirs.close()
            if not self.connection.poll(START_SECONDS):
                raise TimeoutError(f"no answer in {START_SECONDS} seconds")
            self.connection.recv()
        except (EOFError, OSError) as error:
            self.end()
            reason = str(error) or type(error).__name__
            raise ReaderUnavailable(
                f"The process that reads documents did not start ({reason})."
            ) from error

    def read(self, data: bytes, name: str) -> Reply:
        """Return the reply to a document. Raise a `PoisonDocument`; the process has ended then."""
        try:
            self.connection.send((data, name))
            is_ready = self.connection.poll(settings.INGEST_SECONDS * WALL_CLOCK_FACTOR)
            reply = self.connection.recv() if is_ready else None
        except (EOFError, OSError) as error:
            raise self._reason_of_end() from error
        except KeyboardInterrupt:
            # Its reply would be taken for that of the next document.
            self.end()
            raise
        except Exception as error:
            logger.exception("the reply of the reading process cannot be read")
            self.end()
            raise ReadingFault(
                f"Its text could not be received ({type(error).__name__}: {error}). "
                "Please report it."
            ) from error
        if reply is None:
            self.end()
            raise _too_slow()
        if reply == MEMORY_ERROR:
            self.end()
            raise _too_much_memory()
        return reply

    def end(self) -> None:
        """End the process, and let the next document start another one."""
        if self.process.pid is not None:
            self.process.kill()
            self.process.join()
        self.connection.close()

    @property
    def is_alive(self) -> bool:
        """Return whether the process can read another document."""
        return self.process.is_alive()

    def _reason_of_end(self) -> PoisonDocument:
        """Return why the process ended. Raise `ReaderUnavailable` if someone ended it."""
        self.process.join(1)
        self.end()
        if self.process.exitcode == -signal.SIGXCPU:
            return _too_slow()
        if self.process.exitcode == -signal.SIGKILL:
            # Only the kernel kills it, when the machine is out of memory.
            return _too_much_memory()
        if self.process.exitcode == -signal.SIGTERM:
            raise ReaderUnavailable("The process that reads documents was terminated.")
        logger.error("the reading process ended with %s", self.process.exitcode)
        return ReadingFault(
            f"The process that read it ended (exit code {self.process.exitcode}). Please report it."
        )


def _start(process: ForkServerProcess) -> None:
    """Start a process that the interrupt key does not reach, not even during its imports."""
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


_reader: _Reader | None = None


def _get_reader() -> _Reader:
    global _reader
    if _reader is None or not _reader.is_alive:
        _reader = _Reader()
    return _reader


def end_reader() -> None:
    """End the process that reads. The next document starts another one, with the limits of then."""
    global _reader
    if _reader is not None:
        _reader.end()
        _reader = None


def _too_slow() -> TooSlow:
    return TooSlow(f"Reading it takes more than {settings.INGEST_SECONDS} seconds.")


def _too_much_memory() -> TooMuchMemory:
    return TooMuchMemory(f"Reading it needs more than {settings.INGEST_MEMORY_MB} MB of memory.")
