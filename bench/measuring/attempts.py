"""Error handling of the bench: continue after a failed part, stop the servers on SIGTERM."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from http.client import HTTPException

from playwright.sync_api import Error as BrowserError

from bench.measuring.rows import Row
from bench.measuring.sites import log

FAILURES = (BrowserError, HTTPException, OSError, RuntimeError, subprocess.SubprocessError)


def attempt(name: str, measure: Callable[..., list[Row]], *arguments: object) -> list[Row]:
    """Return the rows of `measure`, or one failure row if it raises one of FAILURES."""
    try:
        return measure(*arguments)
    except FAILURES as error:
        log(f"{name} could not be measured: {error}")
        return [Row(f"{name}: could not be measured", "failed", is_reached=False)]


def exit_on_sigterm() -> None:
    """Make SIGTERM exit the bench normally, so that the servers it started are stopped."""
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
