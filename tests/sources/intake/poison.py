"""A reader for tests of the limits, which does what the document says."""

from __future__ import annotations

import os
import signal
import time

from sources import adapters
from sources.adapters.base import Draft, SourceError


class GarbledError(SourceError):
    """An error that can be sent, but not received: it is made of two values and keeps one."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(first)


def read(data: bytes, name: str) -> Draft:
    """Read a document like `adapters.read`, unless its first word is an instruction."""
    match data.split(b" ", 1)[0]:
        case b"compute":
            while True:
                pass
        case b"work":
            end = time.process_time() + 0.5
            while time.process_time() < end:
                pass
        case b"wait":
            time.sleep(3600)
        case b"allocate":
            return adapters.read(bytes(4 * 1024**3), name)
        case b"exit":
            os._exit(3)
        case b"crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        case b"oom":
            os.kill(os.getpid(), signal.SIGKILL)
        case b"terminate":
            os.kill(os.getpid(), signal.SIGTERM)
        case b"garble":
            raise GarbledError("one", "two")
        case b"fail":
            raise IndexError("list index out of range")
        case b"recurse":
            return read(data, name)
    return adapters.read(data, name)
