"""Commands that can be interrupted between two documents, and say what they have done."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

from django.core.management.base import CommandError
from django.db import Error

from sources.intake.reading import ReaderUnavailable


class _Terminated(KeyboardInterrupt):
    """SIGTERM, which service managers send."""


@contextmanager
def interruptible(describe_progress: Callable[[], str]) -> Iterator[None]:
    """Raise CommandError if a person, the database or the reading process ends the block.

    The message ends with the result of `describe_progress`. The exit code is that of shells: 130
    for the interrupt key, 143 for SIGTERM, which interrupts in the same way.
    """
    # Only the main thread may set handlers.
    is_main = threading.current_thread() is threading.main_thread()
    previous = signal.signal(signal.SIGTERM, _terminate) if is_main else None
    try:
        yield
    except KeyboardInterrupt as error:
        number = signal.SIGTERM if isinstance(error, _Terminated) else signal.SIGINT
        raise CommandError(f"Interrupted. {describe_progress()}", returncode=128 + number) from None
    except ReaderUnavailable as error:
        raise CommandError(f"{error}\n{describe_progress()}") from error
    except Error as error:
        message = f"The database failed: {str(error).strip()}"
        raise CommandError(f"{message}\n{describe_progress()}") from error
    finally:
        if is_main:
            signal.signal(signal.SIGTERM, previous)


def _terminate(number: int, frame: object) -> NoReturn:
    raise _Terminated
