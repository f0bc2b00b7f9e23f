"""The process that reads documents for `reading`, with limits of memory and processor time.

Its imports are inside functions: Django is not set up before `serve` is called.
"""

from __future__ import annotations

import resource
import signal
import traceback
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from sources.adapters.base import Draft, SourceError

    Reply = Draft | SourceError | str
    """The draft, the reason why the document is refused, or the traceback of a fault."""

MEMORY_ERROR = "memory"
"""Reply of a reader that cannot get more memory; it ends after that."""


def serve(connection: Connection, read_name: str, memory_bytes: int, cpu_seconds: int) -> None:
    """Read the documents that come through a connection, until it is closed.

    `read_name` is the dotted name of a function like `adapters.read`. Send True once when ready,
    then one `Reply` per document, which comes as (bytes, name). The kernel ends the process with
    SIGXCPU when one document takes more than `cpu_seconds`.
    """
    # The interrupt key reaches all processes of a terminal; this one ends with its parent.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    import django

    django.setup()
    from django.utils.module_loading import import_string

    read = import_string(read_name)

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Not RLIMIT_AS: it also counts the code of libraries and reserved addresses.
    resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))
    connection.send(True)
    while True:
        try:
            data, name = connection.recv()
        except EOFError:
            return
        _limit_cpu(cpu_seconds)
        reply = _reply(read, data, name)
        connection.send(reply)
        if reply == MEMORY_ERROR:
            return


def _limit_cpu(seconds: int) -> None:
    """Allow this process so many more seconds of processor time."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds + 1, hard))


def _reply(read: Callable[[bytes, str], Draft], data: bytes, name: str) -> Reply:
    from sources.adapters.base import SourceError

    try:
        return read(data, name)
    except SourceError as error:
        return error
    except MemoryError:
        return MEMORY_ERROR
    except Exception:  # noqa: BLE001  the other process logs it
        return traceback.format_exc()
