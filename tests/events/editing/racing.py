"""Steps that run at the same time, each in a thread with its own connection."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Barrier, Thread

from django.db import connection

Outcome = object
"""What a step returned, or the exception that it raised."""


class Step(Thread):
    """One step in a thread; `outcome` is what it returned or raised."""

    def __init__(self, do: Callable[[], object], start: Barrier | None = None) -> None:
        super().__init__()
        self.do, self.barrier, self.outcome = do, start, None
        self.start()

    def run(self) -> None:
        """Run the step, and close the connection of the thread."""
        try:
            if self.barrier:
                self.barrier.wait()
            self.outcome = self.do()
        except Exception as error:  # noqa: BLE001  # the test judges it
            self.outcome = error
        finally:
            connection.close()

    def finish(self) -> Outcome:
        """Wait for the end and return the outcome."""
        self.join()
        return self.outcome

    def run_until_blocked(self) -> None:
        """Wait until the step waits for a lock of this transaction, or has ended."""
        while self.is_alive():
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid()"
                    " = ANY (pg_blocking_pids(pid))"
                )
                if cursor.fetchone():
                    return
            time.sleep(0.01)


def together(*steps: Callable[[], object]) -> list[Outcome]:
    """Run the steps at the same time and return their outcomes in this order."""
    start = Barrier(len(steps))
    threads = [Step(step, start) for step in steps]
    return [thread.finish() for thread in threads]
