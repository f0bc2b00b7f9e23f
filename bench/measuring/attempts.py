"""A bench that goes on when a part of it cannot, and takes its servers with it when it is stopped."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from http.client import HTTPException

from playwright.sync_api import Error as BrowserError

from bench.measuring.rows import Row
from bench.measuring.sites import say

FAILURES = (BrowserError, HTTPException, OSError, RuntimeError, subprocess.SubprocessError)


def attempt(name: str, measure: Callable[..., list[Row]], *given: object) -> list[Row]:
    """The rows that `measure` gives, or, if it fails in a way measuring may fail, one that says so."""
    try:
        return measure(*given)
    except FAILURES as error:
        say(f"{name} could not be measured: {error}")
        return [Row(f"{name}: could not be measured", "failed", is_reached=False)]


def stop_politely() -> None:
    """Let SIGTERM end the bench as Ctrl+C does, so that what it started is stopped."""
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
