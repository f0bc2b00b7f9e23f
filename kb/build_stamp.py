"""Remembering what a step of the set-up was last done with, to skip it while nothing changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def fingerprint(paths: Iterable[Path], *, extra: Iterable[object] = ()) -> str:
    """SHA-256 over name, size and time of every file at or under `paths`, and over `extra`.

    Reading the files themselves would cost what is to be saved. Compiled Python is left out.
    """
    digest = hashlib.sha256(repr(list(extra)).encode())
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and "__pycache__" not in file.parts:
                state = file.stat()
                digest.update(repr((str(file), state.st_size, state.st_mtime_ns)).encode())
    return digest.hexdigest()


class Stamp:
    """A file that holds the fingerprint a step was last finished with."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def matches(self, print_: str) -> bool:
        """Whether the step was last finished with this fingerprint."""
        return self.file.exists() and self.file.read_text() == print_

    def write(self, print_: str) -> None:
        """Remember that the step was finished with this fingerprint."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self.file.with_suffix(".unfinished")
        unfinished.write_text(print_)
        unfinished.replace(self.file)
